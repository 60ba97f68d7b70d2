"""The lexicon of words that give a duty (`lexicon/duty_verbs.yaml`), compiled once for look-ups along a run of words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import lexicon_yaml
from pipeline.orthography import fold_key
from pipeline.recognize.agencies.vocabulary import Phrases


@dataclass(frozen=True, slots=True)
class DutyWords:
    """The tables of `lexicon/duty_verbs.yaml`; `verbs` holds the strong and the weak verbs together, each labelled."""

    assigning: Phrases
    chairing: Phrases
    verbs: Phrases
    adverbials: Phrases
    companions: Phrases
    joint: Phrases
    manners: Phrases
    between: Phrases
    not_doing: Phrases
    heading_tails: Phrases
    coordination_nouns: frozenset[str]
    passive: frozenset[str]
    reporting: frozenset[str]


@cache
def duty_words() -> DutyWords:
    """The compiled lexicon, made once per process."""
    source = lexicon_yaml("duty_verbs")

    def table(*names: str) -> Phrases:
        return Phrases((fold_key(phrase), name) for name in names for phrase in source[name])

    def keys(name: str) -> frozenset[str]:
        return frozenset(fold_key(phrase) for phrase in source[name])

    return DutyWords(
        assigning=table("assigning"),
        chairing=table("chairing"),
        verbs=table("strong", "weak"),
        adverbials=table("adverbials"),
        companions=table("with"),
        joint=table("joint"),
        manners=table("manners"),
        between=table("between"),
        not_doing=table("not_doing"),
        heading_tails=table("heading_tails"),
        coordination_nouns=keys("coordination_nouns"),
        passive=keys("passive"),
        reporting=keys("reporting"),
    )
