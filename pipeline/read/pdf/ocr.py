"""The words in the image of a page, recognised by Tesseract with its Vietnamese model.

Input: a straight grey image without ruling lines; output: words with their places in points. Tesseract and the package
pytesseract are extras: without them MissingToolError says what to install.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from PIL import Image

from pipeline.read.contents import MissingToolError
from pipeline.read.pdf.shapes import ASCENT, DESCENT, Word

_LANGUAGE = "vie"
_SECONDS = 120
_LEAST_SURE = 10.0
# Letters that reach under the line they stand on.
_DESCENDING = frozenset("gpqyjQ,;()[]/ạặậẹệịọộợụựỵẠẶẬẸỆỊỌỘỢỤỰỴ")
_USUAL_SIZE = 0.25
# Without letters or figures a word is a speck unless Tesseract is sure of it; where rules were wiped out a bar is the letter I.
_SURE_OF_SIGNS = 60.0
_SPECKS = frozenset("¦_~`'’‘\"¬")


@cache
def _tool() -> Any:
    try:
        import pytesseract
    except ImportError as error:
        raise MissingToolError("scanned pages need the package pytesseract: install vnplans[ocr]") from error
    try:
        languages = pytesseract.get_languages()
    except (pytesseract.TesseractNotFoundError, OSError) as error:
        raise MissingToolError("scanned pages need Tesseract: install tesseract-ocr and tesseract-ocr-vie") from error
    if _LANGUAGE not in languages:
        raise MissingToolError("scanned pages need Tesseract's Vietnamese model: install tesseract-ocr-vie")
    return pytesseract


def require_tool() -> None:
    """Raise MissingToolError, which says what to install, when scans cannot be read here."""
    _tool()


def recognized(image: Image.Image, scale: float, layout: int) -> list[Word]:
    """The words in an image of `scale` pixels a point; `layout` is Tesseract's page segmentation mode."""
    tool = _tool()
    # One thread a page is faster than four, and pages are read in processes side by side anyway.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    table = tool.image_to_data(
        image,
        lang=_LANGUAGE,
        config=f"--psm {layout} --dpi {round(72 * scale)}",
        output_type=tool.Output.DICT,
        timeout=_SECONDS,
    )
    lines: dict[tuple[int, int, int], list[dict[str, Any]]] = defaultdict(list)
    for index, text in enumerate(table["text"]):
        if _is_word(text.strip(), float(table["conf"][index])):
            row = {name: table[name][index] for name in ("left", "top", "width", "height", "text")}
            row["text"] = text.strip().replace("|", "I")
            lines[(table["block_num"][index], table["par_num"][index], table["line_num"][index])].append(row)
    sizes = [_size(line) for line in lines.values()]
    usual = sorted(sizes)[len(sizes) // 2] if sizes else 0.0
    return [word for line, size in zip(lines.values(), sizes, strict=True) for word in _words(line, size, usual, scale)]


def _is_word(text: str, sureness: float) -> bool:
    if not text or _SPECKS.issuperset(text):
        return False
    return sureness >= (_LEAST_SURE if any(char.isalnum() for char in text) else _SURE_OF_SIGNS) or text in ("-", "+")


def _size(line: Sequence[dict[str, Any]]) -> float:
    """The height of the font of a line, from its tallest plain letters and those that reach lowest."""
    heights = sorted(word["height"] for word in line)
    return float(heights[(len(heights) * 3) // 4])


def _words(line: Sequence[dict[str, Any]], size: float, usual: float, scale: float) -> Iterator[Word]:
    """The words of a line, all on one base line though the paper may be warped."""
    if abs(size - usual) < _USUAL_SIZE * usual:
        size = usual
    plain = [word["top"] + word["height"] for word in line if not _DESCENDING.intersection(word["text"])]
    ends = sorted(plain or [word["top"] + word["height"] - DESCENT * size for word in line])
    base = ends[len(ends) // 2]
    for word in line:
        left, right = word["left"], word["left"] + word["width"]
        yield Word(str(word["text"]), left / scale, right / scale, base / scale, size / (ASCENT + DESCENT) / scale)
