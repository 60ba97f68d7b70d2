"""How words are folded for showing and for looking up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.extract import Records, extract_records
from pipeline.model import Document
from pipeline.orthography import fold_key, fold_space, settle_tone, strip_bullet
from pipeline.read import page_from_text
from pipeline.segment import segment
from tests.reading import SAMPLES, sample
from tests.test_layouts import of_target, of_task


@pytest.mark.parametrize(
    ("printed", "settled"),
    [
        ("hoà", "hòa"), ("khoẻ", "khỏe"), ("Uỷ ban", "Ủy ban"), ("UỶ BAN", "ỦY BAN"), ("Hoà Xuân", "Hòa Xuân"),
        ("quý", "quý"), ("quả", "quả"), ("hoàn toàn", "hoàn toàn"), ("ngoài", "ngoài"), ("tuỳ", "tùy"), ("xoáy", "xoáy"),
        ("KHOẺ", "KHỎE"), ("TOÀ ÁN", "TÒA ÁN"), ("thuỷ", "thủy"), ("Thuý", "Thúy"), ("quỷ", "quỷ"), ("QUÝ", "QUÝ"),
        ("sóat", "soát"), ("TÒAN", "TOÀN"), ("lọai", "loại"), ("hòa", "hòa"), ("của", "của"), ("giá", "giá"),
    ],
)  # fmt: skip
def test_settles_the_place_of_the_tone_mark(printed, settled):
    assert settle_tone(printed) == settled
    assert settle_tone(unicodedata.normalize("NFD", printed)) == settled


def test_folds_for_looking_up():
    assert fold_key("  Cơ\u00a0quan  CHỦ TRÌ: ") == "cơ quan chủ trì"
    assert fold_key("hOÀ hoÀ HOÀ") == "hòa hòa hòa"


@pytest.mark.parametrize(("text", "bare"), [("- Sở Y tế", "Sở Y tế"), ("-Sở Y tế", "Sở Y tế"), ("+ a", "a"), ("2-3", "2-3")])
def test_drops_a_leading_bullet(text, bare):
    assert strip_bullet(text) == bare


@given(st.text(alphabet="hqoaeuyòóỏõọùúủũụàáảãạèéẻẽẹỳýỷỹỵnHOÀ ̀", max_size=12))
def test_settling_twice_is_settling_once_and_keeps_the_count_of_letters(text):
    settled = settle_tone(text)
    assert settle_tone(settled) == settled
    assert len(settled) == len(unicodedata.normalize("NFC", text))


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold_space(fold_space(text)) == fold_space(text)
    assert fold_key(fold_key(text)) == fold_key(text)


# --- whole plans --------------------------------------------------------------------------------------------------------

_NEW_TONE = re.compile("(?<![qQ])(?:[òóỏõọÒÓỎÕỌ][aeAE]|[ùúủũụÙÚỦŨỤ][yY])(?!\\w)")


def with_old_tones(text: str) -> str:
    """The page as those print it who put the mark on the second vowel: `hoà`, `khoẻ`, `Uỷ ban`."""

    def moved(match: re.Match[str]) -> str:
        loose = unicodedata.normalize("NFD", match.group())
        return unicodedata.normalize("NFC", loose[0] + loose[2] + loose[1])

    return _NEW_TONE.sub(moved, unicodedata.normalize("NFC", text))


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def shown(document: Document, records: Records) -> list[str]:
    """All that is read from a plan, tone marks in one place."""
    header = document.header
    return [
        settle_tone(str(words))
        for words in (
            *map(of_task, records.tasks),
            *map(of_target, records.targets),
            *((ref.relation, ref.citation.text, ref.citation.number, ref.citation.issuer) for ref in records.references),
            *((section.part, section.level, section.marker, section.heading) for section in document.sections),
            *((table.kind, table.roles, table.caption) for table in document.tables),
            *(header.number, header.title, header.issuer, header.place, header.issued_date, header.signer, header.signer_title),
            *sorted(note.code for note in (*document.page.diagnostics, *document.diagnostics, *records.diagnostics)),
            document.page.text,
        )
    ]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem[:3])
@pytest.mark.parametrize("rewritten", [with_old_tones, settle_tone, decomposed])
def test_both_places_of_tone_marks_and_loose_marks_are_read_alike(path: Path, rewritten: Callable[[str], str]) -> None:
    printed = path.read_text(encoding="utf-8")
    document = segment(clean(page_from_text(rewritten(printed))))
    assert shown(document, extract_records(document)) == shown(*sample(path))
    # The printed form stays: nothing is settled in the text itself.
    assert document.page.text == clean(page_from_text(unicodedata.normalize("NFC", rewritten(printed)))).text


def test_rewriting_changes_the_samples():
    texts = [path.read_text(encoding="utf-8") for path in SAMPLES]
    assert sum(with_old_tones(text) != text for text in texts) == len(texts)
    assert sum(settle_tone(text) != text for text in texts) >= 2
    assert with_old_tones("Ủy ban, KHỎE, hòa, quý, của") == "Uỷ ban, KHOẺ, hoà, quý, của"
