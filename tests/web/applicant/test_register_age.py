"""When the register does not know a DNI, the representative reads how old it is; an outage stops nobody."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.applications.group_queries import group_members
from tests.conftest import NOON, StandingClock
from tests.factories.applying import Village
from tests.factories.registry import make_household, make_person
from tests.factories.sources import make_run, make_source
from tests.page_client import PageClient

AGE = "El padrón que usamos es del 23 de noviembre de 2026 (hace 2 días), según «Padrón vecino»."
NEXT = "Quien se registró después todavía no aparece"


@pytest.fixture
def address(village: Village, session: Session, clock: StandingClock) -> str:
    """A group without members, two days after the last complete synchronisation; the one since failed."""
    source = make_source(session)
    source.last_complete_at = NOON
    make_run(session, source, state="failed", fault="source.unreachable")
    group = village.group(households=0)
    session.commit()
    clock.advance(days=2)
    return f"/grupo/grupos/{group.id}/integrantes/nuevo"


def test_an_unknown_dni_says_how_old_the_register_is(representative: PageClient, address: str) -> None:
    answer = representative.post(address, data={"dni": "45418672"})

    assert (answer.status_code, AGE in answer.text, NEXT in answer.text) == (422, True, True)


@pytest.mark.parametrize("typed", ["", "4541867"])
def test_what_is_no_dni_is_not_about_the_register(
    representative: PageClient, address: str, typed: str
) -> None:
    answer = representative.post(address, data={"dni": typed})

    assert (answer.status_code, AGE in answer.text) == (422, False)


def test_before_a_search_nothing_is_said(representative: PageClient, address: str) -> None:
    assert AGE not in representative.get(address).text


def test_members_are_added_while_the_source_is_gone(
    representative: PageClient, address: str, village: Village, session: Session
) -> None:
    make_person(session, make_household(session, village.centre), dni="00418672")
    session.commit()
    group_id = int(address.split("/")[3])

    found = representative.post(address, data={"dni": "00418672"})
    added = representative.post(address, data={"dni": "00418672", "confirmed": "00418672"})

    assert (found.status_code, AGE in found.text, added.status_code) == (200, False, 303)
    assert [member.dni for member in group_members(session, group_id)] == ["00418672"]


def test_a_register_that_was_never_filled_has_no_age(
    representative: PageClient, village: Village, session: Session
) -> None:
    group = village.group(households=0)
    session.commit()

    answer = representative.post(f"/grupo/grupos/{group.id}/integrantes/nuevo", data={"dni": "45418672"})

    assert (answer.status_code, "El padrón que usamos" in answer.text) == (422, False)
