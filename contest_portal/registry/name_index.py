"""The inverted index of names, as each database keeps it: which words there are, and who bears them.

`person_words_vocab` holds every word that ever stood in a name, with its consonants; triggers fill it. Who bears a
word is known, on PostgreSQL, by a GIN index over the words of `person.sort_key`, on SQLite by the full-text table
`person_words`. A migration makes all of it; nothing here writes.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    cast,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from contest_portal.registry.models.register import Person
from contest_portal.registry.rules.name_likeness import LEAST_TO_BEGIN_WITH, near_words, sounds_near

NEAR_WORDS = 80
Alternatives = Mapping[str, int]
Demand = Sequence[Sequence[str]]
"""For each typed word, the words of which a name must bear one."""

_LAST_LETTER = "~"
_VOCABULARY = table("person_words_vocab", column("word", Text), column("sound", Text))
_FULL_TEXT = table("person_words", column("rowid"), column("person_words"))
_FOR_THIS_TRANSACTION = True
_BORNE: ColumnElement[list[str]] = literal_column(
    "string_to_array(translate(sort_key, '-''’.,/()~', '        '), ' ')"
)


def alternatives(session: Session, typed: Iterable[str]) -> dict[str, Alternatives]:
    """Give for each typed word the words of names that may be meant, with the letters in which they differ."""
    return {word: near_words(word, _like(session, word), most=NEAR_WORDS) for word in sorted(set(typed))}


def bearers(session: Session, demands: Sequence[Demand], *, most: int) -> dict[int, str]:
    """Give persons whose names meet one of the demands: id and sort key, `most` of them as they are stored."""
    if not demands:
        return {}
    if session.get_bind().dialect.name == "postgresql":
        return _bearers_in_postgres(session, demands, most)
    wanted = " OR ".join(_match(demand) for demand in demands)
    found = select(_FULL_TEXT.c.rowid).where(_FULL_TEXT.c.person_words.op("MATCH")(wanted)).limit(most)
    return _keys(session, select(Person.id, Person.sort_key).where(Person.id.in_(found)))


def _like(session: Session, word: str) -> Sequence[str]:
    begins = word if len(word) >= LEAST_TO_BEGIN_WITH else word + _LAST_LETTER
    alike = select(_VOCABULARY.c.word).where(_VOCABULARY.c.sound.in_(sorted(sounds_near(word))))
    begun = select(_VOCABULARY.c.word).where(
        _VOCABULARY.c.word >= begins, _VOCABULARY.c.word < begins + _LAST_LETTER
    )
    return session.scalars(alike.union(begun)).all()


def _bearers_in_postgres(session: Session, demands: Sequence[Demand], most: int) -> dict[int, str]:
    either = or_(*(and_(*(_bears(words) for words in demand)) for demand in demands))
    # the index alone: guessing how often words meet, the planner would rather read the whole table
    session.execute(select(func.set_config("enable_seqscan", "off", _FOR_THIS_TRANSACTION)))
    found = _keys(session, select(Person.id, Person.sort_key).where(either).limit(most))
    session.execute(select(func.set_config("enable_seqscan", "on", _FOR_THIS_TRANSACTION)))
    return found


def _keys(session: Session, found: Select[int, str]) -> dict[int, str]:
    return {row.id: row.sort_key for row in session.execute(found)}


def _bears(words: Sequence[str]) -> ColumnElement[bool]:
    return _BORNE.op("&&", is_comparison=True)(cast(list(words), ARRAY(Text)))


def _match(demand: Demand) -> str:
    """Write a demand in the language of full-text tables; every word is quoted, so that none is an operator."""
    every = (" OR ".join(f'"{word}"' for word in words) for words in demand)
    return "(" + " AND ".join(f"({words})" for words in every) + ")"
