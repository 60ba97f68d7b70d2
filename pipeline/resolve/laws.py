"""Which document a citation names, whatever its spelling: `số 844/QĐ- TTg ngày 18.5.2016` is `vn:quyet-dinh:844/qd-ttg:2016`.

An id has four parts: where the number counts (`vn` for the whole nation, `vn-48` for a province, `vn-48.huyen-hoa-vang` below
it), the kind of document as its number's code says, the number, and the year where the number itself does not carry it. A
law that is cited by name and year has the number that `lexicon/laws.csv` knows for it, else its name and year.

Every office numbers its documents from 1 each year. So a number without a year that the same plan does not date elsewhere
ends in `:?`: such an id may stand for several documents. Where the province stays open there is no id. `UBND tỉnh` is the
province of the plan, as it was when the cited document was issued.

Input are the references of a plan, its province and date; output the same references with id and level.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from pipeline.lexicon import lexicon_csv
from pipeline.model import Citation, Header, LawLevel, Reference, Span
from pipeline.orthography import fold_key
from pipeline.recognize.citation_grammar import Kind, grammar
from pipeline.recognize.citations import canonical_number
from pipeline.resolve.law_issuers import Times, issuers, level_of, scope_of
from pipeline.resolve.places import Province, slug

UNTOLD = "?"

_NUMBER = re.compile(r"(?P<count>\d[\d.]*)(?P<letter>[a-zđ]?)(?:/+(?P<year>(?:19|20)\d\d))?[/-]+(?P<codes>.+)")
_SEPARATORS = re.compile(r"[/.-]+")
_TRAILING_DIGITS = re.compile(r"\d+$")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LAW_TIME = re.compile(r"[\s,]*(?:ban\s+hành\s+)?(?:\(?\s*(?:năm\s+)?(?:19|20)\d\d|ngày\s|năm\s)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Law:
    number: str
    date: datetime.date


@dataclass(frozen=True, slots=True)
class _Key:
    """A document by where its number counts, its kind and its number; `year` is "" where the number carries it."""

    scope: str
    kind: str
    number: str
    year: str

    def __str__(self) -> str:
        return ":".join(filter(None, (self.scope, self.kind, self.number, self.year)))


@cache
def _laws() -> dict[str, tuple[_Law, ...]]:
    laws: defaultdict[str, list[_Law]] = defaultdict(list)
    for row in lexicon_csv("laws"):
        laws[slug(row["name"])].append(_Law(row["number"], datetime.date.fromisoformat(row["date"])))
    return {name: tuple(found) for name, found in laws.items()}


def resolve_references(
    references: Iterable[Reference], home: Province | None, on: datetime.date | None
) -> tuple[Reference, ...]:
    """The references with id and level; `home` and `on` are the province and the date of the plan that cites."""
    read = [(reference, *_identify(_dated(reference), home, on)) for reference in references]
    years: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for _, _, key in read:
        if key is not None:
            years[key.scope, key.kind, key.number].add(key.year)
    resolved: list[Reference] = []
    for reference, level, key in read:
        if key is not None and key.year == UNTOLD:
            told = years[key.scope, key.kind, key.number] - {UNTOLD}
            key = replace(key, year=told.pop()) if len(told) == 1 else key
        resolved.append(replace(reference, level=level, law_id=str(key) if key else None))
    return tuple(resolved)


def _dated(reference: Reference) -> Citation:
    citation = reference.citation
    return replace(citation, issued_date=citation.issued_date or reference.date)


def document_law_id(header: Header, home: Province | None) -> str | None:
    """The id that citations of a plan have; None without a number or a place to count it in."""
    if not header.number:
        return None
    own = Citation(header.number, Span(0, 0), header.doc_type or "", header.number, header.issued_date, header.issuer or "")
    _, key = _identify(own, home, header.issued_date)
    return str(key) if key else None


def _identify(citation: Citation, home: Province | None, on: datetime.date | None) -> tuple[LawLevel | None, _Key | None]:
    """The level of the issuer, and the key of the document where it has one."""
    if not citation.number:
        return "national", _named_law(citation)
    match = _NUMBER.fullmatch(canonical_number(citation.number))
    if match is None:
        return None, None
    codes = [_TRAILING_DIGITS.sub("", code) for code in _SEPARATORS.split(match.group("codes"))]
    kind = _kind(citation.doc_type, codes[0])
    carried = match.group("year")
    year = carried or _year(citation)
    times = _when(citation, year, on)
    kind_name = kind.name if kind else citation.doc_type
    if not kind_name:
        return None, None
    level = level_of(citation, codes, kind_name)
    scope = scope_of(citation, level, codes, home, times)
    if scope is None:
        return level, None
    number = match.group("count").replace(".", "").lstrip("0") + match.group("letter")
    pieces = [number, carried, _office(_SEPARATORS.split(match.group("codes")))]
    kind_slug = "luat" if kind_name == "Bộ luật" else slug(kind_name)
    return level, _Key(scope, kind_slug, slug_number(pieces), "" if carried else year or UNTOLD)


def slug_number(pieces: Iterable[str | None]) -> str:
    """Count, year and codes of a number in ASCII: `47/2019/qh14`."""
    return "/".join(slug(piece) for piece in pieces if piece)


def _kind(doc_type: str, code: str) -> Kind | None:
    """The kind that the number's code says where the printed word is another (`Thông báo kết luận số 12-KL/TW`)."""
    known = grammar()
    printed = known.kinds.get(fold_key(doc_type))
    names_office = code in issuers().level_of_code
    if printed is not None and (code in printed.codes or names_office):
        return printed
    if printed is None and names_office:  # `2191/BNN-TCTL` is a letter, `100/2015/QH13` a law or a resolution
        return known.letter if known.offices.fullmatch(code) else None
    return known.kind_of_code.get(code, printed)


