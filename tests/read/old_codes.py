"""Texts as programs from before Unicode saved them: the bytes of each old encoding."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache

from pipeline.lexicon import lexicon_yaml

_TONES = "\u0300\u0301\u0303\u0309\u0323"
# What people typed in place of signs that an encoding has no code for.
_TYPED = {"≥": ">=", "≤": "<=", "−": "-"}
_TYPED_PLAIN = {**_TYPED, "“": '"', "”": '"', "’": "'", "–": "-", "…": "...", "Õ": "O"}


def old_bytes(text: str, name: str) -> bytes:
    """`text` in an encoding of `lexicon/legacy_fonts.yaml`; capitals that TCVN3 lacks are typed as the small letters."""
    codes = _codes(name)
    typed = _TYPED_PLAIN if name in ("viscii", "vps") else _TYPED
    letters = []
    for letter in unicodedata.normalize("NFC", text):
        code = codes.get(letter) or codes.get(letter.lower() if name == "tcvn3" else letter)
        letters.append(code if code is not None else typed.get(letter, letter).encode("cp1252", "replace"))
    return b"".join(letters)


def windows_1258(text: str) -> bytes:
    """`text` in windows-1258, which writes tone marks behind their letters."""
    return b"".join(map(_cp1258_letter, unicodedata.normalize("NFC", text)))


def _cp1258_letter(letter: str) -> bytes:
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        loose = unicodedata.normalize("NFD", letter)
        mark = next((sign for sign in loose if sign in _TONES), "")
        base = unicodedata.normalize("NFC", loose.replace(mark, "")) if mark else _TYPED.get(letter, "?")
        return base.encode("cp1258") + mark.encode("cp1258")


@cache
def _codes(name: str) -> dict[str, bytes]:
    entry = lexicon_yaml("legacy_fonts")[name]
    if "codes" in entry:
        return {letter: bytes([code]) for first, row in entry["codes"].items() for code, letter in enumerate(row, first)}
    codes = {letter: code for code, letter in entry["singles"].items()}
    codes |= {letter: base + mark for base, marks in entry["pairs"].items() for letter, mark in marks.items()}
    codes |= {letter.upper(): code.upper() for letter, code in codes.items()}
    return {letter: code.encode("latin-1") for letter, code in codes.items()}


def _as_latin1(encode: Callable[[str], bytes]) -> Callable[[str], bytes]:
    return lambda text: encode(text).decode("latin-1").encode()


def _in(name: str) -> Callable[[str], bytes]:
    return lambda text: old_bytes(text, name)


# Ways to save a page that lose no letter but those named in `old_bytes`.
WAYS: dict[str, Callable[[str], bytes]] = {
    "tcvn3": _in("tcvn3"),
    "tcvn3 as latin-1": _as_latin1(_in("tcvn3")),
    "vni": _in("vni"),
    "vni as latin-1": _as_latin1(_in("vni")),
    "viscii": _in("viscii"),
    "vps": _in("vps"),
    "windows-1258": windows_1258,
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16 little end first": lambda text: text.encode("utf-16-le"),
    "utf-16 big end first": lambda text: text.encode("utf-16-be"),
    "utf-16 big end first, marked": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "utf-8 as latin-1": _as_latin1(str.encode),
    "utf-8 as latin-1, twice": _as_latin1(_as_latin1(str.encode)),
    "decomposed": lambda text: unicodedata.normalize("NFD", text).encode(),
}


def held_by(text: str, way: str) -> str:
    """`text` with what `way` cannot hold as it is typed there, for comparing: tone marks composed."""
    name = way.split(" ")[0]
    typed = _TYPED_PLAIN if name in ("viscii", "vps") else _TYPED if name in ("tcvn3", "vni", "windows-1258") else {}
    return "".join(typed.get(letter, letter) for letter in unicodedata.normalize("NFC", text))
