"""Which agency each mention of a document means, at the document's date and place.

Input: the code of the document's province, its date, the mentions as printed, and the text that may define short forms.
Output: the reading of each mention, and the agencies that came after those found.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pipeline.model import Agency
from pipeline.orthography import fold_key
from pipeline.resolve.definitions import definitions
from pipeline.resolve.places import province_of_code
from pipeline.resolve.reader import Reader
from pipeline.resolve.reading import Reading
from pipeline.resolve.registry import NATION, registry, tokens


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the mentions of one document mean: a reading for each one understood, and the agencies that came after these."""

    readings: dict[str, Reading]
    successors: tuple[Agency, ...]

    @property
    def by_mention(self) -> dict[str, Agency]:
        """The agency of each mention understood."""
        return {mention: found.agency for mention, found in self.readings.items()}

    @property
    def agencies(self) -> tuple[Agency, ...]:
        """Every agency once, by id; each `successor_id` among them is the id of one of them."""
        by_id = {entity.agency_id: entity for entity in (*self.successors, *self.by_mention.values())}
        return tuple(by_id[agency_id] for agency_id in sorted(by_id))


def resolve(
    document_province: str | None,
    issued_date: datetime.date | None,
    mentions: Iterable[str],
    text: str = "",
) -> Resolution:
    """The agencies that the mentions mean, in any order of the mentions the same.

    `document_province` is the official code of the issuing province at `issued_date`; without it only agencies of the centre
    and of provinces that the mention names are found. Short forms of names that the document's `text` defines are known.
    """
    reader = Reader(province_of_code(document_province, issued_date) if document_province else None, issued_date)
    mentions = tuple(mentions)
    defined = definitions(text, mentions, lambda name: _names_one(reader, name)) if text else {}
    read = ((mention, _read(reader, mention, defined)) for mention in mentions)
    found = _one_name_each({mention: result for mention, result in read if result is not None})
    return Resolution(found, tuple(reader.later[agency_id] for agency_id in sorted(reader.later)))


def is_central(issuer: str) -> bool:
    """Whether the words name a body of the centre alone, whose seat tells no province."""
    return registry().named(tokens(issuer), NATION, None) is not None


def _names_one(reader: Reader, name: str) -> bool:
    """Whether words name one agency, and not a person or several agencies."""
    found = reader.read(name)
    return found is not None and found.resolution not in ("person", "collective")


def _read(reader: Reader, mention: str, defined: Mapping[str, str]) -> Reading | None:
    """What a mention means: what the plan defines its words to mean, else what they mean anywhere."""
    full = defined.get(fold_key(mention))
    if full is None:
        return reader.read(mention)
    meant = reader.read(full)
    return meant.as_defined() if meant is not None else reader.read(mention)


def _one_name_each(found: dict[str, Reading]) -> dict[str, Reading]:
    """Mentions of one agency in several letter cases give it one name: that with the most capitals."""
    best: dict[str, Agency] = {}
    for entity in (result.agency for result in found.values()):
        known = best.setdefault(entity.agency_id, entity)
        best[entity.agency_id] = max(known, entity, key=lambda one: (sum(map(str.isupper, one.name)), one.name))
    return {mention: replace(result, agency=best[result.agency.agency_id]) for mention, result in found.items()}