def _year(citation: Citation) -> str | None:
    """The year that date or words give: `ngày 18/5/2016`, `năm 2016`."""
    if citation.issued_date is not None:
        return str(citation.issued_date.year)
    years = _YEAR.findall(citation.text.rpartition("năm ")[2]) if "năm " in citation.text else []
    return years[0] if years else None


def _when(citation: Citation, year: str | None, on: datetime.date | None) -> Times:
    if citation.issued_date is not None:
        return Times(citation.issued_date, citation.issued_date)
    if year is None or (on is not None and on.year == int(year)):
        return Times(on, on)
    return Times(datetime.date(int(year), 1, 1), datetime.date(int(year), 12, 31))


def _office(codes: list[str]) -> str:
    """The codes of a number in one spelling, without what tells the units of an office apart."""
    known = issuers()
    slugs = [known.renamed.get(code, code) for code in (slug(code.replace("&", "")) for code in codes) if code]
    return "-".join(slugs[:2] if len(slugs) > 1 and slugs[1] in known.one_register else slugs)


def _named_law(citation: Citation) -> _Key | None:
    """The key of a law cited by its name: its number where the lexicon knows it, else name and year."""
    year = _year(citation) or next(iter(_YEAR.findall(citation.text)), None)
    if year is None:
        return None
    kind = "luat" if citation.doc_type == "Bộ luật" else slug(citation.doc_type)
    words = citation.text.split()[len(citation.doc_type.split()) :]
    time = _LAW_TIME.search(f" {' '.join(words)}")
    name = slug(f" {' '.join(words)}"[: time.start()] if time else " ".join(words)).removeprefix("ve-")
    if kind == "hien-phap":
        return _Key("vn", kind, "", year)
    number = _number_of_law(name, year, citation.issued_date) if kind == "luat" else None
    if number is None:
        return _Key("vn", kind, name, year)
    count, carried, codes = number.split("/")
    return _Key("vn", kind, slug_number([count.lstrip("0"), carried, codes]), "")


def _number_of_law(name: str, year: str, date: datetime.date | None) -> str | None:
    """The number of the law of that name and date; the one of that year where no law of the name has the date."""
    laws = [law for law in _laws().get(name, ()) if str(law.date.year) == year]
    dated = [law for law in laws if law.date == date]
    found = dated or laws
    return found[0].number if len(found) == 1 else None
