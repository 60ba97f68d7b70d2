"""The words that begin paragraphs, and those that no paragraph ends with: the lexicon behind `wrap`, compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from pipeline.clean.portal import portals
from pipeline.lexicon import lexicon_yaml
from pipeline.orthography import fold_key, settle_tone
from pipeline.recognize.columns import opens_header

_LABEL_REACH = 90
_LAST_WORDS = re.compile(r"(?:\S+ )?(\S+)$")


class Openings:
    """Answers about the words at the seam between two lines."""

    def __init__(self) -> None:
        words = lexicon_yaml("portals")["wrapping"]
        labels = lexicon_yaml("labels")
        named = "|".join([*(rule["pattern"] for rule in labels["labels"]), labels["content"]])
        self._labels = re.compile(rf"(?:{named})\s?:", re.IGNORECASE)
        self._openers = re.compile("|".join(rf"{re.escape(word)}(?!\w)" for word in words["openers"]))
        self._article = re.compile(r"(?:Điều|Chương|Phần|Phụ lục) (?:\d{1,3}|[IVXLC]{1,6}|thứ \w+)\s?[.:]")
        self._own_lines = frozenset(words["own_lines"])
        self._alone = re.compile(settle_tone(words["alone"]))
        self._organ = re.compile(settle_tone(words["organ"]))
        self._under_organ = re.compile(settle_tone(words["under_organ"]))
        self._expects_number = _endings(words["expects_number"])
        self._expects_no_number = tuple(words["expects_no_number"])
        self._dangling = _endings(words["dangling"])
        self._headings = frozenset(fold_key(heading) for heading in words["headings"])
        self._agencies = re.compile("|".join(rf"{re.escape(word)}(?!\w)" for word in words["agencies"]))
        verbs = lexicon_yaml("duty_verbs")
        self._duties = tuple(f"{fold_key(verb)} " for verb in verbs["strong"])
        self._acts = tuple(f"{fold_key(verb)} " for verb in verbs["weak"])
        self._dashed = tuple((fold_key(before), fold_key(behind)) for before, behind in words["dashed_names"])

    def opens(self, text: str) -> bool:
        """Whether a line begins with words that open paragraphs (`Căn cứ`, `Nơi nhận`, `Điều 5.`)."""
        if self._openers.match(text) is None:
            return False
        return not text.startswith(("Điều", "Chương", "Phần", "Phụ lục")) or self._article.match(text) is not None

    def labelled(self, text: str, following: str) -> bool:
        """Whether a line begins with a label of an assignment, which may be broken over the next line."""
        return self._labels.match(f"{text} {following}"[:_LABEL_REACH]) is not None

    def alone(self, text: str) -> bool:
        """Whether a line in capitals is one of a signature or head that stands for itself (`KT. CHỦ TỊCH`)."""
        return text.isupper() and self._alone.fullmatch(settle_tone(text.casefold())) is not None

    def own_line(self, text: str) -> bool:
        """Whether a line is a paragraph by itself wherever it stands (`STT`)."""
        return text in self._own_lines or opens_header(text)

    def kind(self, text: str) -> bool:
        """Whether a line names the kind of document (`KẾ HOẠCH`)."""
        return portals().is_kind(text)

    def under_organ(self, organ: str, text: str) -> bool:
        """Whether a line in capitals names the territory or the lower body under the line of an organ."""
        if self._under_organ.fullmatch(settle_tone(text.casefold())) is None:
            return False
        return self._organ.fullmatch(settle_tone(organ.casefold())) is not None

    def expects_number(self, text: str) -> bool:
        """Whether a line ends with a word that a number follows (`Điều`, `khoản`, `số`)."""
        return _last_words(text, self._expects_number) and not text.casefold().endswith(self._expects_no_number)

    def dangles(self, text: str) -> bool:
        """Whether a line ends with a word that no paragraph ends with (`của`, `và`)."""
        return _last_words(text, self._dangling) and not text.casefold().endswith(self._expects_no_number)

    def heading(self, text: str) -> bool:
        """Whether the words are a whole heading (`Mục đích, yêu cầu`)."""
        return fold_key(text) in self._headings

    def agency(self, text: str) -> bool:
        """Whether the words begin as the name of an agency does."""
        return self._agencies.match(text) is not None

    def duty(self, text: str) -> bool:
        """Whether a line begins with a verb that sets a duty (`Chủ trì`, `Phối hợp`)."""
        return fold_key(text[:40]).startswith(self._duties)

    def act(self, text: str) -> bool:
        """Whether a line begins with a verb that sets a duty, or one that may also stand in a name (`Nâng cao`)."""
        return self.duty(text) or fold_key(text[:40]).startswith(self._acts)

    def dashed_name(self, before: str, behind: str) -> bool:
        """Whether the dash between two lines stands inside a name (`Phát thanh - Truyền hình`)."""
        left, right = fold_key(before[-30:]), fold_key(behind[:30])
        return any(left.endswith(first) and right.startswith(second) for first, second in self._dashed)


@cache
def openings() -> Openings:
    """The compiled lexicon of paragraph openings."""
    return Openings()


def _endings(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold_key(word) for word in words)


def _last_words(text: str, words: frozenset[str]) -> bool:
    match = _LAST_WORDS.search(text[-40:])
    return match is not None and (fold_key(match.group(1)) in words or fold_key(match.group()) in words)
