"""Who must do it: the agencies that a heading, the opening of an item or a sentence gives a duty to.

`heading_agencies` reads a heading over duties (`Trách nhiệm của Sở Y tế`), `opening_agency` an item that names its agency
before a colon (`Sở Tài chính: Phối hợp ...`), and `read_duty` a sentence (`Giao Sở A chủ trì, phối hợp với Sở B tham mưu
UBND tỉnh ...`). Whom one advises, reports or sends to is no agent, nor is an agency that is only spoken of. All spans count
characters of the text that was given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.model import Mention
from pipeline.recognize.agencies.duty_words import duty_words
from pipeline.recognize.agencies.lists import cell_openings, mentions_of, read_list
from pipeline.recognize.agencies.named import PROSE, prose_openings, with_names
from pipeline.recognize.agencies.names import mention_end
from pipeline.recognize.agencies.openings import opening_at
from pipeline.recognize.agencies.vocabulary import vocabulary
from pipeline.recognize.agencies.words import CONJUNCTIONS, Word, read_words
from pipeline.recognize.ner.candidates import NerReader

Stretches = list[tuple[int, int]]

_LONGEST_OPENING = 80
_LONGEST_HEADING = 200
_LONGEST_NAME = 16
_LONGEST_ADVERBIAL = 200
_SHARED_HEADS = frozenset({"sở", "bộ", "phòng", "ngành", "huyện", "xã", "phường", "phố", "quận"})
_NAMED_BODIES = frozenset({"department", "committee", "whole", "body"})
_CLAUSE_ENDS = frozenset({".", ";", "\n", ":", "…"})


@dataclass(frozen=True, slots=True)
class DutyAgents:
    """The agents that a sentence names. `opens` says that the sentence itself assigns the duty to its lead."""

    lead: tuple[Mention, ...] = ()
    coordinating: tuple[Mention, ...] = ()
    opens: bool = False


def heading_agencies(text: str, names: NerReader | None = None) -> tuple[Mention, ...]:
    """The agencies that a heading assigns the duties under it to; () for a heading that is no list of agencies."""
    words = _duty_words(text, names)
    stretches = _whole_list(words) or _one_name(words)
    return mentions_of(text, words, stretches) if stretches else ()


def is_charged_heading(text: str) -> bool:
    """Whether a heading is nothing but agencies: what stands under it is theirs to do.

    One of them is a named body, unless the heading begins with them and a colon says that their duties follow (`Các sở,
    ngành, địa phương:`, but not `Đối với các doanh nghiệp:`).
    """
    words = read_words(text)
    stretches = _whole_list(words)
    if stretches and stretches[0][0] == _behind_ordinal(words) and words[-1].text == ":":
        return True
    openings = (opening_at(words, start) for start, _ in stretches)
    return any(opening is not None and opening.kind in _NAMED_BODIES for opening in openings)


def is_whole_heading(text: str) -> bool:
    """Whether a line is nothing but agencies, the last one's name complete: nothing is missing that a next line could bring."""
    words = read_words(text)
    stretches = _whole_list(words)
    last = opening_at(words, stretches[-1][0]) if stretches else None
    return last is not None and last.complete


def opening_agency(text: str, names: NerReader | None = None) -> tuple[tuple[Mention, ...], int]:
    """The agencies before the colon that opens an item, and where its description begins; `((), 0)` when it opens otherwise."""
    words = _duty_words(text, names)
    found: tuple[tuple[Mention, ...], int] = ((), 0)
    if _parts_roles(words):
        return found
    for index, word in enumerate(words[:_LONGEST_OPENING]):
        if word.kind == "break" or (word.text == "." and index != 1):
            break
        if word.text != ":" or index == 0:
            continue
        stretches = _whole_list(words[:index])
        if stretches:
            start = words[index + 1].start if index + 1 < len(words) else len(text)
            found = mentions_of(text, words, stretches), start
        if words[index - 1].key not in _SHARED_HEADS:
            break
    return found


def parts_roles(text: str) -> bool:
    """Whether a duty opens with whom it is done, by whoever does it: `Chủ trì, phối hợp với các Bộ: ...`.

    What a heading over it says of partners does not hold for it.
    """
    return _parts_roles(read_words(text))


def read_duty(text: str, names: NerReader | None = None) -> DutyAgents:
    """The agents of a duty as its sentences name them; empty when they name none."""
    return _Reading(text, _duty_words(text, names)).agents()


