"""Names of persons in mentions: behind an honorific (`đồng chí Lê Trung Chinh`) or an office (`PCT UBND tỉnh Trần Thị Nga`).

A name begins with one of the common family names and runs over words in capitals.
"""

from __future__ import annotations

from pipeline.resolve.vocabulary import Words, opening, vocabulary

_LONGEST_NAME = 5
_SHORTEST_NAME = 2


def leading_name(words: Words) -> Words:
    """The name of a person at the start of `words`, as behind `ông` and before an office."""
    known = vocabulary()
    if not words or words[0].key not in known.surnames:
        return ()
    length = 0
    while length < min(len(words), _LONGEST_NAME) and words[length].capital and not opening(words[length:], known.offices):
        length += 1
    return words[:length] if length >= _SHORTEST_NAME else ()


def name_at_end(words: Words) -> Words:
    """The longest name of a person that closes `words`, a family name and what follows it, all in capitals."""
    surnames = vocabulary().surnames
    for length in range(min(_LONGEST_NAME, len(words)), _SHORTEST_NAME - 1, -1):
        name = words[-length:]
        if name[0].key in surnames and all(word.capital for word in name):
            return name
    return ()
