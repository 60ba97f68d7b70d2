"""Times that hang on an event: `sau khi được phê duyệt`, `trước 03 ngày diễn ra phiên họp`, `sau 03 năm triển khai thực hiện`.

They set no day. What is found is the clause: it ends with its bracket, at a comma, a semicolon, a full stop or a new line, but
not at a comma inside the name of who acts (`sau khi Bộ Văn hóa, Thể thao và Du lịch ban hành quy định`).
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from pipeline.lexicon import lexicon_yaml
from pipeline.recognize.times.grammar import Grammar
from pipeline.recognize.times.phrases import Phrase
from pipeline.recognize.times.ranges import anchored

_LONGEST_CLAUSE = 45
_TIME_STARTS = frozenset(
    ("before", "periodic", "every", "latest", "from", "to", "until", "light", "period", "year", "month", "quarter", "day")
)


class _Words(NamedTuple):
    predicates: frozenset[tuple[str, ...]]
    stops: frozenset[tuple[str, ...]]
    main_verbs: frozenset[tuple[str, ...]]
    agents: frozenset[tuple[str, ...]]
    seasons: frozenset[tuple[str, ...]]


@cache
def _words() -> _Words:
    lexicon = lexicon_yaml("times")
    names = ("predicates", "clause_stops", "main_verbs", "agents", "seasons")
    return _Words(*(frozenset(tuple(phrase.split()) for phrase in lexicon[name]) for name in names))


def condition(grammar: Grammar, place: int) -> Phrase | None:
    """A condition that opens at `place`."""
    kind = grammar.kind(place)
    if kind == "when":
        end = _clause_end(grammar, place, place + 1)
        return Phrase(place, end, "when") if end > place + 1 else None
    if kind in ("before", "after", "latest", "within"):
        return _length_of_time(grammar, place) or _day_of_event(grammar, place) or _before_season(grammar, place)
    return None


def _length_of_time(grammar: Grammar, place: int) -> Phrase | None:
    """`sau 03 năm triển khai`, `trước 3 ngày làm việc`, `trong vòng 30 ngày kể từ khi ...`, `chậm nhất sau 05 ngày`."""
    start = place + 1
    start += grammar.kind(start) in ("before", "after", "light", "within")
    count = grammar.count(start)
    if count is None or grammar.kind(count[1]) not in ("year", "quarter", "month", "week", "day"):
        return None
    behind = count[1] + 1
    if grammar.kind(behind) == "part" or grammar.at(behind).digits == 4:
        return None
    behind += grammar.kind(behind) == "working"
    return Phrase(place, max(behind, _clause_end(grammar, place, behind, whole=True)), "when")


def _day_of_event(grammar: Grammar, place: int) -> Phrase | None:
    """`trước ngày khai mạc`, `sau ngày bầu cử`: a day that only the event dates."""
    if grammar.kind(place) not in ("before", "after") or grammar.kind(place + 1) != "day" or grammar.kind(place + 2) != "word":
        return None
    end = _clause_end(grammar, place, place + 2, whole=True)
    return Phrase(place, end, "when") if end > place + 2 else None


def _before_season(grammar: Grammar, place: int) -> Phrase | None:
    """`trước mùa mưa lũ`, `trước Tết Nguyên đán năm 2025`: no calendar has its day."""
    start = place + 1 + (grammar.kind(place + 1) == "light")
    if grammar.kind(place) not in ("before", "latest") or not _opens(grammar, start, _words().seasons):
        return None
    end = _clause_end(grammar, place, start + 1, whole=True)
    if grammar.kind(end) == "every":  # `trước mùa mưa bão hằng năm` recurs
        return None
    end += 2 * (grammar.kind(end) == "year" and grammar.is_year(end + 1))
    return Phrase(place, end, "when")


def _clause_end(grammar: Grammar, opener: int, place: int, *, whole: bool = False) -> int:
    """The place behind the clause. `whole` says that the condition is complete without a predicate, and stops at `và` too."""
    bracketed = grammar.kind(opener - 1) == "open"
    complete, depth = whole, 0
    first_comma: int | None = None
    at = place
    while at < place + _LONGEST_CLAUSE and not _ends_sentence(grammar, at, place):
        kind = grammar.kind(at)
        depth += (kind == "open") - (kind == "close")
        if depth < 0 or (not bracketed and complete and _ends_clause(grammar, at, place, whole=whole)):
            break
        if kind == "comma" and first_comma is None and not bracketed:
            first_comma = at
        complete = complete or _is_predicate(grammar, at)
        at += 1
    if not complete and first_comma is not None:
        at = first_comma
    while at > place and grammar.kind(at - 1) in ("light", "and", "dash", "comma", "open"):
        at -= 1
    return at


def _ends_sentence(grammar: Grammar, at: int, place: int) -> bool:
    lexeme = grammar.at(at)
    if lexeme.kind in ("end", "semicolon", "colon") or (lexeme.opens_line and at > place):
        return True
    return (lexeme.kind == "stop" and not grammar.at(at + 1).glued) or _opens(grammar, at, _words().stops)


def _ends_clause(grammar: Grammar, at: int, place: int, *, whole: bool) -> bool:
    """Whether a complete condition ends here: at a mark, at the verb of the main clause, where another time opens."""
    lexeme = grammar.at(at)
    if lexeme.kind in ("comma", "open") or (lexeme.kind == "dash" and not lexeme.glued) or (whole and lexeme.kind == "and"):
        return True
    if _opens(grammar, at, _words().main_verbs):
        return True
    return at > place and lexeme.kind in _TIME_STARTS and _opens_time(grammar, at)


def _is_predicate(grammar: Grammar, at: int) -> bool:
    before = grammar.at(at - 1)
    if before.word == "được" and not grammar.at(at).capital and not _opens(grammar, at, _words().agents):
        return True
    return _opens(grammar, at, _words().predicates)


def _opens(grammar: Grammar, at: int, phrases: frozenset[tuple[str, ...]]) -> bool:
    words = (grammar.at(at).word, grammar.at(at + 1).word, grammar.at(at + 2).word)
    return words[:1] in phrases or words[:2] in phrases or words in phrases


def _opens_time(grammar: Grammar, at: int) -> bool:
    kind = grammar.kind(at)
    if kind in ("periodic", "every"):
        return True
    found = anchored(grammar, at + (kind == "light"))
    return found is not None and not (kind in ("year", "day") and found.relation == "at" and not found.has_year)