def _parts_roles(words: Sequence[Word]) -> bool:
    at = _behind_ordinal(words)
    opening = duty_words().chairing.longest(words, at) or duty_words().manners.longest(words, at)
    at = opening.end if opening else at
    at += at < len(words) and words[at].text == ","
    return [word.key for word in words[at : at + 2]] in (["phối", "hợp"], ["phối", "kết"])


def _duty_words(text: str, names: NerReader | None) -> Sequence[Word]:
    """The words of a duty or its heading, with the names marked that a reader sees and no rule."""
    words = read_words(text)
    return words if names is None else with_names(text, words, prose_openings(words), names, PROSE)


def _whole_list(words: Sequence[Word]) -> Stretches:
    """The mentions of `words` when they are nothing but a list of agencies with what may stand around one."""
    if len(words) > _LONGEST_HEADING:
        return []
    start = _behind_ordinal(words)
    words = words[: _without_role(words, start)]
    found = [(opening, end) for opening, end in cell_openings(words, lenient=False) if opening.start >= start]
    if not found or any(opening.kind == "plural" for opening, _ in found):
        return []
    inside = [False] * len(words)
    for opening, end in found:
        inside[opening.start : end] = [True] * (end - opening.start)
    index = start
    while index < len(words):
        opener = vocabulary().openers.longest(words, index)
        if inside[index] or words[index].kind != "word" or words[index].key in CONJUNCTIONS:
            index += 1
        elif opener:
            index = opener.end
        elif words[index].key in ("các", "những"):
            index += 1
        elif index >= found[-1][1] and duty_words().heading_tails.longest(words, index):
            break
        else:
            return []
    return [(opening.start, end) for opening, end in found]


def _one_name(words: Sequence[Word]) -> Stretches:
    """A heading that a body's name opens and no verb follows is that name, commas in it too (`Ban Văn hóa, Xã hội`)."""
    start = _behind_ordinal(words)
    end = _without_role(words, start)
    opening = opening_at(words, start) if start < end else None
    if opening is None or opening.start != start or opening.kind not in _NAMED_BODIES or end - start > _LONGEST_NAME:
        return []
    plain = all(word.kind == "word" or word.text in (",", "-", "–", "&") for word in words[start:end])
    plain = plain and all(words[index + 1].capital for index in range(start, end - 1) if words[index].text == ",")
    doing = any(duty_words().verbs.longest(words, index) and not words[index].capital for index in range(opening.end, end))
    return [(start, end)] if plain and not doing else []


def _carries_out(words: Sequence[Word], index: int) -> bool:
    """Whether nothing but `thực hiện` follows up to the bracket or the next mark."""
    if [word.key for word in words[index : index + 2]] != ["thực", "hiện"]:
        return False
    return index + 2 >= len(words) or words[index + 2].text in (")", ",", ";")


def _behind_ordinal(words: Sequence[Word]) -> int:
    """Behind the ordinal or bullet that a heading may carry (`2.`, `a)`, `-`)."""
    if len(words) > 1 and words[0].kind == "word" and len(words[0].text) < 5 and words[1].text in (".", ")"):
        return 2
    return 0


def _without_role(words: Sequence[Word], start: int) -> int:
    """The length of `words` without a closing mark and the role behind the list (`... chủ trì, phối hợp với ...:`)."""
    end = len(words)
    while end > start and words[end - 1].text in (":", ".", ";", ","):
        end -= 1
    for index in range(start + 1, end):
        chairing = duty_words().chairing.longest(words, index)
        if chairing and not _is_charged(words, index) and _only_partners(words, chairing.end, end):
            return index
    return end


def _is_charged(words: Sequence[Word], index: int) -> bool:
    """Whether those named are charged with the role at `index`, so that it tells them apart (`cơ quan được giao chủ trì`)."""
    chairing = duty_words().chairing
    return any((match := chairing.longest(words, at)) and match.end == index for at in range(max(0, index - 3), index))


def _only_partners(words: Sequence[Word], index: int, end: int) -> bool:
    """Whether nothing but partners (`, phối hợp với <agencies>`) stands between `index` and `end`."""
    if index >= end:
        return True
    index += words[index].text == ","
    if words[index].key != "phối" or index + 2 >= end:
        return False
    companion = duty_words().companions.longest(words, index + 2)
    stretches, behind = read_list(words, companion.end if companion else index + 2)
    return bool(stretches) and behind >= end


@cache
def _signals() -> frozenset[str]:
    """The words and marks at which a sentence may name an agent, or a new clause begin."""
    duty = duty_words()
    first = (phrases.first_words() for phrases in (duty.chairing, duty.joint))
    return vocabulary().opening_words.union(*first, duty.passive, _CLAUSE_ENDS, {"phối", ",", "("})


