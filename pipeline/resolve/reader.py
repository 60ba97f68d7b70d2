"""Reads one mention of an agency, at the document's date and place.

A mention is read in the order of certainty: the whole name in the registry, alone or with its province behind it; an office
holder (`PCT UBND thành phố Hồ Kỳ Minh`); a collective (`các sở, ban, ngành`); a body of a district or a commune; a name with
its parent (`Cục X - Bộ Y`); a registered name with wrong marks over its letters, then with slips; at last an open name that a
known head opens (`Trường Đại học ...`), which is an agency by its words alone. What none of these explains is left out.

Input: the words of a mention; output: a `Reading`, or None.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace

from pipeline.model import Agency, ResolvedBy
from pipeline.orthography import fold_key, fold_space, strip_bullet
from pipeline.resolve.collectives import read_collective
from pipeline.resolve.lineage import lineage
from pipeline.resolve.near import near_name
from pipeline.resolve.persons import leading_name, name_at_end
from pipeline.resolve.places import Province, province_named, province_of_code, slug
from pipeline.resolve.reading import WRONG_MARKS, Reading, near_confidence, reading
from pipeline.resolve.registry import DISTRICT, NATION, PROVINCE, Entry, registry, spelling, tokens
from pipeline.resolve.unlisted import of_commune, of_district, of_nation, of_parent, of_province
from pipeline.resolve.vocabulary import Words, ends_with, opening, vocabulary

_PARENTHESIS = re.compile(r"\s*\([^()]{0,80}\)")
_PARENT = re.compile(r"\s+[-–]\s+|,?\s+(?:trực\s+)?thuộc\s+", re.IGNORECASE)
_LONGEST_MENTION = 30  # words; longer ones are sentences
_LONGEST_PLACE = 7  # words of `tỉnh Bà Rịa - Vũng Tàu`, with an abbreviation spelled out
_LONGEST_PERSON = 5
_DISTRICTS = frozenset({("huyện",), ("quận",), ("thị", "xã"), ("thành", "phố")})
_COMMUNES = frozenset({("xã",), ("phường",), ("thị", "trấn"), ("đặc", "khu")})
_BELOW_TOWNS = (*(_DISTRICTS - {("thành", "phố")}), *_COMMUNES)
_PROVINCIAL = (("tỉnh",), ("thành", "phố"))
_SCANNED_LEVEL = ("tinh",)  # `tỉnh` with its mark lost
_NATION_NAME = ("việt", "nam")
_COUNCILS = frozenset({"people_council", "people_committee"})  # side by side, neither above the other
_OWNERS = frozenset({"của", "thuộc", "tại", "ở"})
_UNIT_CLASS = "don-vi-truc-thuoc"


def is_town(level: Words, province: Province | None) -> bool:
    """Whether `thành phố` means a town below the province, as in every province that is no city itself."""
    return province is not None and province.kind == "tỉnh" and tuple(word.key for word in level) == ("thành", "phố")


@dataclass(frozen=True, slots=True)
class _Placed:
    """Words without the place that closes them, and the province that the place means (None: the document's own is meant)."""

    words: Words
    province: Province | None


class Reader:
    """Reads mentions of one document. `later` gathers the successors of the agencies found, by id."""

    def __init__(self, province: Province | None, date: datetime.date | None) -> None:
        self.province = province
        self.date = date
        self.later: dict[str, Agency] = {}

    def read(self, mention: str) -> Reading | None:
        """What a mention means, None when it is not understood."""
        text = fold_space(_PARENTHESIS.sub(" ", strip_bullet(mention)))
        words = tokens(text)
        if not words or len(words) > _LONGEST_MENTION:
            return None
        return (
            self.registered(words)
            or self._person(words)
            or self._collective(words)
            or self._lower(words)
            or self._with_parent(text)
            or self.registered(words, by_letters=True)
            or self._near(words)
            or self._open(text, words)
        )

    # --- the registry ----------------------------------------------------------------------------------------------------

    def _made(self, entry: Entry, province: Province | None) -> Agency:
        agency, *following = lineage(entry, province)
        for later in following:
            self.later[later.agency_id] = later
        return agency

    def registered(self, words: Words, *, by_letters: bool = False) -> Reading | None:
        """The agency that the whole mention names, a province behind it or not: the one that stood at the time, else the
        nearest; of a body of the nation and one of the province the nation's."""
        found = [
            (entry.distance(self.date), place, entry, placed)
            for place, (placed, scope) in enumerate(self._ways(words))
            if (entry := registry().named(placed.words, scope, self.date, placed.province, by_letters=by_letters))
            and (scope == NATION or placed.province is not None)
        ]
        if not found:
            return None
        distance, _, entry, placed = min(found, key=lambda way: (way[0] > 0, way[1]))
        agency = self._made(entry, None if entry.scope == NATION else placed.province)
        if by_letters:
            return reading(agency, "near", confidence=WRONG_MARKS, in_time=not distance)
        return reading(agency, self._how(entry, placed.words), in_time=not distance)

    def _ways(self, words: Words) -> list[tuple[_Placed, str]]:
        """The readings of a name: of the nation, of the document's province, then of a province or level that closes it."""
        placed = self._placed(words)
        return [
            (_Placed(words, None), NATION),
            (_Placed(words, self.province), PROVINCE),
            *((_Placed(way.words, way.province or self.province), PROVINCE) for way in placed),
        ]

    @staticmethod
    def _how(entry: Entry, words: Words) -> ResolvedBy:
        """Whether the official name was printed in full."""
        printed = spelling(fold_key(word.printed) for word in words)
        return "exact" if (entry.scope, printed) in registry().official else "variant"

    def _placed(self, words: Words) -> list[_Placed]:
        """The ways to part a name from its place: a province behind it, a level alone, none; `Việt Nam` may go too."""
        ways: list[_Placed] = []
        for length in range(min(_LONGEST_PLACE, len(words) - 1), 0, -1):
            province = self._province(words[-length:])
            if province is not None:
                ways.append(_Placed(words[:-length], province))
        level = ends_with(words, (*_PROVINCIAL, _SCANNED_LEVEL))
        if 0 < level < len(words) and not is_town(words[-level:], self.province):
            ways.append(_Placed(words[:-level], None))
        ways.append(_Placed(words, None))
        ways += [
            _Placed(way.words[:-2], way.province) for way in ways if len(way.words) > 2 and ends_with(way.words, [_NATION_NAME])
        ]
        return [
            _Placed(way.words[:-1], way.province) if len(way.words) > 1 and way.words[-1].key in _OWNERS else way
            for way in ways
        ]

    def _province(self, words: Words) -> Province | None:
        """The province that these words name and nothing else; `thành phố Kon Tum` is a town of its province, not it."""
        level = opening(words, frozenset(_PROVINCIAL))
        province = province_named(" ".join(word.key for word in words[level:]), self.date)
        return None if is_town(words[:level], province) else province

    def _near(self, words: Words) -> Reading | None:
        """A listed name printed with slips."""
        for placed, scope in self._ways(words):
            near = near_name(placed.words, scope) if scope == NATION or placed.province is not None else None
            if near is None:
                continue
            entries = registry().by_spelling[scope, near.spelling]
            here = [registry().here(entry, placed.province) for entry in entries]
            entry = min(here, key=lambda one: one.distance(self.date))
            agency = self._made(entry, placed.province if scope == PROVINCE else None)
            in_time = not entry.distance(self.date)
            return reading(agency, "near", confidence=near_confidence(near.slips), in_time=in_time)
        return None

    # --- office holders and collectives ------------------------------------------------------------------------------------

    def _person(self, words: Words) -> Reading | None:
        """An office holder, by the personal name where it is printed, else by the office."""
        known = vocabulary()
        start = opening(words, known.honorifics)
        office = opening(words[start:], known.offices)
        if (not start and not office) or any(word.key == "các" for word in words):
            return None
        body = words[start + office :]
        held = self.registered(body) if body else None
        name = () if held else self._personal_name(body) or (leading_name(body) if start else ())
        held = held or (self._lower(body) if body and not name else None)
        if not name and (not office or len(words) < 3):
            return None
        level = held.agency.level if held else "provincial" if office and body != name else "other"
        if name:
            text = " ".join(word.key.title() for word in name)
        else:
            told = " ".join(word.key for word in words[start : start + office if held else None])
            text = f"{told[:1].upper()}{told[1:]} {held.agency.name}" if held else f"{told[:1].upper()}{told[1:]}"
        agency = self._unlisted(f"person:{slug(text)}", text, "person", level, "person", national=level == "central")
        return reading(agency, "person") if agency else None

    def _personal_name(self, words: Words) -> Words:
        """The name of a person at the end of `words`; a town or a commune may bear such a name too."""
        name = name_at_end(words)
        before = words[: len(words) - len(name)]
        in_town = len(name) == 2 and is_town(before[-2:], self.province)
        return () if in_town or ends_with(before, _BELOW_TOWNS) else name

    def _collective(self, words: Words) -> Reading | None:
        found = read_collective(words)
        if found is None:
            return None
        agency = self._unlisted(
            found.key, found.text.capitalize(), "collective", found.level, found.class_id, national=found.level == "central"
        )
        return reading(agency, "collective") if agency else None

    # --- bodies of districts and communes, open names ----------------------------------------------------------------------

    def _lower(self, words: Words) -> Reading | None:
        """A registered kind of body in a named district or commune: `UBND quận Hải Châu`."""
        for at in range(1, len(words) - 1):
            level = opening(words[at:], _DISTRICTS | _COMMUNES)
            if not level:
                continue
            kind = tuple(word.key for word in words[at : at + level])
            place, province = self._lower_place(words[at + level :])
            if not place or len(place) > _LONGEST_PERSON or not all(word.capital for word in place):
                continue
            body = words[: at - 1] if at > 1 and words[at - 1].key in _OWNERS else words[:at]
            entry = registry().named(body, DISTRICT, self.date) or registry().named(body, PROVINCE, self.date)
            if entry is None or province is None:
                continue
            name = " ".join(word.key.title() for word in place)
            if kind in _DISTRICTS:
                return of_district(entry, " ".join(kind), name, province, self.date)
            return of_commune(entry, " ".join(kind), name, province)
        return None

    def _lower_place(self, words: Words) -> tuple[Words, Province | None]:
        """The name of a district or commune, and its province where that is printed behind it, else the document's."""
        for length in range(min(_LONGEST_PLACE, len(words) - 1), 1, -1):
            if opening(words[-length:], frozenset(_PROVINCIAL)) and (province := self._province(words[-length:])):
                return words[:-length], province
        return words, self.province

    def _with_parent(self, text: str) -> Reading | None:
        """A body printed with the one above it: the lower one, in the province of the upper one."""
        for parting in reversed(list(_PARENT.finditer(text))):
            parent = self.registered(tokens(text[parting.end() :])) if parting.end() < len(text) else None
            if parent is None:
                continue
            upper, below = parent.agency, text[: parting.start()]
            province = province_of_code(upper.province_code, self.date) if upper.province_code else self.province
            reader = Reader(province, self.date)
            found = reader.read(below)
            if found is None:
                return self._unit_of(upper, below)
            if {found.agency.kind, upper.kind} <= _COUNCILS:
                return None
            self.later.update(reader.later)
            if found.resolution == "open":  # its head alone does not tell the level: a `Phòng` of the police of a province
                return replace(found, agency=replace(found.agency, level=upper.level))
            return found
        return None

    @staticmethod
    def _unit_of(parent: Agency, name: str) -> Reading | None:
        """A unit whose name opens like no agency (`Saigon Innovation Hub`) but which is printed with the one it belongs to."""
        words, known = tokens(name), vocabulary()
        others = known.never | known.offices | known.honorifics | known.quantifiers | known.bare_collective
        capitals = sum(word.capital for word in words)
        if capitals < 2 or not words[0].capital or opening(words, others) or registry().head(words):
            return None
        return reading(of_parent(parent, name, _UNIT_CLASS), "open")

    def _open(self, text: str, words: Words) -> Reading | None:
        """A name that the registry does not hold, by its head; its id is its words."""
        known = registry().head(words)
        if known is None or len(words) <= known[1]:
            return None
        entry, length = known
        levels_only = all(word.key in vocabulary().level_words for word in words[length:])
        if levels_only or (opening(words, vocabulary().never) and not words[length].capital):
            return None
        # A national name that only says `tỉnh` is told apart by the document's province alone.
        of_the_nation = entry.scope == NATION and not ends_with(words, _PROVINCIAL)
        kept, province = words, self.province
        if not of_the_nation:
            way = next(way for way in [*self._placed(words), _Placed(words, None)] if len(way.words) > length)
            kept, province = way.words, way.province or self.province
        key, class_id = slug(" ".join(word.key for word in kept)), entry.key.removeprefix("head-")
        listed = registry().by_key.get(key)
        if listed is not None and listed.scope == entry.scope and (province or listed.scope == NATION):
            return reading(self._made(listed, province if listed.scope == PROVINCE else None), "variant")
        if of_the_nation:
            return reading(of_nation(key, text, entry.kind, entry.level, class_id), "open")
        if province is None:
            return None
        return reading(of_province(province, key, text, entry.kind, entry.level, class_id), "open")

    def _unlisted(self, key: str, name: str, kind: str, level: str, class_id: str, *, national: bool = False) -> Agency | None:
        """An agency of the nation or of the document's province that is known by its words alone, None without a province."""
        if national:
            return of_nation(key, name, kind, level, class_id)
        return of_province(self.province, key, name, kind, level, class_id) if self.province else None
