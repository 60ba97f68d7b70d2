"""Invents names of agencies, persons and places, out of `grammar.yaml` and the project's lexicon.

Every name is drawn from one `random.Random`, so a seed gives the same names. Input: the grammar, the lexicon, and the head
nouns that must not occur (the ablation hides some); output: strings as a plan would print them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from pipeline.lexicon import lexicon_csv, lexicon_yaml
from pipeline.orthography import fold_key

Choice = TypeVar("Choice")

HEAD_KINDS = ("department", "committee", "whole", "body", "office")
_GRAMMAR = Path(__file__).parent / "grammar.yaml"
_TRIES = 50


@cache
def grammar() -> Any:
    """`grammar.yaml`."""
    return yaml.safe_load(_GRAMMAR.read_text(encoding="utf-8"))


def capital(text: str) -> str:
    """`text` with its first letter a capital."""
    return text[:1].upper() + text[1:]


class Names:
    """Draws names. `hidden` are head nouns (folded) that no drawn agency begins with."""

    def __init__(self, rng: random.Random, hidden: Collection[str] = ()) -> None:
        self.rng = rng
        self.hidden = frozenset(hidden)
        heads = lexicon_yaml("agency_heads")
        self.lexicon: dict[str, list[str]] = {kind: [fold_key(head) for head in heads[kind]] for kind in HEAD_KINDS}
        self.fields: list[list[str]] = [entry.split("|") for entry in heads["fields"]]
        self.shown = frozenset(head for kind in HEAD_KINDS for head in self.lexicon[kind]) - self.hidden
        self.abbreviated = frozenset(grammar()["abbreviated"])
        self.compounds: list[str] = heads["compounds"]
        self.surnames = [surname for surname in heads["surnames"][:60] if len(surname) > 1]
        self.provinces = sorted({row["name"] for row in lexicon_csv("provinces")})
        # How often each kind of name is drawn: what plans name most, and as much again of what nobody has listed.
        self.kinds: tuple[tuple[int, Callable[[], str]], ...] = (
            (20, self._department), (9, self._committee), (14, self._whole), (26, self._body), (7, self._school),
            (9, self._company), (6, self._foreign), (6, self._acronym), (9, self._collective), (3, self._office_of),
            (8, self._odd), (3, self._media), (2, self._bare_field),
        )  # fmt: skip

    def pick(self, choices: Sequence[Choice]) -> Choice:
        """One of `choices`."""
        return choices[self.rng.randrange(len(choices))]

    def chance(self, share: float) -> bool:
        """True in this share of calls."""
        return self.rng.random() < share

    # --- agencies -------------------------------------------------------------------------------------------------------

    def agency(self) -> str:
        """An agency's name that shows none of the hidden heads."""
        makers = [maker for _, maker in self.kinds]
        weights = [weight for weight, _ in self.kinds]
        for _ in range(_TRIES):
            name = self.rng.choices(makers, weights)[0]()
            if self._allowed(name):
                return " ".join(name.split())
        return " ".join(self._acronym().split())

    def collective(self) -> str:
        """Many agencies in one mention, as `các sở, ngành liên quan`."""
        for _ in range(_TRIES):
            name = self._collective()
            if self._allowed(name):
                return name
        return "các đơn vị liên quan"

    def _allowed(self, name: str) -> bool:
        """Whether no hidden head opens the name, but where a longer one that is shown does."""
        words = fold_key(name.replace(",", " ")).split()
        longest = max((length for length in range(1, 9) if " ".join(words[:length]) in self.hidden), default=0)
        if not longest:
            return True
        return any(" ".join(words[:length]) in self.shown for length in range(longest + 1, 10))

    def _department(self) -> str:
        head = self.pick(grammar()["departments"])
        return f"{head} {self._field()}{self._level() if self.chance(0.08) else ''}"

    def _field(self) -> str:
        parts = self.pick(self.fields)
        if self.chance(0.2):
            initials = ["".join(word[0] for word in part.split()).upper() for part in parts]
            return self.pick(["&", "", "-", " và ", ",", "&"]).join(initials)
        joint = self.pick([" và ", " và ", " - ", ", ", " & "])
        words = [capital(part) for part in parts]
        if len(words) > 2:
            return ", ".join(words[:-1]) + self.pick([" và ", " và ", " & ", ", "]) + words[-1]
        return joint.join(words)

    def _committee(self) -> str:
        head: str = self.pick(grammar()["committees"])
        if head != "UBND" and self.chance(0.3):
            head = self._cased(self.pick(self.lexicon["committee"]))
        return head + self._level(always=True)

    def _whole(self) -> str:
        head = self._cased(self.pick(self.lexicon["whole"]))
        if self.chance(0.06):
            head += f" - {self.pick(['Chi nhánh', 'chi nhánh'])}{self._level(always=True)}"
            return head
        return head + self._level()

    def _body(self) -> str:
        lexical = self.chance(0.55)
        head = self._cased(self.pick(self.lexicon["body"])) if lexical else self.pick(grammar()["heads"])
        topic = self._topic()
        topic = capital(topic) if self.chance(0.72) else topic
        if self.chance(0.2):
            second = self._topic()
            topic += self.pick([" và ", " và ", " và ", ", "]) + (capital(second) if self.chance(0.4) else second)
        name = f"{head} {topic}{self._level()}"
        if self.chance(0.06):
            name += f" ({self._letters()})"
        if self.chance(0.04):
            name += self.pick([" - ", " thuộc ", " trực thuộc "]) + self._department()
        return name

    def _topic(self) -> str:
        """What a body is about."""
        draw = self.rng.random()
        if draw < 0.2:
            return self.pick(self.compounds)
        if draw < 0.75:
            return str(self.pick(grammar()["topics"]))
        zone = self.pick(grammar()["zones"] if self.chance(0.5) else grammar()["topics"])
        if self.chance(0.3):
            zone += f" và {self.pick(grammar()['zones'])}"
        return f"{self.pick(grammar()['acts'])} {zone}"

    def _school(self) -> str:
        head = self.pick(grammar()["schools"])
        if self.chance(0.25):
            return f"{self.pick(grammar()['named_after_persons'])} {self.person_name()}"
        field = self.pick(grammar()["studies"])
        if self.chance(0.3):
            field += self.pick([" - ", " và ", " "]) + self.pick(grammar()["studies"])
        return f"{head} {field if self.chance(0.8) else ''} {self.place_name() if self.chance(0.6) else ''}"

    def _company(self) -> str:
        head, brand = self.pick(grammar()["companies"]), self._brand()
        about = f"{self.pick(grammar()['topics'])} " if self.chance(0.45) else ""
        about = capital(about) if self.chance(0.6) else about
        return f"{head} {about}{brand}{f' {self.place_name()}' if self.chance(0.25) else ''}"

    def _brand(self) -> str:
        if self.chance(0.3):
            return " ".join(self.pick(grammar()["foreign_words"]) for _ in range(self.rng.randint(1, 2)))
        if self.chance(0.2):
            return self._letters()
        return " ".join(self.pick(grammar()["brand_parts"]) for _ in range(self.rng.randint(2, 3)))

    def _foreign(self) -> str:
        words = " ".join(self.pick(grammar()["foreign_words"]) for _ in range(self.rng.randint(1, 4)))
        form = self.rng.randrange(6)
        if form == 0:
            return f"Tổ chức {words}"
        if form == 1:
            return f"{words} Việt Nam"
        if form == 2:
            return f"{self.pick(grammar()['missions'])} {self.pick(grammar()['countries'])}"
        if form == 3:
            return f"{words} ({self._letters()})"
        if form == 4:
            return f"{self.pick(grammar()['foreign_heads'])} {words}"
        return words

    def _acronym(self) -> str:
        known = self.pick(grammar()["acronyms"])
        name = known if self.chance(0.5) and fold_key(known) not in self.hidden else self._letters()
        return name + (f" {self.place_name()}" if self.chance(0.45) else "")

    def _letters(self) -> str:
        return "".join(self.pick("ABCDĐEGHIKLMNOPQRSTUVXY") for _ in range(self.rng.randint(2, 6)))

    def _collective(self) -> str:
        words = self.pick(grammar()["collectives"])
        return capital(words) if self.chance(0.4) else words

    def _office_of(self) -> str:
        office = self.pick(grammar()["offices_of_bodies"])
        return f"{office} {self._committee() if office == 'Chủ tịch' else self._department()}"

    def _odd(self) -> str:
        """A head that nobody has thought of: the name must be told by its shape and its place."""
        if self.chance(0.5):
            head = capital(self.pick(grammar()["odd_heads"]))
        else:
            head = capital(" ".join(self.pick(grammar()["place_syllables"]).lower() for _ in range(self.rng.randint(1, 2))))
        if self.chance(0.2):
            return f"{head} {self._field()}{self._level()}"
        topic = self._topic()
        return f"{head} {capital(topic)}{self._level()}"

    def _media(self) -> str:
        head = self.pick(grammar()["media"])
        return f"{head}{self._level(always=True) if self.chance(0.5) else f' {self.place_name()}'}"

    def _bare_field(self) -> str:
        return self._field()

    def _cased(self, phrase: str) -> str:
        """A folded head as it is printed: abbreviations in capitals, the first letter and often the first of its subject."""
        words = [word.upper() if word in self.abbreviated else word for word in phrase.split()]
        words[0] = capital(words[0])
        for length in range(len(words) - 1, 0, -1):
            if " ".join(phrase.split()[:length]) in self.lexicon["body"]:
                words[length] = capital(words[length])
                break
        else:
            if len(words) > 1 and self.chance(0.3):
                at = self.rng.randrange(1, len(words))
                words[at] = capital(words[at])
        return " ".join(words)

    def _level(self, *, always: bool = False) -> str:
        """` tỉnh`, ` thành phố Tân An`, a place alone, or nothing."""
        draw = self.rng.random() * (0.5 if always else 1.0)
        if draw < 0.15:
            return self.pick([" tỉnh", " tỉnh", " thành phố", " huyện", " tp", " quận"])
        if draw < 0.28:
            return f" {self.pick(['tỉnh', 'tỉnh', 'thành phố', 'TP.', 'TP', 'thành phố'])} {self.province()}"
        if draw < 0.38:
            return f" {self.pick(['huyện', 'quận', 'thị xã', 'xã', 'phường', 'thị trấn', 'thành phố'])} {self.place_name()}"
        if draw < 0.5:
            return f" {self.province() if self.chance(0.6) else self.place_name()}"
        if draw < 0.55:
            return " Việt Nam" if draw < 0.53 else f" tại {self.province()}"
        return ""

    # --- places and persons -----------------------------------------------------------------------------------------------

    def province(self) -> str:
        """A province of the lexicon."""
        return str(self.pick(self.provinces))

    def place_name(self) -> str:
        """An invented name of a district or commune."""
        return " ".join(self.pick(grammar()["place_syllables"]) for _ in range(2 if self.chance(0.9) else 3))

    def place(self) -> str:
        """A place with its level, as it stands in a sentence."""
        level = self.pick(["xã", "phường", "huyện", "quận", "thị xã", "thành phố", "tỉnh", "thị trấn", "thôn", "đặc khu"])
        return f"{level} {self.province() if level == 'tỉnh' else self.place_name()}"

    def person_name(self) -> str:
        """A personal name."""
        middle = [self.pick(grammar()["middle_syllables"])] if self.chance(0.85) else []
        given = [self.pick(grammar()["given_syllables"]) for _ in range(2 if self.chance(0.2) else 1)]
        return " ".join([self.pick(self.surnames).title(), *middle, *given])

    def person(self) -> str:
        """A leader as plans print one: name, honorific, office."""
        honorific = self.pick(grammar()["honorifics"])
        if self.chance(0.25):
            for _ in range(_TRIES):
                office = f"{self.pick(grammar()['offices'])} {self.pick([self._committee, self._department])()}"
                if self._allowed(office):
                    return f"{office} {self.person_name()}"
        return f"{honorific} {self.person_name()}".strip()
