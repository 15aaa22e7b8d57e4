"""The catalogue of production lines grows by name."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.queries import production_lines
from contest_portal.contests.services.create_line import create_line
from contest_portal.kernel.problems import NotPermitted, Refused


def catalogue(session: Session) -> list[tuple[str, str]]:
    return [(line.code, line.name) for line in production_lines(session)]


def test_a_line_gets_its_code_from_its_name(session: Session, staff: Act) -> None:
    create_line(session, staff, name="Ají y otras especias")

    assert catalogue(session) == [("aji-y-otras-especias", "Ají y otras especias")]


@pytest.mark.parametrize("name", ["Panadería", "PANADERÍA", "panaderia"])
def test_a_line_is_in_the_catalogue_once(session: Session, staff: Act, name: str) -> None:
    create_line(session, staff, name="Panadería")

    with pytest.raises(Refused) as refusal:
        create_line(session, staff, name=name)

    assert [(p.code, p.field) for p in refusal.value.problems] == [("line.taken", "name")]


def test_a_name_without_letters_is_refused(session: Session, staff: Act) -> None:
    with pytest.raises(Refused) as refusal:
        create_line(session, staff, name="***")

    assert [(p.code, p.field) for p in refusal.value.problems] == [("line.no_letters", "name")]


def test_the_secretary_may_not_add_a_line(session: Session, secretary: Act) -> None:
    with pytest.raises(NotPermitted):
        create_line(session, secretary, name="Panadería")
