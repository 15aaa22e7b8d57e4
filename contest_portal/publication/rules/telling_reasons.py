"""Which reasons of jurors are not published, because they tell of somebody: long numbers, addresses, names."""

import re
from collections.abc import Collection, Iterable

_NUMBER_OR_MAIL = re.compile(r"(?:\d[ .-]?){7,}|@")
_WORD = re.compile(r"[^\W\d_]{4,}")


def name_words(names: Iterable[str]) -> frozenset[str]:
    """Give the words of names by which somebody could be known; short ones are part of every sentence."""
    return frozenset(word.casefold() for name in names for word in _WORD.findall(name))


def tells_of_somebody(text: str, words: Collection[str]) -> bool:
    """Tell whether a text holds a DNI or telephone, a mail address, or a word of somebody's name."""
    named = (word.casefold() in words for word in _WORD.findall(text))
    return _NUMBER_OR_MAIL.search(text) is not None or any(named)
