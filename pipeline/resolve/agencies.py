"""Which agency a mention means, at the document's date and place.

A mention is read in the order of certainty: the whole name in the registry, alone or with its province behind it; an office
holder (`PCT UBND thành phố Hồ Kỳ Minh`); a collective (`các sở, ban, ngành`); a body of a district or a commune; a name with
its parent (`Cục X - Bộ Y`); a registered name with wrong marks over its letters; at last an open name that a known head opens
(`Trường Đại học ...`), which is an agency by its words alone. What none of these explains is left out.

Input: the code of the document's province, its date and the mentions as printed. Output: the agency of each mention, and the
agencies that came after those.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.model import Agency
from pipeline.orthography import fold_space, strip_bullet
from pipeline.resolve.places import Province, province_named, province_of_code, slug
from pipeline.resolve.registry import NATION, Entry, agency, registry, successors, tokens
from pipeline.resolve.vocabulary import Words, ends_with, level_of, opening, vocabulary

_PARENTHESIS = re.compile(r"\s*\([^()]{0,80}\)")
_PARENT = re.compile(r"\s+[-–]\s+|,?\s+(?:trực\s+)?thuộc\s+", re.IGNORECASE)
_LONGEST_MENTION = 30  # words; longer ones are sentences
_LONGEST_PLACE = 7  # words of `tỉnh Bà Rịa - Vũng Tàu`, with an abbreviation spelled out
_LONGEST_PERSON = 5
# Districts were abolished with the mergers: Luật Tổ chức chính quyền địa phương 72/2025/QH15, Nghị quyết 203/2025/QH15.
_LAST_DAY_OF_DISTRICTS = datetime.date(2025, 6, 30)
_DISTRICTS = (("huyện",), ("quận",), ("thị", "xã"), ("thành", "phố"))
_COMMUNES = (("xã",), ("phường",), ("thị", "trấn"), ("đặc", "khu"))
_BELOW_TOWNS = (*_DISTRICTS[:3], *_COMMUNES)
_PROVINCIAL = (("tỉnh",), ("thành", "phố"))
_NATION_NAME = ("việt", "nam")
_COUNCILS = frozenset({"people_council", "people_committee"})  # side by side, neither above the other
_OWNERS = frozenset({"của", "thuộc"})


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the mentions of one document mean: the agency of each mention understood, and the agencies that came after these."""

    by_mention: dict[str, Agency]
    successors: tuple[Agency, ...]

    @property
    def agencies(self) -> tuple[Agency, ...]:
        """Every agency once, by id; each `successor_id` among them is the id of one of them."""
        by_id = {entity.agency_id: entity for entity in (*self.successors, *self.by_mention.values())}
        return tuple(by_id[agency_id] for agency_id in sorted(by_id))


def resolve(document_province: str | None, issued_date: datetime.date | None, mentions: Iterable[str]) -> Resolution:
    """The agencies that the mentions mean, in any order of the mentions the same.

    `document_province` is the official code of the issuing province at `issued_date`; without it only agencies of the centre
    and of provinces that the mention names are found.
    """
    reader = _Reader(province_of_code(document_province, issued_date) if document_province else None, issued_date)
    read = ((mention, reader.read(mention)) for mention in mentions)
    found = _one_name_each({mention: entity for mention, entity in read if entity is not None})
    return Resolution(found, tuple(reader.later[agency_id] for agency_id in sorted(reader.later)))


def _one_name_each(found: dict[str, Agency]) -> dict[str, Agency]:
    """Mentions of one agency in several letter cases give it one name: that with the most capitals."""
    best: dict[str, Agency] = {}
    for entity in found.values():
        known = best.setdefault(entity.agency_id, entity)
        best[entity.agency_id] = max(known, entity, key=lambda one: (sum(map(str.isupper, one.name)), one.name))
    return {mention: best[entity.agency_id] for mention, entity in found.items()}


def _sentence(words: Words) -> str:
    """The folded words as a phrase of their own, the first letter capital."""
    text = " ".join(word.key for word in words)
    return text[:1].upper() + text[1:]


def _leading_name(words: Words) -> Words:
    """The name of a person at the start of `words`, as behind `ông` and before an office."""
    known = vocabulary()
    if not words or words[0].key not in known.surnames:
        return ()
    length = 0
    while length < min(len(words), _LONGEST_PERSON) and words[length].capital and not opening(words[length:], known.offices):
        length += 1
    return words[:length] if length > 1 else ()


