"""A large corpus of different plans, made of the sample pages, to measure runs over many documents.

    python -m bench.corpus FOLDER [--documents 10000] [--raw raw] [--seed 7]

Each file is a plan of its own: a sample with other names, numbers and days (`corpus_words`), in another order (`corpus_order`),
in another form and layout (`corpus_forms`). A few files are broken and a few are exact copies of others, as in any folder of
downloads. File `i` depends on the seed, `i` and the samples alone: the same seed gives the same bytes, and a small corpus is
the beginning of a large one. Words and days are possible but not true: the corpus measures speed and steadiness, never quality.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Literal

from bench.corpus_forms import FORMS, Form, Plan, file_of, fits_word, noise, truncated
from bench.corpus_order import Arrangement, Outline
from bench.corpus_words import Marker, Origin, Piece, Wording, origin_of
from pipeline.clean import clean
from pipeline.read import read
from pipeline.segment import segment

SHARES: dict[Form, float] = {"txt": 0.55, "html": 0.30, "docx": 0.14, "pdf": 0.01}
BROKEN = 0.002
COPIES = 0.003
IN_FOLDER = 500
_COPIED_FROM = 200  # a copy stands no further behind its original
_PRINTED = 12_000  # a PDF takes long to print and to read: only samples of at most so many characters

Fate = Literal["sound", "copy", "empty", "truncated", "noise"]
_BROKEN: dict[Fate, Form] = {"empty": "txt", "truncated": "docx", "noise": "pdf"}


@dataclass(frozen=True, slots=True)
class Lot:
    """What file `index` of a corpus is; `original` is the file that it copies, itself where it is no copy."""

    index: int
    form: Form
    fate: Fate
    original: int

    @property
    def path(self) -> Path:
        """Where the file lies below the corpus."""
        return Path(f"{self.index // IN_FOLDER:02d}", f"plan-{self.index:05d}.{self.form}")


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample page with its slots marked: in each block, in the portal around, and what stands between blocks."""

    outline: Outline
    origin: Origin
    blocks: tuple[tuple[Piece, ...], ...]
    above: tuple[Piece, ...]
    below: tuple[Piece, ...]
    gaps: tuple[str, ...]

    def fits(self, form: Form) -> bool:
        """Whether the sample can be written in this form."""
        if form == "pdf":
            return len(self.outline.document.page.text) <= _PRINTED
        return form != "docx" or fits_word(self.outline.document)


def lot(seed: int, index: int) -> Lot:
    """What file `index` is in the corpus of this seed."""
    random = Random(f"{seed}/{index}/lot")
    chance = random.random()
    if chance < BROKEN:
        fate = random.choice(tuple(_BROKEN))
        return Lot(index, _BROKEN[fate], fate, index)
    if chance < BROKEN + COPIES and index:
        original = lot(seed, random.randrange(max(0, index - _COPIED_FROM), index))
        return Lot(index, original.form, "copy", original.original)
    return Lot(index, random.choices(FORMS, [SHARES[form] for form in FORMS])[0], "sound", index)


def content(samples: Sequence[Sample], seed: int, index: int) -> bytes:
    """The bytes of file `index`."""
    this = lot(seed, index)
    if this.fate == "copy":
        return content(samples, seed, this.original)
    random = Random(f"{seed}/{index}")
    match this.fate:
        case "empty":
            return b""
        case "noise":
            return noise(random)
        case "truncated":
            return truncated(variation(samples, this.form, random), random)
        case _:
            return variation(samples, this.form, random)


def variation(samples: Sequence[Sample], form: Form, random: Random) -> bytes:
    """A file of this form with a plan that no other `random` gives."""
    fitting = [sample for sample in samples if sample.fits(form)]
    if not fitting:
        raise ValueError(f"none of the {len(samples)} samples can be written as {form}")
    return file_of(varied(random.choice(fitting), random), form, random)


