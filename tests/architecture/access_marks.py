"""What depends on a mark while a contest is judged: every address of that contest, asked with one mark and another."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import event, text
from sqlalchemy.orm import Session

from tests.architecture.access_people import EVERYONE, OFFICES
from tests.architecture.access_table import TABLE
from tests.architecture.access_walk import Place, request, words_of
from tests.factories.intruders import open_sheets

Key = tuple[str, str]
"""An endpoint, and who asks."""
_OF_ONE_REQUEST = re.compile(r"\b[0-9a-f]{16}\b")
ANOTHER_MARK = "UPDATE sheet_mark SET units = units - 1 WHERE sheet_id = :sheet_id"


class MarksRead:
    """Hears whether a statement reads marks: an answer made without any cannot depend on one."""

    def __init__(self, place: Place) -> None:
        self.heard = False
        event.listen(place.connection, "before_cursor_execute", self._hear)

    def _hear(self, _connection: object, _cursor: object, statement: str, *_others: object) -> None:
        self.heard = self.heard or "sheet_mark" in statement


def of_the_judged(place: Place) -> Place:
    """Give the same portal, every address of which is of the contest that is judged, as far as it can be."""
    judged = {**place.world.special["juror.sheet"], "phase_code": "FIELD"}
    code = place.connection.scalar(text("SELECT code FROM contest WHERE id = :contest_id"), judged)
    judged["code"] = code
    special = {endpoint: {**values, **judged} for endpoint, values in place.world.special.items()}
    world = replace(place.world, usual={**place.world.usual, **judged}, special=special)
    return replace(place, world=world, addresses={})


def told_by_marks(place: Place, *, of_all: bool) -> tuple[set[Key], set[Key]]:
    """Give who was answered with marks read, and whose answer was another one with another mark.

    Without `of_all` each address is asked as one of the office, by turns, and as everybody who is not of it.
    """
    judged, listener = of_the_judged(place), MarksRead(place)
    before = dict(_answers_with_marks(judged, listener, of_all=of_all))
    undone = place.connection.begin_nested()
    with Session(place.connection, join_transaction_mode="create_savepoint") as owner:
        open_sheets(owner)
        owner.execute(text(ANOTHER_MARK), judged.world.usual)
        owner.commit()
    changed = {key for key, words in before.items() if _words(judged, key) != words}
    undone.rollback()
    return set(before), changed


def _answers_with_marks(judged: Place, listener: MarksRead, *, of_all: bool) -> Iterator[tuple[Key, str]]:
    for endpoint, row in TABLE.items():
        if not _is_of_a_contest(judged, endpoint):
            continue
        for person in _readers(endpoint, row.get or frozenset(), of_all=of_all):
            listener.heard = False
            words = _words(judged, (endpoint, person))
            if listener.heard:
                yield (endpoint, person), words


def _readers(endpoint: str, people: frozenset[str], *, of_all: bool) -> list[str]:
    if of_all:
        return sorted(people)
    office = sorted(people & OFFICES)
    others = {"visitor"} if people == EVERYONE else people - OFFICES
    return [*sorted(others), *office[len(endpoint) % len(office) :][:1]] if office else sorted(others)


def _is_of_a_contest(judged: Place, endpoint: str) -> bool:
    arguments = judged.app.url_map._rules_by_endpoint[endpoint][0].arguments
    return bool(arguments & {"contest_id", "application_id", "sheet_id"}) or (
        endpoint.startswith("public.") and "code" in arguments
    )


def _words(judged: Place, key: Key) -> str:
    endpoint, person = key
    return _OF_ONE_REQUEST.sub("", words_of(request(judged, endpoint, "GET", person)))
