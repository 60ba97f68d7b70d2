"""Old Vietnamese encodings: text in them becomes Unicode, and nothing else is changed."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.extract import Records, extract_records
from pipeline.lexicon import lexicon_yaml
from pipeline.read import read
from pipeline.read.charsets import charsets
from pipeline.read.legacy import from_font, repaired
from pipeline.read.syllables import is_syllable
from pipeline.segment import segment
from tests.read.old_codes import WAYS, held_by, old_bytes
from tests.reading import SAMPLES, sample
from tests.test_layouts import of_target, of_task

HEADING = (
    "Cộng hoà xã hội chủ nghĩa Việt Nam\nĐộc lập - Tự do - Hạnh phúc\n"
    "Uỷ ban nhân dân tỉnh ban hành kế hoạch phát triển năm 2005"
)

# As such pages stand in archives; not made with the tables that are tested here.
PRINTED = [
    (
        "Céng hoµ x· héi chñ nghÜa ViÖt Nam\n§éc lËp - Tù do - H¹nh phóc\n"
        "Uû ban nh©n d©n tØnh ban hµnh kÕ ho¹ch ph¸t triÓn n¨m 2005",
        HEADING,
    ),
    (
        "CéNG HOµ X· HéI CHñ NGHÜA VIÖT NAM\n§éc lËp - Tù do - H¹nh phóc",
        "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
    ),
    ("Nhµ n\u00adíc, ph\u00ad¬ng h\u00adíng, ®\u00adîc, ng\u00adêi ViÖt Nam", "Nhà nước, phương hướng, được, người Việt Nam"),
    (
        "COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM\nÑoäc laäp - Töï do - Haïnh phuùc\nUÛY BAN NHAÂN DAÂN TÆNH ÑAÉK LAÉK",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK",
    ),
    ("Káº¿ hoáº¡ch phÃ¡t triá»ƒn kinh táº¿ - xÃ£ há»™i nÄƒm 2020", "Kế hoạch phát triển kinh tế - xã hội năm 2020"),
    ("Káº¿ hoáº¡ch vÃ  cÃ¡c nhiá»‡m vá»¥ lÃ m nÄƒm nay vÃ", "Kế hoạch và các nhiệm vụ làm năm nay và"),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "meant"), PRINTED)
def test_old_text_becomes_unicode_and_says_so(printed: str, meant: str) -> None:
    text, notes = repaired(printed)
    assert text == meant
    assert [note.code for note in notes] in (["legacy-converted"], ["mojibake-repaired"])


FOREIGN = [
    "Le président de la République française a été élu à Genève, où il a déjà goûté naïvement le pâté, c'est sûr.\n",
    "El niño está mañana en España, señor; un año más; el corazón, según también jamás, así, Perú.\n",
    "Die Größe der Straßen für Österreich; über Köln fährt Herr Müller schön nach Zürich.\n",
    "Nå må du gå på skolen; så får du få være på båten når sjøen er blå, også på øya.\n",
    "500 m²\n200 m²\n300 km²\n1.000 m³\n35 °C\n§ 5 – © 2020 «Kinh» 1º ½ ¼\n",
    "Năm 2020, tại buôn Êđê xã Krông Pắc, tỉnh Đắk Lắk: 25 m² × 4 = 100 m²; “Xây dựng” – Ðắk Nông…\n",
    "“THỊ XÔ “XÃ” ‘QUÀ’ «CÁ» Ô tô số 5: mÃ số; cà phê Buôn Ma Thuột\n",
]


@pytest.mark.parametrize("line", FOREIGN)
def test_what_is_no_old_text_stays_as_it_is(line: str) -> None:
    assert repaired(line * 20) == (line * 20, ())


SYLLABLES = sorted({
    word for path in SAMPLES for word in path.read_text(encoding="utf-8").split() if word.isalpha()
})  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(SYLLABLES),
    st.sampled_from(["m²", "(5°C)", "“Đề", "án”", "–", "§", "Đắk", "café", "Müller", "Genève", "3,5%"]),
)


@given(
    st.lists(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), max_size=12).map("\n".join),
    st.sampled_from(["NFC", "NFD"]),
)
def test_unicode_text_is_never_changed(text: str, form: Literal["NFC", "NFD"]) -> None:
    text = unicodedata.normalize(form, text)
    assert repaired(text) == (text, ())


@given(st.text(max_size=200))
def test_any_text_comes_through(text: str) -> None:
    repaired(text)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem[:3])
def test_samples_are_not_changed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert repaired(text) == (text, ())


@pytest.mark.parametrize("name", ["tcvn3", "vni", "viscii", "vps"])
def test_only_the_old_paragraphs_of_a_mixed_page_are_turned(name: str) -> None:
    lines = [line for line in SAMPLES[3].read_text(encoding="utf-8").split("\n") if len(line) > 60]
    old = {index for index in range(len(lines)) if index // 7 % 2}
    mixed = [old_bytes(line, name).decode("latin-1") if index in old else line for index, line in enumerate(lines)]
    text, notes = repaired("\n".join(mixed))
    assert [note.code for note in notes] == ["legacy-converted"]
    turned = text.split("\n")
    assert [line for index, line in enumerate(turned) if index not in old] == [
        line for index, line in enumerate(lines) if index not in old
    ]
    assert [turned[index].lower() for index in sorted(old)] == [held_by(lines[index], name).lower() for index in sorted(old)]


# --- whole plans --------------------------------------------------------------------------------------------------------


def _records(records: Records, way: str) -> tuple[list[str], list[str], list[str]]:
    """The records as words; capitals count for nothing where the encoding has none."""
    shown = (
        [str(of_task(task)) for task in records.tasks],
        [str(of_target(target)) for target in records.targets],
        [reference.citation.text for reference in records.references],
    )
    # How Python quotes a word depends on the quotation marks in it.
    held = [[held_by(text, way).replace('"', "").replace("'", "") for text in texts] for texts in shown]
    tasks, targets, references = [[text.lower() for text in texts] if way.startswith("tcvn3") else texts for texts in held]
    return tasks, targets, references


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem[:3])
@pytest.mark.parametrize("way", WAYS)
def test_a_plan_in_any_encoding_gives_the_same_records(tmp_path: Path, path: Path, way: str) -> None:
    expected = _records(sample(path)[1], way)
    (tmp_path / "plan.txt").write_bytes(WAYS[way](path.read_text(encoding="utf-8")))
    page = read(tmp_path / "plan.txt", "plan.txt")
    again = _records(extract_records(segment(clean(page))), way)
    assert again[0] == expected[0]
    assert again[2] == expected[2]
    signs = sum("≥" in text or "≤" in text for text in map(str, sample(path)[1].targets))
    assert sum(target in again[1] for target in expected[1]) >= len(expected[1]) - (signs if held_by("≥", way) != "≥" else 0)


# --- tables and fonts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "standard"), [("tcvn3", "TCVN5712-1"), ("viscii", "VISCII")])
@pytest.mark.skipif(shutil.which("iconv") is None, reason="needs the iconv program")
def test_tables_are_those_of_the_standards(name: str, standard: str) -> None:
    for first, letters in lexicon_yaml("legacy_fonts")[name]["codes"].items():
        codes = bytes(range(first, first + len(letters)))
        run = subprocess.run(["iconv", "-f", standard, "-t", "utf-8"], input=codes, capture_output=True, check=True)
        assert unicodedata.normalize("NFC", run.stdout.decode()) == letters


ALL_LETTERS = {
    unicodedata.normalize("NFC", vowel + tone)
    for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
} - set("aeiouyAEIOUY") | set("đĐ")


@pytest.mark.parametrize(("name", "lacking"), [("vps", ""), ("viscii", "Õ"), ("vni", "")])
def test_tables_have_every_letter_once(name: str, lacking: str) -> None:
    unicode = charsets()[name].unicode
    for letter in ALL_LETTERS.difference(lacking):
        assert unicode(old_bytes(letter, name).decode("latin-1")) == letter


FONTS = [
    (".VnTime", "Céng hoµ", "Cộng hoà"),
    ("ABCDEF+.VnTimeH", "Céng hoµ x· héi", "CỘNG HOÀ XÃ HỘI"),
    ("'.VnArial', Arial, sans-serif", "kÕ ho¹ch", "kế hoạch"),
    (".VnTime", "\uf0ae\uf0ad\uf0eec", "được"),
    (".VnTime", "đã là Unicode: kế hoạch nói", "đã là Unicode: kế hoạch nói"),
    (".VnTime", "UBND 2020", "UBND 2020"),
    ("VNI-Times", "Ñoäc laäp", "Độc lập"),
    ("SVNI-Helve", "Töï do", "Tự do"),
    ("VPS Times", "k\u2030 ho\u00e5ch", "kế hoạch"),
    ("VI Times", "kª ho\u00d5ch", "kế hoạch"),
    ("VI Times H", "kª ho\u00d5ch", "KẾ HOẠCH"),
    ("Times New Roman", "Céng hoµ", None),
    ("Verdana", "Céng hoµ", None),
    ("Vivaldi", "Céng hoµ", None),
    ("", "Céng hoµ", None),
]


@pytest.mark.parametrize(("font", "text", "meant"), FONTS)
def test_the_font_of_a_run_tells_its_encoding(font: str, text: str, meant: str | None) -> None:
    assert from_font(text, font) == meant


SPELLED = [
    "nghiệp",
    "HOÀ",
    "hòa",
    "quý",
    "quỳnh",
    "giếng",
    "gì",
    "khuỷu",
    "ưỡn",
    "Đông",
    "thuý",
    "huỳnh",
    "yếu",
    "oách",
    "khuya",
    "tròn",
    "tạc",
    "quốc",
    "nguyễn",
    "xoong",
]
NOT_SPELLED = ["ngiệp", "été", "céng", "tàc", "nưóc", "hỘi", "ngé", "x·", "Müller", "niño", "Đắk", "qúy", "", "bb"]


@pytest.mark.parametrize(("word", "spelled"), [*((word, True) for word in SPELLED), *((word, False) for word in NOT_SPELLED)])
def test_syllables(word: str, spelled: bool) -> None:
    assert is_syllable(word) == spelled
