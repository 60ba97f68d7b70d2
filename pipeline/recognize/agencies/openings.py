"""Where the mention of an agency begins: a head noun, a collective, or a person's name.

Names are open-ended, so a mention is known by its first words. `Opening` says what kind of mention begins at a word and how
far the recognised words reach; `names` then finds its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.recognize.agencies.vocabulary import Match, vocabulary
from pipeline.recognize.agencies.words import CONJUNCTIONS, QUOTES, Word

_MOST_OFFICES = 3

Kind = Literal["department", "committee", "whole", "body", "place", "collective", "plural", "person", "unlisted", "named"]


@dataclass(frozen=True, slots=True)
class Opening:
    """A mention that begins at `words[start]`; `end` is behind the words recognised so far.

    `department`: head and field; `committee`, `whole`: complete but for level and place; `body`: a head that free words
    follow; `place`: a locality as an agency; `collective`: nouns for many agencies; `plural`: `các` with an unlisted noun;
    `person`; `unlisted`: a proper name without a known head; `named`: one that a reader of names
    sees where no rule does, with its end. `plural_head` says that `các` opened it.
    """

    kind: Kind
    start: int
    end: int
    head: str
    plural_head: bool = False

    @property
    def complete(self) -> bool:
        """Whether the recognised words are a whole name, so that only a level, a place or a remark can follow."""
        return self.kind in ("department", "committee", "whole", "place")


def opening_at(words: Sequence[Word], index: int, depth: int = 0) -> Opening | None:
    """The mention that begins at `words[index]`, or None. `depth` counts the offices before it that it belongs to."""
    if depth > _MOST_OFFICES or index >= len(words):
        return None
    if words[index].named is not None:
        return _named_by_reader(words, index)
    return _by_rule(words, index, depth) if words[index].key in vocabulary().opening_words else None


def _named_by_reader(words: Sequence[Word], index: int) -> Opening | None:
    named = words[index].named
    if named is None:
        return None
    end = min(len(words), index + named.length)
    return Opening("person", index, end, "name") if named.person else Opening("named", index, end, "")


def _by_rule(words: Sequence[Word], index: int, depth: int) -> Opening | None:
    person = _person(words, index, depth)
    if person:
        return person
    quantifier = vocabulary().quantifiers.longest(words, index)
    if quantifier:
        return _plural(words, index, quantifier.end, depth)
    return _singular(words, index, depth)


def field_at(words: Sequence[Word], index: int) -> int | None:
    """The index behind a department's field that stands without its head (`TN&MT`, `Xây dựng`), or None."""
    if index >= len(words) or not words[index].capital:
        return None
    match = vocabulary().fields.longest(words, index, bridged=True, listed=True)
    return match.end if match else None


def _singular(words: Sequence[Word], index: int, depth: int) -> Opening | None:
    table = vocabulary()
    head = table.heads.longest(words, index, bridged=True)
    never = table.never.longest(words, index)
    if head and not (never and never.end >= head.end):
        opening = _named(words, index, head, depth)
        if opening:
            return opening
    return _bare_collective(words, index, never)


def _named(words: Sequence[Word], start: int, head: Match, depth: int) -> Opening | None:
    follower = words[head.end] if head.end < len(words) else None
    if head.label == "department":
        return _department(words, start, head)
    if head.label == "office":
        return _office(words, start, head, depth)
    capital = words[start].capital
    if head.label in ("committee", "whole"):
        known = capital or (" " in head.phrase and head.phrase.count(" ") > 1)
        if known or _level_follows(words, head.end) or (follower is not None and follower.capital):
            return Opening("committee" if head.label == "committee" else "whole", start, head.end, head.phrase)
        return None
    return _body(words, start, head)


def _department(words: Sequence[Word], start: int, head: Match, *, listed: bool = False) -> Opening | None:
    """`Sở Tài chính`, `Sở: Tài chính` or, with an unlisted field, `Sở Kinh tế đối ngoại`; `listed` behind `các`."""
    index = head.end
    if index < len(words) and words[index].text == ":":
        index += 1
    if index >= len(words) or words[index].kind != "word":
        return None
    table = vocabulary()
    field = table.fields.longest(words, index, bridged=True, listed=listed)
    if field and (words[start].capital or words[index].capital or head.phrase == "sở"):
        return Opening("department", start, field.end, head.phrase)
    several = table.collective.longest(words, index) or table.quantifiers.longest(words, index)
    if words[index].capital and index == head.end and not several and not table.heads.longest(words, index):
        return Opening("body", start, head.end, head.phrase)
    return None