def varied(sample: Sample, random: Random) -> Plan:
    """The sample with other words in another order."""
    wording = Wording(random, sample.origin)
    texts = [wording.text(pieces) for pieces in sample.blocks]
    document, old = Arrangement(sample.outline, texts, random).document()
    new = {block: index for index, block in enumerate(old)}
    headings = tuple(
        (new[section.blocks[0]], section)
        for section in sample.outline.document.sections
        if section.part == "body" and section.level < 2 and section.blocks[0] in new
    )
    gaps = tuple(sample.gaps[block] for block in old)
    return Plan(document, headings, wording.text(sample.above), wording.text(sample.below), gaps)


@cache
def samples_in(raw: Path) -> tuple[Sample, ...]:
    """The plans below `raw`, marked. Raises ValueError where there is none of a province that the lexicon knows."""
    paths = sorted(path for path in raw.iterdir() if path.suffix in {".txt", ".html"})
    samples = tuple(_marked(path) for path in paths)
    if not samples:
        raise ValueError(f"{raw} holds no sample pages (.txt, .html)")
    return samples


def _marked(path: Path) -> Sample:
    document = segment(clean(read(path, path.name)))
    header, blocks = document.header, document.page.blocks
    if header.issuer is None or header.issued_date is None:
        raise ValueError(f"{path} is no sample: its issuer or day of issue cannot be read")
    origin = origin_of(header.issuer, header.issued_date)
    marker = Marker(origin)
    above, below, gaps = "", "", tuple("\n\n" for _ in blocks)
    if path.suffix == ".txt":
        text = path.read_text(encoding="utf-8")
        above, below = text[: blocks[0].source.start], text[blocks[-1].source.end :]
        gaps = (*(text[one.source.end : other.source.start] for one, other in pairwise(blocks)), "")
    pieces = tuple(marker.pieces(block.text) for block in blocks)
    return Sample(Outline(document), origin, pieces, marker.pieces(above), marker.pieces(below), gaps)


def write_corpus(folder: Path, documents: int, *, seed: int = 7, raw: Path = Path("raw")) -> list[Path]:
    """Write the first `documents` files of the corpus below `folder`; their paths, in order."""
    samples = samples_in(raw)
    paths = []
    for index in range(documents):
        path = folder / lot(seed, index).path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content(samples, seed, index))
        paths.append(path)
    return paths


def changed(folder: Path, share: float, seed: int, *, raw: Path = Path("raw")) -> list[Path]:
    """Rewrite this share of a corpus in place, each file with another plan of the same form; their paths, in order.

    Another seed picks other files and other plans. Broken files that are picked become sound ones.
    """
    samples = samples_in(raw)
    paths = list(_files(folder))
    picked = sorted(Random(f"{seed}/changed").sample(paths, round(len(paths) * share)))
    for path in picked:
        form = next(form for form in FORMS if path.suffix == f".{form}")
        path.write_bytes(variation(samples, form, Random(f"{seed}/changed/{path.stem}")))
    return picked


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.glob("*/plan-*.*")))


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a large corpus of different plans, made of the sample pages.")
    parser.add_argument("folder", type=Path, help="where to write it: a new or empty folder")
    parser.add_argument("--documents", type=int, default=10_000, help="how many files")
    parser.add_argument("--raw", type=Path, default=Path("raw"), help="folder of the sample pages")
    parser.add_argument("--seed", type=int, default=7, help="another seed, another corpus")
    options = parser.parse_args()
    if options.folder.exists() and any(options.folder.iterdir()):
        parser.error(f"{options.folder} is not empty")
    begun = time.perf_counter()
    paths = write_corpus(options.folder, options.documents, seed=options.seed, raw=options.raw)
    seconds = time.perf_counter() - begun
    forms = ", ".join(f"{count} {form}" for form, count in Counter(path.suffix[1:] for path in paths).most_common())
    fates = ", ".join(
        f"{count} {fate}" for fate, count in Counter(lot(options.seed, i).fate for i in range(len(paths))).most_common()
    )
    megabytes = sum(path.stat().st_size for path in paths) / 1e6
    print(f"{len(paths)} files, {megabytes:.1f} MB in {seconds:.0f} s: {forms}; {fates}")


if __name__ == "__main__":
    main()
