"""Finding centres whose name was typed with a letter wrong."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.registry.models.register import Centre
from contest_portal.registry.queries.territory import CentreLine, centres_coded
from contest_portal.registry.rules.name_likeness import (
    likeness,
    near_words,
    sounding_like,
    words_of_key,
)
from contest_portal.registry.searching import within_territories

_NEAR = 40


def centres_alike(
    session: Session, words: Sequence[str], *, within: tuple[str, ...], limit: int
) -> tuple[CentreLine, ...]:
    """Find centres by words like those of their names: the likest first, then those as long, then by name and code.

    Reads the names of all centres of the territories (a country has some 90,000): for when nothing is so written.
    """
    statement = select(Centre.code, Centre.sort_key).where(*within_territories(Centre.ubigeo, within))
    codes: dict[str, list[str]] = defaultdict(list)
    bearers: dict[str, set[str]] = defaultdict(set)
    for code, key in session.execute(statement):
        codes[key].append(code)
        for word in words_of_key(key):
            bearers[word].add(key)
    near = {word: near_words(word, sounding_like(word, bearers), most=_NEAR) for word in words}
    meant = {key for alternatives in near.values() for word in alternatives for key in bearers[word]}
    answers = ((likeness(words, near, key), key) for key in meant)
    length = len(" ".join(words))
    ranked = sorted((answer.difference, abs(len(key) - length), key) for answer, key in answers if answer)
    return centres_coded(session, [code for *_, key in ranked for code in sorted(codes[key])][:limit])