def _office(words: Sequence[Word], start: int, head: Match, depth: int) -> Opening | None:
    """`Chủ tịch UBND tỉnh`, `Giám đốc, Thủ trưởng các sở`: the office and what it heads are one mention."""
    index = head.end
    if index < len(words) and words[index].key == "của":
        index += 1
    if index + 1 < len(words) and words[index].key in (",", "và"):
        table = vocabulary()
        quantifier = table.quantifiers.longest(words, index + 1)
        second = table.heads.longest(words, quantifier.end if quantifier else index + 1)
        if second and second.label == "office":
            index = second.end
    inner = opening_at(words, index, depth + 1)
    if inner and inner.kind not in ("person", "unlisted"):
        return replace(inner, start=start, head=head.phrase)
    if index < len(words) and words[index].capital and words[start].capital:
        return Opening("body", start, head.end, head.phrase)
    if inner is None and index < len(words) and _level_follows(words, index):
        return Opening("committee", start, head.end, head.phrase)
    return None


def _body(words: Sequence[Word], start: int, head: Match) -> Opening | None:
    """An open name: a head with free words behind it."""
    table = vocabulary()
    follower = words[head.end] if head.end < len(words) else None
    single = " " not in head.phrase and not words[start].caps
    if follower is not None and follower.text in QUOTES and words[start].capital:
        return Opening("body", start, head.end, head.phrase)
    if follower is None or follower.kind != "word" or follower.key in CONJUNCTIONS:
        if words[start].capital and follower is not None and follower.key == "và" and _topic_follows(words, head.end + 1):
            return Opening("body", start, head.end, head.phrase)
        alone = words[start].capital and not single and not table.bare_collective.longest(words, start)
        return Opening("body", start, head.end, head.phrase) if alone else None
    if not words[start].capital and not follower.capital:
        return None
    if single and table.collective.longest(words, head.end) and not follower.capital:
        return None
    qualifier = table.qualifiers.longest(words, head.end)
    if qualifier and not follower.capital and table.collective.longest(words, start):
        return None
    return Opening("body", start, head.end, head.phrase)


def _topic_follows(words: Sequence[Word], index: int) -> bool:
    """Whether the name goes on behind `và` (`Viện Nghiên cứu và Phát triển ...`)."""
    if index >= len(words) or not words[index].capital or words[index].caps:
        return False
    table = vocabulary()
    return table.heads.longest(words, index) is None and table.collective.longest(words, index) is None


def _plural(words: Sequence[Word], start: int, noun_at: int, depth: int) -> Opening | None:
    """What `các` opens: a collective, or a list of named agencies that share their head (`Các Sở: Tài chính, Nội vụ`)."""
    if noun_at >= len(words) or words[noun_at].kind != "word":
        return None
    table = vocabulary()
    head = table.heads.longest(words, noun_at, bridged=True)
    never = table.never_collective.longest(words, noun_at)
    noun = table.collective.longest(words, noun_at)
    if never and not (noun and noun.end >= never.end):
        return None
    if head and head.label == "department":
        department = _department(words, noun_at, head, listed=True) or _shared_departments(words, noun_at, head)
        if department and department.kind == "department" and _capital_field(words, head.end):
            return replace(department, plural_head=True)
    if head and head.label == "office":
        return replace(office, start=start) if (office := _office(words, noun_at, head, depth)) else None
    if head and (noun is None or head.end > noun.end):
        if head.label == "committee":
            return Opening("committee", noun_at, head.end, head.phrase, plural_head=True)
        return Opening("collective", start, head.end, head.phrase, plural_head=True)
    if noun is None:
        return Opening("plural", start, noun_at + 1, words[noun_at].key, plural_head=True)
    if head and _proper_name(words, noun) and noun.phrase not in table.always_collective:
        return Opening("body", noun_at, noun.end, noun.phrase, plural_head=True)
    return Opening("collective", start, noun.end, noun.phrase, plural_head=True)


