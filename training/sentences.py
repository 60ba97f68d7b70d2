"""Training texts out of the grammar: forms of `grammar.yaml` with their slots filled, damaged as scanned and typed pages are.

A `Sample` is a text with the spans of its names. Besides the grammar's own forms, sentences of the annotated plans serve as
forms: their agencies are taken out and others put in (`Form`), so what stands around a name is real and the name is not.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from training.names import Names, capital, grammar

_SLOT = re.compile(r"\{(\w+)\}")
_LABEL_OF = {"A": "AGENCY", "C": "AGENCY", "H": "PERSON", "T": "TIME", "Q": "QUANTITY", "G": "LAW", "P": "PLACE"}
# Slots that one word or phrase of a list of the grammar fills.
_PLAIN = {
    "v": "verbs",
    "o": "objects",
    "O": "products",
    "tail": "tails",
    "unit": "units",
    "office": "offices",
    "country": "countries",
}
_SHAPES = (("cells", 34), ("labels", 10), ("headings", 12), ("duties", 26), ("negatives", 24), ("persons", 6))


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and its names as `(start, end, label)`, in order and apart from each other."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A text of a plan in pieces: `(words, label)`, label "" for the words between names."""

    pieces: tuple[tuple[str, str], ...]


class _Page:
    """A text while it is written."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.spans: list[tuple[int, int, str]] = []
        self.length = 0

    def add(self, text: str, label: str = "") -> None:
        if label and text:
            self.spans.append((self.length, self.length + len(text), label))
        self.parts.append(text)
        self.length += len(text)

    def sample(self) -> Sample:
        return Sample("".join(self.parts), tuple(self.spans))


class Writer:
    """Writes samples, one after the other, from one seed."""

    def __init__(self, seed: int, *, hidden: Collection[str] = (), forms: Sequence[Form] = ()) -> None:
        self.rng = random.Random(seed)
        self.names = Names(self.rng, hidden)
        self.forms = tuple(forms)
        self.hidden = frozenset(hidden)

    def samples(self, number: int, real: float = 0.0) -> list[Sample]:
        """`number` samples, a share `real` of them on forms of plans."""
        kinds = [kind for kind, _ in _SHAPES]
        weights = [weight for _, weight in _SHAPES]
        found: list[Sample] = []
        while len(found) < number:
            if self.forms and self.rng.random() < real:
                sample = self._on_form(self.forms[self.rng.randrange(len(self.forms))])
            else:
                sample = self._written(self.names.pick(grammar()[self.rng.choices(kinds, weights)[0]]))
            sample = self._damaged(sample)
            if sample.text.strip():
                found.append(sample)
        return found

    def _on_form(self, form: Form) -> Sample:
        page = _Page()
        for words, label in form.pieces:
            if label == "AGENCY" and (self.hidden or self.rng.random() < 0.85):
                quantified = words[:4].casefold() == "các "
                page.add(self.names.collective() if quantified and self.rng.random() < 0.6 else self.names.agency(), label)
            elif label == "PERSON":
                page.add(self.names.person(), label)
            else:
                page.add(words, label)
        return page.sample()

    # --- the grammar's forms ------------------------------------------------------------------------------------------------

    def _written(self, form: str) -> Sample:
        page, behind = _Page(), 0
        for slot in _SLOT.finditer(form):
            page.add(form[behind : slot.start()])
            self._fill(page, slot.group(1))
            behind = slot.end()
        page.add(form[behind:])
        sample = page.sample()
        if self.rng.random() < 0.85 and sample.text[:1].islower() and not (sample.spans and sample.spans[0][0] == 0):
            return Sample(capital(sample.text), sample.spans)
        return sample

    def _fill(self, page: _Page, slot: str) -> None:
        if slot == "L":
            self._list(page)
        elif slot in _PLAIN:
            page.add(self.names.pick(grammar()[_PLAIN[slot]]))
        else:
            page.add(self._word_for(slot), _LABEL_OF.get(slot, ""))

    def _word_for(self, slot: str) -> str:
        names = self.names
        match slot:
            case "A":
                return names.agency()
            case "C":
                return names.collective()
            case "H":
                return names.person()
            case "P":
                return names.place()
            case "p":
                return names.place_name()
            case "Q":
                return self._quantity()
            case "T" | "G":
                return self._numbered(names.pick(grammar()["times" if slot == "T" else "laws"]))
            case "W" | "w":
                return capital(self._work()) if slot == "W" else self._work()
            case "f":
                return " ".join(names.pick(grammar()["foreign_words"]) for _ in range(self.rng.randint(1, 2)))
            case "n" | "y":
                return str(self.rng.randint(1, 12) if slot == "n" else self.rng.randint(2016, 2030))
            case _:
                raise ValueError(f"no such slot: {slot}")

    def _list(self, page: _Page) -> None:
        """One to six agencies, parted by one kind of mark, by several, or by none."""
        number = self.rng.choices([1, 2, 3, 4, 6], [30, 30, 22, 12, 6])[0]
        mark = self.rng.choices([", ", "; ", "\n", "\n- ", " ", ",", "; \n"], [42, 22, 8, 6, 16, 2, 2])[0]
        for place in range(number):
            if place:
                last = place == number - 1 and number > 1
                if last and self.rng.random() < 0.25:
                    page.add(self.names.pick([" và ", " và ", ", và ", " cùng ", " & "]))
                else:
                    page.add(mark if self.rng.random() < 0.85 else self.names.pick([", ", "; ", " "]))
            last_collective = place == number - 1 and number > 1 and self.rng.random() < 0.25
            page.add(self.names.collective() if last_collective else self.names.agency(), "AGENCY")

    def _work(self) -> str:
        """What is to be done: verb, object and where or for whom."""
        words = f"{self.names.pick(grammar()['verbs'])} {self.names.pick(grammar()['objects'])}"
        if self.rng.random() < 0.3:
            words += f", {self.names.pick(grammar()['verbs'])} {self.names.pick(grammar()['objects'])}"
        if self.rng.random() < 0.4:
            words += f" {self.names.pick(grammar()['tails'])}"
        return words

    def _quantity(self) -> str:
        rng = self.rng
        plain, decimal = f"{rng.randint(1, 99):02d}", f"{rng.randint(1, 99)},{rng.randint(1, 9)}"
        number = rng.choice([plain, str(rng.randint(2, 999)), decimal, f"{rng.randint(1, 99)}.{rng.randint(0, 999):03d}"])
        comparator, unit = self.names.pick(grammar()["comparators"]), self.names.pick(grammar()["units"])
        return f"{comparator} {number}{'' if unit == '%' else ' '}{unit}".strip()

    def _numbered(self, form: str) -> str:
        rng = self.rng
        year, quarter = rng.randint(2016, 2030), rng.choice(["I", "II", "III", "IV"])
        last, month, day, number = (
            year + rng.randint(1, 5),
            rng.randint(1, 12),
            f"{rng.randint(1, 28):02d}",
            rng.randint(1, 4999),
        )
        return form.format(q=quarter, y=year, z=last, m=month, d=day, n=number)

    # --- damage ---------------------------------------------------------------------------------------------------------------

    def _damaged(self, sample: Sample) -> Sample:
        """Now and then in small letters or capitals, decomposed, with a scanner's slips or a blank too many."""
        draw = self.rng.random()
        if draw < 0.05:
            return _mapped(sample, str.lower)
        if draw < 0.10:
            return _mapped(sample, str.upper)
        if draw < 0.13:
            return self._slipped(sample)
        if draw < 0.15 and " " in sample.text:
            return _mapped(sample, lambda words: words.replace(" ", "  ", 1))
        if draw < 0.17:
            return _mapped(sample, lambda words: words.replace("òa", "oà").replace("ủy", "uỷ"))
        return sample

    def _slipped(self, sample: Sample) -> Sample:
        """One or two letters lose or change their marks, as scanners do."""
        letters = list(sample.text)
        for _ in range(self.rng.randint(1, 3)):
            at = self.rng.randrange(len(letters))
            plain = unicodedata.normalize("NFD", letters[at])[0]
            letters[at] = plain if plain.isalpha() else letters[at]
        return Sample("".join(letters), sample.spans)


def _mapped(sample: Sample, change: Any) -> Sample:
    """The sample with each stretch changed by itself, so that the spans keep their words."""
    page, behind = _Page(), 0
    for start, end, label in sample.spans:
        page.add(change(sample.text[behind:start]))
        page.add(change(sample.text[start:end]), label)
        behind = end
    page.add(change(sample.text[behind:]))
    return page.sample()
