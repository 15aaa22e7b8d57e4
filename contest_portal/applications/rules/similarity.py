"""How alike two profiles are: the share of runs of words they have in common, as an exact fraction."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from itertools import combinations

from contest_portal.applications.rules.profile import Profile

RUN = 4
"""So many words in a row are compared: shorter runs are shared by anyone who writes about the same trade."""
NEAR = Fraction(1, 2)
"""From this share on two profiles are pointed out."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two profiles: the runs of words that both hold of all that one of them holds, and what they share."""

    shared: int
    together: int
    passages: tuple[str, ...]

    @property
    def share(self) -> Fraction:
        """Give shared / together; nothing to compare is nothing alike."""
        return Fraction(self.shared, self.together) if self.together else Fraction(0)

    @property
    def percent(self) -> int:
        """Give the share in whole percent, rounded down."""
        return self.share * 100 // 1


@dataclass(frozen=True, slots=True)
class NearPair:
    """Two applications, by id, whose profiles are near-identical."""

    one: int
    other: int
    likeness: Likeness


def texts_of(profile: Profile) -> tuple[str, ...]:
    """Give what the group wrote in words, in the order of the form.

    Units, figures and suppliers are left out, and so are answers too short to be more than a choice.
    """
    tables = (
        getattr(profile, field.name)
        for field in fields(profile)
        if field.name not in ("summary", "answers", "quotations")
    )
    rows = (row for table in tables if isinstance(table, tuple) for row in table)
    cells = (
        getattr(row, field.name)
        for row in rows
        for field in fields(row)
        if field.name not in ("kind", "unit")
    )
    answers = (answer.text for answer in profile.answers if len(_words(answer.text)) >= RUN)
    return (profile.summary, *(cell for cell in cells if isinstance(cell, str)), *answers)


def likeness(one: tuple[str, ...], other: tuple[str, ...]) -> Likeness:
    """Compare the texts of two profiles: case, accents and punctuation do not count."""
    first, second = _runs(one), _runs(other)
    shared = first.keys() & second.keys()
    return Likeness(len(shared), len(first.keys() | second.keys()), tuple(_passages(one, shared)))


def near_pairs(profiles: Mapping[int, Profile]) -> tuple[NearPair, ...]:
    """Point out the pairs of profiles that share NEAR or more, the nearest first."""
    texts = {key: texts_of(profile) for key, profile in profiles.items()}
    pairs = (
        NearPair(one, other, likeness(texts[one], texts[other])) for one, other in combinations(texts, 2)
    )
    return tuple(
        sorted(
            (pair for pair in pairs if pair.likeness.share >= NEAR),
            key=lambda pair: (-pair.likeness.share, pair.one, pair.other),
        )
    )


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(unicodedata.normalize("NFC", text)))


def _runs(texts: tuple[str, ...]) -> Mapping[tuple[str, ...], None]:
    """Give the runs of every text; a text shorter than a run is a run itself."""
    return {run: None for text in texts for _, run in _runs_of(_words(text))}


def _runs_of(words: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    if not words:
        return
    plain = tuple(_plain(word) for word in words)
    for start in range(max(1, len(plain) - RUN + 1)):
        yield start, plain[start : start + RUN]


def _passages(texts: tuple[str, ...], shared: set[tuple[str, ...]]) -> Iterator[str]:
    """Give the shared words as the first profile wrote them, run beside run joined, text by text."""
    for text in texts:
        words = _words(text)
        starts = [start for start, run in _runs_of(words) if run in shared]
        while starts:
            first = last = starts.pop(0)
            while starts and starts[0] <= last + RUN:
                last = starts.pop(0)
            yield " ".join(words[first : last + RUN])
