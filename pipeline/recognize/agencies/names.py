"""Where the mention of an agency ends.

`mention_end` walks on from an `Opening` word by word. It stops at a mark or a joining word that parts two mentions, at the
next mention glued on without a mark (`Sở Xây dựng Sở Công Thương`), at words that only follow a name (`theo chức năng ...`)
and, in a sentence, at the verb of the duty. In a cell (`prose=False`) unknown words belong to the name.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.recognize.agencies.duty_words import duty_words
from pipeline.recognize.agencies.openings import Opening, name_end, opening_at
from pipeline.recognize.agencies.vocabulary import vocabulary
from pipeline.recognize.agencies.words import CONJUNCTIONS, DASHES, QUOTES, Word

_LONGEST_REMARK = 60
_LONGEST_TITLE = 24  # words of a title in quotes
_FINISHED = 2
_MOST_PARENTS = 3
_LONGEST_PLACE = 4  # words of a district's name
_PLURAL = frozenset({"các", "những"})
_RESTRICTIVE = frozenset({"được", "có", "giao", "đã"})


def mention_end(words: Sequence[Word], opening: Opening, *, prose: bool, depth: int = 0) -> int:
    """The index behind the last word of the mention that `opening` begins; `depth` counts the units it is the parent of."""
    return _Walk(words, opening, prose, depth).end()


def _is_unit(head: str) -> bool:
    """Whether a head is a unit's noun (`chi cục`) or begins with one (`chi cục thủy lợi`)."""
    units = vocabulary().units
    return head in units or any(head.startswith(f"{unit} ") for unit in units)


