"""How alike two written names are: letters that differ, letters that sound the same in the Andes.

One name is written many ways by many hands: Huamán, Guaman, Waman; Ccanto, Canto; Quispe, Kispe. `spoken` writes a
word as it sounds; `consonants` keeps less, and is what the database finds like words by: `person_words_vocab.sound` is
computed there by these same steps.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from contest_portal.kernel.identifiers import clean_text, sort_key

MAX_WORDS = 6
LEAST_TO_BEGIN_WITH = 3
_NOT_A_WORD = re.compile(r"[^0-9a-z]+")
SOUND_LETTERS = "bdfgjklmnprst1"
"""What stays of a word without its vowels; 1 is the sound of «ch»."""
SPOKEN_STEPS: tuple[tuple[str, str], ...] = (
    ("ch", "1"),
    ("sh", "s"),
    ("que", "ke"),
    ("qui", "ki"),
    ("q", "k"),
    ("ce", "se"),
    ("ci", "si"),
    ("c", "k"),
    ("z", "s"),
    ("x", "s"),
    ("ge", "je"),
    ("gi", "ji"),
    ("gue", "ge"),
    ("gui", "gi"),
    ("gua", "ua"),
    ("ll", "i"),
    ("y", "i"),
    ("v", "b"),
    ("w", "u"),
    ("h", ""),
    *((letter * 2, letter) for letter in "abdefgijklmnoprstu"),
)
"""Replaced one after the other, all places at once."""
SOUND_STEPS: tuple[tuple[str, str], ...] = (
    ("ch", "1"),
    ("ce", "s"),
    ("ci", "s"),
    ("c", "k"),
    ("q", "k"),
    ("z", "s"),
    ("x", "s"),
    ("ge", "j"),
    ("gi", "j"),
    ("gua", ""),
    ("ll", ""),
    ("v", "b"),
    *((letter * 2, letter) for letter in "kmnprst"),
    *((letter, "") for letter in "yhwaeiou"),
)
"""From a word to its consonants. Few steps: SQLite nests its `replace` no deeper than this."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a name answers what was typed: letters that differ, and the typed words that are not there as typed."""

    difference: int
    similarity: int
    inexact: tuple[tuple[str, str], ...]


def search_words(text: str) -> tuple[str, ...]:
    """Split a name into the words that searches compare: no accents, no case, ñ as n, nothing but letters."""
    return tuple(words_of_key(sort_key(clean_text(text))))


def words_of_key(key: str) -> list[str]:
    """Split a sort key into the words that searches compare."""
    return [word for word in _NOT_A_WORD.split(key.replace("~", "")) if word]


@lru_cache(maxsize=50_000)
def spoken(word: str) -> str:
    """Write a word as it sounds."""
    for written, sounds in SPOKEN_STEPS:
        word = word.replace(written, sounds)
    return word


@lru_cache(maxsize=50_000)
def consonants(word: str) -> str:
    """Give what is left of a word's sound without its vowels."""
    for written, sounds in SOUND_STEPS:
        word = word.replace(written, sounds)
    return word


def sounds_near(word: str) -> frozenset[str]:
    """Give every run of consonants that one letter more, less, other or swapped makes of a word's own."""
    own = consonants(word)
    halves = [(own[:place], own[place:]) for place in range(len(own) + 1)]
    less = {left + right[1:] for left, right in halves if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    other = {left + letter + right[1:] for left, right in halves if right for letter in SOUND_LETTERS}
    more = {left + letter + right for left, right in halves for letter in SOUND_LETTERS}
    return frozenset({own} | less | swapped | other | more)


def sounding_like(word: str, known: Iterable[str]) -> list[str]:
    """Choose the words that begin as this one, or whose consonants are its own but for a letter."""
    near = sounds_near(word)
    return [other for other in known if other.startswith(word) or consonants(other) in near]


def allowed_difference(word: str) -> int:
    """Give how many letters may differ: none in two letters, one in up to five, two beyond."""
    if len(word) < LEAST_TO_BEGIN_WITH:
        return 0
    return 1 if len(word) < 6 else 2


def word_difference(typed: str, word: str, *, most: int = 2) -> int:
    """Count the letters in which two words differ, or give `most` + 1; words that sound the same differ in one."""
    if typed == word:
        return 0
    apart = _apart_if_near(typed, word, most)
    return 1 if apart <= 1 else min(apart, max(1, _apart_if_near(spoken(typed), spoken(word), most)))


def letters_apart(one: str, other: str, *, most: int) -> int:
    """Count the letters to add, drop, change or swap with their neighbour to turn one word into the other.

    Gives `most` + 1 as soon as it is more than `most`: nearly all pairs of words end there after a letter or two.
    """
    longer = len(one) - len(other)
    if not -most <= longer <= most:
        return most + 1
    start = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        start += 1
    one, other = one[start:], other[start:]
    if not (one and other):
        return len(one) + len(other)
    if not most:
        return 1
    ways = [(one[1:], other[1:]), (one[1:], other), (one, other[1:])]
    if one[0] == other[1:2] and other[0] == one[1:2]:
        ways.append((one[2:], other[2:]))
    return 1 + min(letters_apart(mine, theirs, most=most - 1) for mine, theirs in ways)


def _apart_if_near(one: str, other: str, most: int) -> int:
    """Compare letter by letter only when few enough letters are strange to the other word: most pairs are not."""
    mine, theirs = _letters(one), _letters(other)
    if max((mine & ~theirs).bit_count(), (theirs & ~mine).bit_count()) > most:
        return most + 1
    return letters_apart(one, other, most=most)


@lru_cache(maxsize=50_000)
def _letters(word: str) -> int:
    """Give the letters of a word as bits; the few signs that share a bit only cost a comparison."""
    return sum(1 << bit for bit in {ord(letter) % 64 for letter in word})


def near_words(typed: str, known: Iterable[str], *, most: int) -> dict[str, int]:
    """Choose the known words that may be meant, with their difference: the nearest first, then by alphabet.

    A word that begins as typed counts as one letter of difference: the person had not finished writing.
    """
    allowed = allowed_difference(typed)
    found: dict[str, int] = {}
    for word in known:
        if len(typed) >= LEAST_TO_BEGIN_WITH and word.startswith(typed):
            found[word] = 0 if word == typed else 1
        else:
            difference = word_difference(typed, word, most=allowed)
            if difference <= allowed:
                found[word] = difference
    return dict(sorted(found.items(), key=lambda item: (item[1], item[0]))[:most])


def likeness(typed: Sequence[str], near: Mapping[str, Mapping[str, int]], key: str) -> Likeness | None:
    """Say how a sort key answers the typed words, each by a word of its own; None when some word has no answer."""
    left = words_of_key(key)
    total, inexact = 0, []
    for word in sorted(typed, key=lambda each: (each not in left, each)):
        answers = [(near[word][there], there) for there in left if there in near[word]]
        if not answers:
            return None
        difference, there = min(answers)
        left.remove(there)
        total += difference
        if difference:
            inexact.append((word, there))
    letters = sum(map(len, typed))
    return Likeness(total, 100 - (200 * total + letters) // (2 * letters), tuple(inexact))