class _Reading:
    """One walk over the words of a duty; `lead` and `coordinating` gather stretches of words."""

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        self.text = text
        self.words = words
        self.lead: Stretches = []
        self.coordinating: Stretches = []
        self.opens = False
        self.chairs = False

    def agents(self) -> DutyAgents:
        index, fresh = _behind_ordinal(self.words), True
        signals = _signals()
        while index < len(self.words):
            word = self.words[index]
            if not fresh and word.key not in signals and word.named is None:
                index += 1
                continue
            if word.text in _CLAUSE_ENDS:
                index, fresh = index + 1, True
                continue
            if word.text == "(":
                index, fresh = self._bracketed(index) or index + 1, False
                continue
            following = self._doers(index) if fresh and word.kind == "word" else None
            following = following or self._partners(index) or self._passive_doer(index) or self._joined_doers(index)
            fresh = fresh and word.kind != "word" and following is None
            index = following or self._behind_mention(index)
        return DutyAgents(self._mentions(self.lead), self._mentions(self.coordinating), self.opens)

    def _mentions(self, stretches: Stretches) -> tuple[Mention, ...]:
        return mentions_of(self.text, self.words, stretches)

    # --- who does it ---

    def _doers(self, index: int) -> int | None:
        """The index behind the doers of the clause that begins at `index`, with what introduces them; None without doers."""
        behind = self._assigned(index) or self._subject(index)
        if behind or self.lead:
            return behind
        adverbial = duty_words().adverbials.longest(self.words, index)
        if adverbial is None:
            return None
        at = adverbial.end
        behind = self._assigned(at) or self._subject(at)
        limit = min(len(self.words), at + _LONGEST_ADVERBIAL)
        while behind is None and at < limit and self.words[at].text not in (";", "\n"):
            if self.words[at].text == "." and at + 1 < len(self.words) and self.words[at + 1].capital:
                break
            if self.words[at].text == ",":
                at += 1
                further = duty_words().adverbials.longest(self.words, at)
                behind = self._assigned(at) or self._subject(at)
                behind = behind or (self._assigned(further.end) or self._subject(further.end) if further else None)
            elif self.words[at].text == "(":
                at = self._behind_parenthesis(at)
            elif self._cooperates_at(at):
                at = max(at + 2, self._partner_list(at)[1])
            else:
                at = self._behind_recipients(at)
        return behind

    def _behind_recipients(self, at: int) -> int:
        """Behind an agency that is only spoken of; behind the whole list where it says who is reported to."""
        spoken = opening_at(self.words, at)
        if spoken is None:
            return at + 1
        if self.words[at - 1].key in duty_words().reporting:
            return max(read_list(self.words, at)[1], at + 1)
        return mention_end(self.words, spoken, prose=True)

    def _assigned(self, index: int) -> int | None:
        """`Giao <agencies>`, also `UBND tỉnh giao <agencies>`."""
        assigning = duty_words().assigning.longest(self.words, index)
        if assigning is None:
            assigner = opening_at(self.words, index)
            if assigner is None or not assigner.complete:
                return None
            assigning = duty_words().assigning.longest(self.words, mention_end(self.words, assigner, prose=True))
            if assigning is None:
                return None
        stretches, end = read_list(self.words, assigning.end)
        if not stretches:
            return None
        self._take(stretches, end)
        self.opens = True
        return end

    def _subject(self, index: int) -> int | None:
        """Agencies that are the subject of a duty's verb."""
        if index >= len(self.words) or self.words[index].kind != "word":
            return None
        stretches, end = read_list(self.words, index)
        if stretches and end < len(self.words) and self.words[end].text == "(":  # `Sở Y tế (cơ quan thường trực) chủ trì`
            end = self._behind_parenthesis(end)
        if not stretches or not self._does(stretches, end):
            return None
        if self.lead and not self._chairs_at(end) and not self._cooperates_at(end):
            return None
        self._take(stretches, end)
        self.opens = True
        return end

    def _bracketed(self, index: int) -> int | None:
        """The index behind the doers that stand in brackets (`(Sở A chủ trì, Sở B phối hợp; ...)`), None without any."""
        behind: int | None = None
        at = index + 1
        while at < len(self.words):
            stretches, end = read_list(self.words, at)
            if not stretches or end + 1 >= len(self.words):
                return behind
            if self._cooperates_at(end):
                self.coordinating += stretches
            elif not self.lead and (self._chairs_at(end) or _carries_out(self.words, end)):
                self.lead += stretches
                self.opens = True
            else:
                return behind
            behind = at = end + 2
            if at < len(self.words) and self.words[at].text in (",", ";"):
                at += 1
        return behind

    def _take(self, stretches: Stretches, end: int) -> None:
        """Doers are the lead, unless there is one already and they only cooperate."""
        if self.lead and self._cooperates_at(end) and not self._partner_list(end)[0]:
            self.coordinating += stretches
        else:
            self.lead += stretches

    def _does(self, stretches: Stretches, end: int) -> bool:
        """Whether a duty's verb, or what may stand before it, follows the agencies that end at `end`."""
        words, duty = self.words, duty_words()
        if end >= len(words):
            return False
        if words[end].text == ",":
            return bool(duty.between.longest(words, end + 1)) or self._chairs_at(end + 1)
        if words[end].text == ":":
            return True
        if words[end].kind != "word" or words[end].capital:
            return False
        if len(stretches) == 1 and self._is_role(*stretches[0]):
            return False
        if self._chairs_at(end) or duty.between.longest(words, end):
            return True
        verb, idle = duty.verbs.longest(words, end), duty.not_doing.longest(words, end)
        if idle and not (verb and verb.end > idle.end):
            return False
        if verb:
            return True
        opening = opening_at(words, stretches[-1][0])
        return opening is not None and opening.kind in ("department", "committee")

    def _is_role(self, start: int, end: int) -> bool:
        """Whether the words only name a role: `cơ quan chủ trì`, `đơn vị phối hợp`."""
        opening = opening_at(self.words, start)
        bare = opening is not None and opening.kind == "collective" and not opening.plural_head and opening.end == end
        return bare and (self._cooperates_at(end) or self.words[end].key == "chủ")

    def _chairs_at(self, index: int) -> bool:
        return duty_words().chairing.longest(self.words, index) is not None

    def _cooperates_at(self, index: int) -> bool:
        words = self.words
        return index + 1 < len(words) and words[index].key == "phối" and words[index + 1].key in ("hợp", "kết")

    # --- with whom ---

    def _partners(self, index: int) -> int | None:
        """`phối hợp với <agencies>` and `với sự phối hợp của <agencies>`: the index behind them, or None."""
        joint = duty_words().joint.longest(self.words, index)
        if joint:
            stretches, end = read_list(self.words, joint.end)
            self.coordinating += stretches
            return end if stretches else None
        if not self._cooperates_at(index) or (self.words[index - 1].key in duty_words().coordination_nouns and index):
            return None
        stretches, end = self._partner_list(index)
        self.coordinating += stretches
        return end if stretches else None

    def _partner_list(self, index: int) -> tuple[Stretches, int]:
        at = index + (3 if self.words[index + 1].key == "kết" else 2)
        companion = duty_words().companions.longest(self.words, at)
        stretches, end = read_list(self.words, companion.end if companion else at)
        return stretches, end

    def _joined_doers(self, index: int) -> int | None:
        """`Sở A chủ trì, Sở B, Sở C phối hợp thực hiện`: those behind the comma cooperate."""
        if self.words[index].text != "," or not (self.lead or self.chairs):
            return None
        stretches, end = read_list(self.words, index + 1)
        if not stretches or not self._cooperates_at(end) or self._partner_list(end)[0]:
            return None
        self.coordinating += stretches
        return end

    def _passive_doer(self, index: int) -> int | None:
        """`do <agencies> chủ trì`: the doer of a sentence in the passive."""
        if self.lead or self.words[index].key not in duty_words().passive:
            return None
        stretches, end = read_list(self.words, index + 1)
        if not stretches or end >= len(self.words) or self.words[end].key != "chủ" or self._is_role(*stretches[0]):
            return None
        self.lead += stretches
        return end

    # --- moving on ---

    def _behind_mention(self, index: int) -> int:
        """The next index to look at: behind an agency that is only spoken of and what it does together with others."""
        words = self.words
        self.chairs = self.chairs or self._chairs_at(index)
        opening = opening_at(words, index)
        if opening is None:
            return index + 1
        end = mention_end(words, opening, prose=True)
        return end + 2 if self._cooperates_at(end) else max(end, index + 1)

    def _behind_parenthesis(self, index: int) -> int:
        words = self.words
        limit = min(len(words), index + _LONGEST_ADVERBIAL)
        close = next((at for at in range(index + 1, limit) if words[at].text in (")", ";", "\n")), index)
        return close + 1
