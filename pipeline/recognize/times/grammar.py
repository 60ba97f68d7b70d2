"""The lexemes of one text, and the numbers among them: what is a count, what is a year, what is a piece of a code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import lexicon_yaml
from pipeline.recognize.times.lexemes import END, Lexeme

_FIRST_YEAR, _LAST_YEAR = 1900, 2150
FIRST_BARE_YEAR, LAST_BARE_YEAR = 1990, 2099


@cache
def _counted() -> frozenset[str]:
    return frozenset(lexicon_yaml("times")["counted"])


@dataclass(frozen=True, slots=True)
class Grammar:
    """The lexemes of one text; `cell` when the text is a table cell or a label's value."""

    lexemes: tuple[Lexeme, ...]
    cell: bool = False

    def at(self, place: int) -> Lexeme:
        """The lexeme at a place, `END` beyond the last and before the first."""
        return self.lexemes[place] if 0 <= place < len(self.lexemes) else END

    def kind(self, place: int) -> str:
        """The class of the lexeme at a place."""
        return self.at(place).kind

    # --- numbers ----------------------------------------------------------------------------------------------------------

    def count(self, place: int) -> tuple[int, int] | None:
        """A small number in digits, in words, or in both (`05`, `sáu`, `năm (05)`, `03 (ba)`)."""
        lexeme = self.at(place)
        if lexeme.kind == "number" and 1 <= lexeme.digits <= 2 and lexeme.value > 0 and not self.in_number(place):
            spelt = self.kind(place + 2) in ("numeral", "year") and self._in_brackets(place + 2)
            return lexeme.value, place + 4 if spelt else place + 1
        if lexeme.kind in ("numeral", "year"):
            digits = self.at(place + 2)
            if digits.kind == "number" and digits.digits <= 2 and self._in_brackets(place + 2):
                return digits.value, place + 4
            if lexeme.kind == "numeral":
                return lexeme.value, place + 1
            if lexeme.word == "năm" and self.kind(place + 1) in ("year", "month"):
                return 5, place + 1
        return None

    def in_number(self, place: int) -> bool:
        """Whether the number is only a part of a longer one (`15.000`, `2,5`)."""
        return self._is_point(place - 1) or self._is_point(place + 1)

    def _is_point(self, place: int) -> bool:
        """Whether a stop or comma stands between two digits with no blank."""
        mark = self.at(place)
        if mark.kind not in ("stop", "comma") or not mark.glued or not self.at(place + 1).glued:
            return False
        return self.kind(place - 1) == self.kind(place + 1) == "number"

    def _in_brackets(self, place: int) -> bool:
        return self.kind(place - 1) == "open" and self.kind(place + 1) == "close"

    def is_year(self, place: int) -> bool:
        """Whether four digits stand here that could be a year."""
        lexeme = self.at(place)
        return lexeme.kind == "number" and lexeme.digits == 4 and _FIRST_YEAR <= lexeme.value <= _LAST_YEAR

    def year(self, place: int, *, bare: bool) -> tuple[int, int] | None:
        """`năm 2025`, or with `bare` the number alone where it is no part of anything longer."""
        headed = self.kind(place) == "year"
        if headed and self.kind(place + 1) == "colon":
            return None
        number = place + 1 if headed else place
        lexeme = self.at(number)
        if not self.is_year(number):
            return None
        if headed:
            return None if self.in_number(number) else (lexeme.value, number + 1)
        if not bare or not FIRST_BARE_YEAR <= lexeme.value <= LAST_BARE_YEAR or self.is_code(number):
            return None
        return lexeme.value, number + 1

    def is_code(self, place: int) -> bool:
        """Whether a number is a piece of a code, a long number or a count of things."""
        before, lexeme, after = self.at(place - 1), self.at(place), self.at(place + 1)
        if lexeme.glued and before.kind in ("slash", "stop", "comma", "word", "colon", "mark") and before.word not in '(“"':
            return True
        if lexeme.glued and before.kind == "dash" and before.glued and self.kind(place - 2) in ("word", "slash"):
            return True
        if after.glued and (after.kind in ("slash", "word") or (after.kind == "mark" and after.word in "%‰²³_")):
            return True
        if after.glued and after.kind in ("stop", "comma", "dash") and self.at(place + 2).glued:
            return after.kind != "dash" or self.kind(place + 2) == "word" or self.in_number(place)
        return after.word in _counted() or f"{after.word} {self.at(place + 2).word}" in _counted()

    def year_behind(self, place: int, *separators: str) -> tuple[int, int] | None:
        """The year that a day, month or quarter goes on with: `/2025`, ` năm 2025`, `, năm 2025`, ` của năm 2025`."""
        lexeme = self.at(place)
        if lexeme.kind == "year":
            return self.year(place, bare=False)
        if (lexeme.kind == "comma" or lexeme.word == "của") and self.kind(place + 1) == "year":
            return self.year(place + 1, bare=False)
        if lexeme.kind in separators:
            behind = self.at(place + 2)
            if self.is_year(place + 1) and not (behind.glued and behind.kind == "slash"):
                return self.at(place + 1).value, place + 2
        return None