def _is_town(level: Words, province: Province | None) -> bool:
    """Whether `thành phố` means a town below the province, as in every province that is no city itself."""
    return province is not None and province.kind == "tỉnh" and tuple(word.key for word in level) == ("thành", "phố")


@dataclass(frozen=True, slots=True)
class _Placed:
    """Words without the place that closes them, and the province that the place means (None: the document's own is meant)."""

    words: Words
    province: Province | None


class _Reader:
    """Reads mentions of one document. `later` gathers the successors of the agencies found, by id."""

    def __init__(self, province: Province | None, date: datetime.date | None) -> None:
        self.province = province
        self.date = date
        self.later: dict[str, Agency] = {}

    def read(self, mention: str) -> Agency | None:
        """The agency that a mention means, None when it is not understood."""
        text = fold_space(_PARENTHESIS.sub(" ", strip_bullet(mention)))
        words = tokens(text)
        if not words or len(words) > _LONGEST_MENTION:
            return None
        return (
            self._registered(words)
            or self._person(words)
            or self._collective(words)
            or self._lower(words)
            or self._with_parent(text)
            or self._registered(words, by_letters=True)
            or self._open(text, words)
        )

    # --- the registry ----------------------------------------------------------------------------------------------------

    def _made(self, entry: Entry, province: Province | None) -> Agency:
        for later in successors(entry, province):
            self.later[later.agency_id] = later
        return agency(entry, province)

    def _registered(self, words: Words, *, by_letters: bool = False) -> Agency | None:
        """The agency that the whole mention names, a province behind it or not."""
        national = registry().named(words, NATION, by_letters=by_letters)
        if national is not None:
            return self._made(national, None)
        for placed in self._placed(words):
            entry = registry().named(placed.words, "province", by_letters=by_letters)
            province = placed.province or self.province
            if entry is not None and province is not None:
                return self._made(entry, province)
        return None

    def _placed(self, words: Words) -> list[_Placed]:
        """The ways to part a name from its place: a province behind it, a level alone, none; `Việt Nam` may go too."""
        ways: list[_Placed] = []
        for length in range(min(_LONGEST_PLACE, len(words) - 1), 0, -1):
            province = self._province(words[-length:])
            if province is not None:
                ways.append(_Placed(words[:-length], province))
        level = ends_with(words, _PROVINCIAL)
        if 0 < level < len(words) and not _is_town(words[-level:], self.province):
            ways.append(_Placed(words[:-level], None))
        ways.append(_Placed(words, None))
        ways += [
            _Placed(way.words[:-2], way.province) for way in ways if len(way.words) > 2 and ends_with(way.words, [_NATION_NAME])
        ]
        return [
            replace(way, words=way.words[:-1]) if len(way.words) > 1 and way.words[-1].key in _OWNERS else way for way in ways
        ]

    def _province(self, words: Words) -> Province | None:
        """The province that these words name and nothing else; `thành phố Kon Tum` is a town of its province, not it."""
        level = opening(words, frozenset(_PROVINCIAL))
        province = province_named(" ".join(word.key for word in words[level:]), self.date)
        return None if _is_town(words[:level], province) else province

    # --- office holders --------------------------------------------------------------------------------------------------

    def _person(self, words: Words) -> Agency | None:
        """An office holder, by the personal name where it is printed, else by the office."""
        known = vocabulary()
        start = opening(words, known.honorifics)
        office = opening(words[start:], known.offices)
        if (not start and not office) or any(word.key == "các" for word in words):
            return None
        body = words[start + office :]
        held = self._registered(body) if body else None
        name = () if held else self._personal_name(body) or (_leading_name(body) if start else ())
        held = held or (self._lower(body) if body and not name else None)
        if not name and (not office or len(words) < 3):
            return None
        level = held.level if held else "provincial" if office and body != name else "other"
        if name:
            text = " ".join(word.key.title() for word in name)
        else:
            text = f"{_sentence(words[start : start + office])} {held.name}" if held else _sentence(words[start:])
        return self._unlisted(f"person:{slug(text)}", text, "person", level)

    def _personal_name(self, words: Words) -> Words:
        """The name of a person at the end of `words`: a family name and what follows it, all in capitals."""
        surnames = vocabulary().surnames
        for length in range(min(_LONGEST_PERSON, len(words)), 1, -1):
            name, before = words[-length:], words[:-length]
            if name[0].key not in surnames or not all(word.capital for word in name):
                continue
            in_town = length == 2 and _is_town(before[-2:], self.province)
            if not in_town and not ends_with(before, _BELOW_TOWNS):
                return name
        return ()

    # --- collectives -----------------------------------------------------------------------------------------------------

    def _collective(self, words: Words) -> Agency | None:
        """Several agencies at once: `các sở, ngành`, `UBND quận, huyện`, `đơn vị liên quan`."""
        known = vocabulary()
        quantified = opening(words, known.quantifiers)
        if quantified == len(words):
            return None
        several_holders = opening(words, known.offices) and any(word.key == "các" for word in words)
        if not quantified and not several_holders and not self._of_places(words) and not self._bare_collective(words):
            return None
        kept = [word for word in words[quantified:] if word.key not in ("và", "có", "các")]
        text = " ".join(["các", *(word.key for word in kept)])
        return self._unlisted(f"collective:{slug(text)}", text.capitalize(), "collective", level_of(words[quantified:]))

    @staticmethod
    def _of_places(words: Words) -> bool:
        """Whether one kind of body of several places is meant: `UBND các quận, huyện`, `Công an cấp xã`."""
        known = vocabulary()
        for at in range(1, len(words)):
            behind = words[at:]
            if any(word.key not in known.place_words for word in behind):
                continue
            if registry().named(words[:at], "province") is None and registry().head(words[:at]) is None:
                continue
            nouns = sum(1 for i in range(len(behind)) if opening(behind[i:], known.place_nouns))
            return nouns > 1 or behind[0].key in ("các", "cấp")
        return False

    @staticmethod
    def _bare_collective(words: Words) -> bool:
        known = vocabulary()
        if opening(words, known.always_collective):
            return True
        return bool(opening(words, known.bare_collective)) and all(word.key in known.collective_words for word in words)

    # --- bodies of districts and communes, open names ----------------------------------------------------------------------

    def _lower(self, words: Words) -> Agency | None:
        """A registered kind of body in a named district or commune: `UBND quận Hải Châu`."""
        for at in range(1, len(words) - 1):
            level = opening(words[at:], frozenset((*_DISTRICTS, *_COMMUNES)))
            place = words[at + level :]
            if not level or not place or len(place) > _LONGEST_PERSON or not all(word.capital for word in place):
                continue
            entry = registry().named(words[:at], "province")
            if entry is None:
                continue
            district = tuple(word.key for word in words[at : at + level]) in _DISTRICTS
            where = f"{' '.join(word.key for word in words[at : at + level])} {' '.join(word.key.title() for word in place)}"
            name = f"{entry.name.split(' {')[0]} {where}"
            found = self._unlisted(f"{entry.key}-{slug(where)}", name, entry.kind, "district" if district else "commune")
            return replace(found, valid_to=_LAST_DAY_OF_DISTRICTS) if found and district else found
        return None

    def _with_parent(self, text: str) -> Agency | None:
        """A body printed with the one above it: the lower one, in the province of the upper one."""
        for parting in reversed(list(_PARENT.finditer(text))):
            parent = self._registered(tokens(text[parting.end() :])) if parting.end() < len(text) else None
            if parent is None:
                continue
            province = province_of_code(parent.province_code, self.date) if parent.province_code else self.province
            below = _Reader(province, self.date)
            found = below.read(text[: parting.start()])
            if found is None or {found.kind, parent.kind} <= _COUNCILS:
                return None
            self.later.update(below.later)
            return found
        return None

    def _open(self, text: str, words: Words) -> Agency | None:
        """A name that the registry does not hold, by its head; its id is its words."""
        known = registry().head(words)
        if known is None or len(words) <= known[1]:
            return None
        entry, length = known
        if opening(words, vocabulary().never) and not words[length].capital:
            return None
        # A national name that only says `tỉnh` is told apart by the document's province alone.
        of_the_nation = entry.scope == NATION and not ends_with(words, _PROVINCIAL)
        kept, province = words, self.province
        if not of_the_nation:
            way = next(way for way in [*self._placed(words), _Placed(words, None)] if len(way.words) > length)
            kept, province = way.words, way.province or self.province
        key = slug(" ".join(word.key for word in kept))
        listed = registry().by_key.get(key)
        if listed is not None and listed.scope == entry.scope:
            return self._made(listed, province) if province or listed.scope == NATION else None
        if of_the_nation:
            return Agency(f"{NATION}:{key}", text, entry.kind, entry.level)
        return _Reader(province, self.date)._unlisted(key, text, entry.kind, entry.level)

    def _unlisted(self, key: str, name: str, kind: str, level: str) -> Agency | None:
        """An agency of the document's province that is known by its words alone, None without a province."""
        if self.province is None:
            return None
        return Agency(f"{self.province.unit}:{key}", name, kind, level, self.province.code)