def _shared_departments(words: Sequence[Word], start: int, head: Match) -> Opening | None:
    """`Sở, ngành: Y tế, Công an`: the fields behind the colon share the nouns before it."""
    index = head.end
    while index < len(words) and (words[index].text == "," or words[index].key in ("ban", "ngành")):
        index += 1
    if index + 1 >= len(words) or words[index].text != ":" or index == head.end:
        return None
    field = field_at(words, index + 1)
    return Opening("department", start, field, head.phrase) if field else None


def _capital_field(words: Sequence[Word], index: int) -> bool:
    return words[index].text in (":", ",") or words[index].capital


def _proper_name(words: Sequence[Word], noun: Match) -> bool:
    """Whether a proper name, not a subject or a level, follows the noun: `các trường Đại học Cần Thơ, ...`."""
    if noun.end >= len(words):
        return False
    follower = words[noun.end]
    table = vocabulary()
    if not follower.capital or follower.caps or (words[noun.end - 1].capital and words[noun.end - 1].text.isupper()):
        return False
    known = table.fields, table.topics, table.levels, table.collective, table.heads, table.qualifiers, table.quantifiers
    return not any(phrases.longest(words, noun.end) for phrases in known)


def _bare_collective(words: Sequence[Word], start: int, never: Match | None) -> Opening | None:
    """A collective without `các` (`Sở, ban, ngành liên quan`), or a locality (`huyện Hòa Vang`)."""
    table = vocabulary()
    noun = table.bare_collective.longest(words, start, bridged=True)
    level = table.level_nouns.longest(words, start)
    named = level is not None and level.end < len(words) and words[level.end].capital
    if level and named and (noun is None or noun.end == level.end) and not table.heads.longest(words, level.end):
        return Opening("place", start, level.end, level.phrase)
    if noun is None or (never and never.end > noun.end):
        return None
    if " " not in noun.phrase and not _collective_follows(words, noun.end):
        return None
    return Opening("collective", start, noun.end, noun.phrase)


def _collective_follows(words: Sequence[Word], index: int) -> bool:
    """Whether a one-word noun is used as a collective: another noun, a qualifier or nothing comes next."""
    table = vocabulary()
    if index >= len(words):
        return True
    word = words[index]
    if word.kind != "word" or word.key in CONJUNCTIONS:
        if word.text in (",", "/", "-", "–") or word.key == "và":
            return table.collective.longest(words, index + 1) is not None or word.text == ","
        return word.kind == "break" or word.text in (";", ".", ":", "(")
    return bool(table.collective.longest(words, index) or table.qualifiers.longest(words, index))


def _level_follows(words: Sequence[Word], index: int) -> bool:
    table = vocabulary()
    quantifier = table.quantifiers.longest(words, index)
    return table.levels.longest(words, quantifier.end if quantifier else index) is not None


def _person(words: Sequence[Word], start: int, depth: int) -> Opening | None:
    """`Ông Trần B`, `Đ/c Nguyễn Văn A`."""
    honorific = vocabulary().honorifics.longest(words, start)
    if honorific is None or not (words[start].capital or len(honorific.phrase) > 2):
        return None
    end = name_end(words, honorific.end)
    if end > honorific.end:
        return Opening("person", start, end, honorific.phrase)
    office = vocabulary().heads.longest(words, honorific.end)
    titled = _office(words, honorific.end, office, depth) if office and office.label == "office" else None
    return replace(titled, start=start) if titled else None


def bare_person(words: Sequence[Word], start: int) -> Opening | None:
    """A personal name without honorific (`Nguyễn Văn A`): a family name with one to four capitalised syllables behind it."""
    word = words[start]
    if word.key not in vocabulary().surnames or not word.capital or (len(word.text) > 1 and word.text.isupper()):
        return None
    end = name_end(words, start)
    return Opening("person", start, end, "") if 2 <= end - start <= 5 else None


def name_end(words: Sequence[Word], index: int) -> int:
    """The index behind a run of capitalised syllables, as a personal name is; `index` itself when there is none."""
    while index < len(words) and words[index].kind == "word" and words[index].capital and not words[index].caps:
        if vocabulary().heads.longest(words, index):
            break
        index += 1
    return index
