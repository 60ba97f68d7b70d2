"""How a list prints a number: the number formats of ISO/IEC 29500-1, 17.18.59.

Letters are those of the Latin alphabet, not the Vietnamese one, and repeat behind the last (`y`, `z`, `aa`, `bb`), as Word
prints them. A format that plans do not use is printed in Arabic digits.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.read.numerals import roman

_LETTERS = 26
_MOST_LETTERS = 780  # where Word begins again


def printed(number: int, form: str) -> str:
    """`number` in the number format `form`; `""` in formats that print none."""
    return _FORMS.get(form, str)(number)


def _letters(number: int) -> str:
    if number < 1:
        return ""
    rounds, letter = divmod((number - 1) % _MOST_LETTERS, _LETTERS)
    return chr(ord("a") + letter) * (rounds + 1)


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


_FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": lambda number: roman(number).upper(),
    "lowerRoman": roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "ordinal": _ordinal,
    "numberInDash": lambda number: f"- {number} -",
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "none": lambda _: "",
    "bullet": lambda _: "",
}
