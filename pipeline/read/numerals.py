"""Numbers as lists print them: roman numerals, which word processors and browsers write alike."""

from __future__ import annotations

_VALUES = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
_SIGNS = tuple(zip(_VALUES, ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"), strict=True))


def roman(number: int) -> str:
    """`number` as a roman numeral in lower case; `""` below one."""
    printed = ""
    for value, sign in _SIGNS:
        count, number = divmod(max(number, 0), value)
        printed += sign * count
    return printed