class _Walk:
    """One walk along a name. `tail` turns true once a level or a place has closed the name."""

    def __init__(self, words: Sequence[Word], opening: Opening, prose: bool, depth: int) -> None:
        self.words = words
        self.opening = opening
        self.prose = prose
        self.depth = depth
        self.plural = any(word.key in _PLURAL for word in words[opening.start : opening.end])
        self.tail = opening.kind == "place"
        self.restricted = False
        self.closed_collective = False

    def end(self) -> int:
        words = self.words
        index = last = self.opening.end
        if self.opening.kind == "person":
            return self._title_of_person(index)
        if self.opening.kind == "named":
            return index
        while index < len(words):
            following = self._step(index)
            if following is None:
                break
            index = last = following
        return self._finished(last)

    def _finished(self, last: int) -> int:
        """`last` without words that a mention never ends with (`cơ quan chuyên môn về`)."""
        words, unfinished = self.words, vocabulary().unfinished
        while last > self.opening.end and not words[last - 1].capital and words[last - 1].key in unfinished:
            if words[last - 2].key == "trực":  # `các đơn vị trực thuộc`
                break
            last -= 1
        return last

    def _step(self, index: int) -> int | None:
        """The index behind what `words[index]` adds to the name, or None where the name has ended."""
        word = self.words[index]
        if word.kind == "break":
            return None
        if word.text == "(":
            return self._parenthesis(index)
        if word.text in DASHES:
            return self._dash(index)
        if word.text in (",", "/") or word.key in CONJUNCTIONS:
            return self._joint(index)
        if word.kind == "mark":
            return self._quoted(index)
        if self._glued(index) or self._verb(index):
            return None
        return self._word(index)

    def _word(self, index: int) -> int | None:
        words, table = self.words, vocabulary()
        inner = opening_at(words, index) if words[index].capital else None
        if inner and inner.end > index + 1 and inner.kind not in ("person", "place"):
            self.tail = self.tail or inner.head in table.superiors
            return inner.end
        branch = table.branches.longest(words, index)
        if branch:
            self.tail = False
            return branch.end
        if words[index].key == "của" and opening_at(words, index + 1):
            return index + 1
        quantifier = table.quantifiers.longest(words, index)
        level = table.level_nouns.longest(words, quantifier.end if quantifier else index) or (
            None if quantifier else table.levels.longest(words, index)
        )
        self.plural = self.plural or quantifier is not None
        if level:
            self.tail = True
            return level.end
        if self.opening.complete and quantifier:
            noun = table.collective.longest(words, quantifier.end)
            if noun:
                self.tail = True
                return noun.end
        qualifiers = table.qualifiers_of_one if self.opening.complete else table.qualifiers
        qualifier = qualifiers.longest(words, index) or (
            table.areas.longest(words, index) if self.plural or not self.opening.complete else None
        )
        if qualifier:
            self.restricted = self.restricted or qualifier.phrase.split()[0] in _RESTRICTIVE - {"có"}
            self.closed_collective = qualifier.phrase.endswith(table.closing_qualifiers)
            return qualifier.end
        if self.opening.complete:
            if words[index].capital:
                self.tail = True
            elif words[index].key == "được" or (self.prose and not words[index].text.isdigit()):
                return None
        elif self.closed_collective and self.prose and self.opening.kind in ("collective", "plural"):
            return index + 1 if words[index].capital else None
        if not self.opening.complete:
            compound = self._subject(index)
            if compound:
                return compound
        if words[index].key in _RESTRICTIVE:
            self.restricted = True
        return index + 1

    def _subject(self, index: int) -> int | None:
        """Behind words of a name that belong together and may hold a comma, `và` or what looks like a verb (`công trình`)."""
        table = vocabulary()
        if self.opening.kind != "body":
            topic = table.topics.longest(self.words, index)
            return topic.end if topic else None
        tables = table.compounds, table.fields, table.topics
        ends = [match.end for phrases in tables if (match := phrases.longest(self.words, index, bridged=True))]
        return max(ends, default=None)

    def _verb(self, index: int) -> bool:
        """Whether words that are not the name's begin here: a duty's verb or what only follows a name."""
        words, word = self.words, self.words[index]
        if word.capital:
            return False
        kind = self.opening.kind
        many = kind in ("collective", "plural")
        if index == self.opening.end and kind in ("body", "unlisted"):
            return False
        previous = words[index - 1].key
        trailing = vocabulary().trailing.longest(words, index)
        if trailing and not (self.restricted and many):
            return not (kind == "body" and previous in CONJUNCTIONS)
        verb = duty_words().verbs.longest(words, index)
        if verb is None or self._noun_instead(index, verb.end):
            return False
        if not self.prose:
            return self.opening.complete and not vocabulary().qualifiers_of_one.longest(words, index)
        if many:
            qualifier = vocabulary().qualifiers.longest(words, index)
            if qualifier and qualifier.end >= verb.end:
                return False
            if self.restricted and verb.label == "weak":
                return False
            return not (previous in _RESTRICTIVE or (previous == "công" and words[index - 2].key == "phân"))
        if self.opening.complete or self.tail:
            return True
        if vocabulary().quantifiers.longest(words, verb.end):  # `xử lý các điểm sạt lở`
            return True
        return (verb.label == "strong" and previous not in CONJUNCTIONS) or (words[index - 1].capital and " " in verb.phrase)

    def _noun_instead(self, index: int, verb_end: int) -> bool:
        """Whether the words are a level (`cấp huyện`) or a subject (`giao thông`) that only begins like a verb."""
        table = vocabulary()
        level = table.level_nouns.longest(self.words, index)
        branch = table.branches.longest(self.words, index)
        topic = None if self.opening.complete else table.topics.longest(self.words, index)
        return any(match is not None and match.end > verb_end for match in (level, branch, topic))

    def _joint(self, index: int) -> int | None:
        """Behind a comma, a stroke or a joining word: where the name goes on, or None."""
        words = self.words
        following = index + 1
        if following < len(words) and words[following].key in CONJUNCTIONS:
            following += 1
        if following >= len(words) or words[following].kind != "word" or words[index].key in ("với", "cùng", "hoặc"):
            return None
        kind = self.opening.kind
        if kind in ("collective", "plural"):
            return self._collective_goes_on(index, following)
        quantifier = vocabulary().quantifiers.longest(words, following)
        thing = vocabulary().never_collective.longest(words, quantifier.end) if quantifier else None
        if kind == "whole" and thing:
            field = vocabulary().fields.longest(words, thing.end)
            return field.end if field else thing.end
        if kind == "whole" and not self.tail and words[index].key == "và" and self._topic_at(following):
            return following
        if not self.tail and words[index].key == "và" and words[following].caps and not opening_at(words, following):
            self.tail = True
            return following + 1  # `Ban Chỉ huy PCTT và TKCN`
        if self.opening.complete:
            return self._levels_go_on(following)
        if kind == "body":
            return self._levels_go_on(following) or self._body_goes_on(index, following)
        return None

    def _topic_at(self, index: int) -> bool:
        words, table = self.words, vocabulary()
        if not words[index].capital or words[index].caps or opening_at(words, index):
            return False
        return bool(table.fields.longest(words, index) or table.topics.longest(words, index))

    def _collective_goes_on(self, index: int, following: int) -> int | None:
        words, table = self.words, vocabulary()
        if table.quantifiers.longest(words, following):
            return None
        noun = table.collective.longest(words, following)
        opening = opening_at(words, following)
        head = table.heads.longest(words, following) if opening else None
        if head and head.label == "office":
            return None
        if opening and opening.kind not in ("collective", "place"):
            return None
        if noun:
            self.closed_collective = False
            if self.prose and noun.phrase == "tổ chức" and not self._noun_after_comma(noun.end):
                return None
            return noun.end
        if self.prose or words[following].capital or table.trailing.longest(words, following):
            return None
        return None if table.openers.longest(words, following) else following

    def _noun_after_comma(self, index: int) -> bool:
        """Whether `tổ chức` behind a comma is the noun: in a sentence it is mostly the verb."""
        words, table = self.words, vocabulary()
        if index >= len(words) or words[index].kind != "word" or words[index].key in CONJUNCTIONS:
            return True
        return bool(table.qualifiers.longest(words, index) or table.collective.longest(words, index))

    def _levels_go_on(self, following: int) -> int | None:
        """`UBND các quận, huyện`: further levels belong to the name; `quận Liên Chiểu` does not, unless `các` opened it."""
        words = self.words
        level = vocabulary().level_nouns.longest(words, following)
        if level is None and self.tail and words[following].key in vocabulary().short_levels:
            behind = following + 1
            closes = behind >= len(words) or words[behind].kind != "word" or duty_words().verbs.longest(words, behind)
            return following + 1 if closes else None
        if level is None and self.plural and self.tail and self._place_goes_on(following):
            return following + 1
        if level is None or not self.tail:
            return None
        if words[following].capital and opening_at(words, following):  # `Tỉnh đoàn` behind `Hội Phụ nữ tỉnh`
            return None
        named = level.end < len(words) and words[level.end].capital and not opening_at(words, level.end)
        if named and not self.plural:
            return None
        return level.end

    def _place_goes_on(self, following: int) -> bool:
        """`UBND các huyện Trần Đề, Long Phú`: a bare name behind a comma is a further place of the same level."""
        words = self.words
        if not words[following].capital or words[following].caps or self.opening.kind == "department":
            return False
        if opening_at(words, following) and not vocabulary().places.longest(words, following):
            return False
        return next(
            word for word in reversed(words[:following]) if word.kind == "word" and word.key not in CONJUNCTIONS
        ).capital

    def _body_goes_on(self, index: int, following: int) -> int | None:
        words, table = self.words, vocabulary()
        quantifier = table.quantifiers.longest(words, following)
        if quantifier and table.never_collective.longest(words, quantifier.end):
            return quantifier.end
        opening = opening_at(words, following)
        if opening:
            inside = opening.kind == "collective" and not quantifier and words[index].key == "và"
            return following if inside and not self.tail and not self._stands_alone(opening.end) else None
        word, conjunction = words[following], words[index].key in CONJUNCTIONS
        if word.caps or (self.tail and (word.capital or self.prose)):
            return None
        if word.capital:
            topic = table.topics.longest(words, following) or table.compounds.longest(words, following, bridged=True)
            return following if conjunction or topic else None
        if self.prose and not conjunction:
            topic = table.topics.longest(words, following)
            return topic.end if topic else None
        if table.trailing.longest(words, following) or (table.openers.longest(words, following) and not conjunction):
            return None
        verb = duty_words().verbs.longest(words, following)
        if self.prose and verb and verb.label == "strong":
            return None
        return following

    def _stands_alone(self, index: int) -> bool:
        """Whether a collective noun without `các` stands by itself, not inside a name (`thị trường và doanh nghiệp ...`)."""
        words, table = self.words, vocabulary()
        if index >= len(words) or words[index].kind != "word" or words[index].key in CONJUNCTIONS:
            return True
        return bool(table.qualifiers.longest(words, index) or table.collective.longest(words, index))

    def _dash(self, index: int) -> int | None:
        """A dash carries a name on (`Phát thanh - Truyền hình`), leads to a parent or branch, or parts two peers."""
        words = self.words
        following = index + 1
        if following >= len(words) or words[following].kind != "word":
            return None
        opening = opening_at(words, following)
        if words[following].named is not None:
            return None
        spaced = words[index].start > words[index - 1].end and words[following].start > words[index].end
        if opening and spaced:
            peers = ("department", "committee", "collective", "plural")
            if opening.kind in ("collective", "plural", "person") or (self.opening.kind in peers and opening.kind in peers):
                return None
            if self.opening.kind in ("collective", "plural"):
                return None
            if self.opening.kind != "body" and opening.kind != "department" and self._bulleted():
                return None
            if self.depth >= _MOST_PARENTS:
                return None
            return mention_end(words, opening, prose=self.prose, depth=self.depth + 1)
        if self.opening.complete and self.prose and not words[following].capital:
            return None
        if vocabulary().remarks.longest(words, following) and self.opening.complete:
            return None
        return following

    def _quoted(self, index: int) -> int | None:
        """Behind a title in quotes (`Ban Quản lý dự án “Huế - Đô thị giảm nhựa”`), which nothing inside it parts."""
        if self.opening.complete or self.words[index].text not in QUOTES:
            return None
        closing = QUOTES[self.words[index].text]
        for at in range(index + 1, min(len(self.words), index + _LONGEST_TITLE)):
            if self.words[at].kind == "break":
                break
            if self.words[at].text == closing:
                self.tail = True
                return at + 1
        return index + 1

    def _bulleted(self) -> bool:
        """Whether a dash stands in front of the mention: then the next dash may open the next item (`- A - B - C`)."""
        return self.opening.start > 0 and self.words[self.opening.start - 1].text in DASHES

    def _parenthesis(self, index: int) -> int | None:
        """Behind a parenthesis that belongs to the name (`(CBA)`); None for a remark (`(triển khai tại ...)`)."""
        words = self.words
        limit = min(len(words), index + _LONGEST_REMARK)
        close = next((at for at in range(index + 1, limit) if words[at].text == ")"), None)
        if close is None or close == index + 1 or vocabulary().remarks.longest(words, index + 1):
            return None
        first = words[index + 1]
        if first.named is not None:
            return None
        return close + 1 if first.capital or first.text.isdigit() or opening_at(words, index + 1) else None

    def _glued(self, index: int) -> bool:
        """Whether the next mention begins here without a mark before it."""
        words = self.words
        if words[index].named is not None:
            return True
        if not words[index].capital or self._names_place(index):
            return False
        listed = self._behind_listed_name(index)
        if not listed and words[index - 1].key in vocabulary().connectives and self._place_end(index) != index:
            return False
        headless = not (self.opening.complete or self.opening.kind in ("collective", "plural"))
        if not listed and headless and index == self.opening.end:
            return False
        opening = opening_at(words, index)
        if opening is None or opening.kind in ("place", "unlisted"):
            return False
        if opening.kind == "person":
            return self.opening.complete and opening.head != ""
        if opening.kind in ("collective", "plural"):
            return opening.plural_head or (opening.kind == "collective" and self.opening.kind == "department")
        if self.opening.kind in ("collective", "plural"):
            return opening.kind != "body" or self.closed_collective or self.tail
        if opening.head in vocabulary().superiors and not self.tail:
            return self.opening.kind == "department"
        if self.tail or self.opening.kind == "department" or opening.head == self.opening.head != "":
            return True
        if listed or self._begins_unit(index, opening):
            return True
        if opening.kind == "department":
            return self.opening.head not in vocabulary().owned
        return opening.kind == "committee" and self.opening.kind == "whole" and self.opening.head not in vocabulary().owned

    def _names_place(self, index: int) -> bool:
        """Whether what could open an agency belongs to the name of the level before it: `huyện Vụ Bản`, `quận Hai Bà Trưng`."""
        place_end = self._place_end(index)
        if place_end > index:
            return True
        head = vocabulary().heads.longest(self.words, index)
        alone = head is not None and " " not in head.phrase and head.label not in ("department", "committee")
        return alone and not self.plural and self.words[index - 1].key in vocabulary().named_levels

    def _place_end(self, index: int) -> int:
        """The index behind a listed place that begins behind a level and reaches up to `index` or over it; 0 without one."""
        words, table = self.words, vocabulary()
        for start in range(index, max(self.opening.start, index - _LONGEST_PLACE), -1):
            if words[start - 1].key in table.district_levels:
                place = table.places.longest(words, start)
                return place.end if place and place.end >= index else 0
        return 0

    def _begins_unit(self, index: int, opening: Opening) -> bool:
        """Whether a unit of its own begins behind a finished name of a cell: `Báo Hà Tĩnh Đài Phát thanh ...`.

        A listed name is finished (`Chi cục Thủy lợi`), any other behind its second word; units that belong to others
        (`Văn phòng Ban ...`) are left whole.
        """
        own = self.opening
        if self.prose or own.kind not in ("body", "whole") or own.head in vocabulary().owned or not _is_unit(opening.head):
            return False
        behind_head = index - own.end
        if behind_head == 0 and own.kind == "whole" and _is_unit(own.head):
            return True
        return behind_head >= _FINISHED or (behind_head > 0 and self.words[index - 1].capital)

    def _behind_listed_name(self, index: int) -> bool:
        """Whether a cell's mention so far is a name of the registry, so that what begins here is the next one."""
        if self.prose or (index == self.opening.end and self.opening.head in vocabulary().owned):
            return False
        name = vocabulary().listed.longest(self.words, self.opening.start, bridged=True)
        return name is not None and name.end == index

    def _title_of_person(self, index: int) -> int:
        """`Nguyễn Văn A, Phó Chủ tịch UBND tỉnh`: the title behind a person's name belongs to the person."""
        words = self.words
        if index + 1 >= len(words) or (words[index].text not in (",", "(") and words[index].text not in DASHES):
            return index
        table = vocabulary()
        head = table.heads.longest(words, index + 1, bridged=True)
        if head is None or head.label != "office":
            return index
        title = opening_at(words, index + 1)
        end = mention_end(words, title, prose=self.prose) if title else name_end(words, head.end)
        return end + 1 if end < len(words) and words[index].text == "(" and words[end].text == ")" else end
