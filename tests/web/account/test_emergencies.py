"""An emergency access on pages: red for its person, on record, and public."""

import json

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.emergency_models import EmergencyAccess
from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.models import Contest
from contest_portal.kernel.audit import AuditRow
from tests.conftest import StandingClock
from tests.factories.accounts import make_office, make_user
from tests.factories.contests import make_contest
from tests.page_client import PageClient, words

REASON = "La secretaría está hospitalizada y el jurado sesiona."
BANNER = "cada página que abre queda registrada"


@pytest.fixture
def contest(session: Session) -> Contest:
    found = make_contest(session, make_office(session), make_user(session))
    session.commit()
    return found


@pytest.fixture
def person(session: Session) -> User:
    user = make_user(session, Role.TREASURER, full_name="Edith Paucar")
    session.commit()
    return user


def second(app: Flask, session: Session) -> PageClient:
    staff = make_user(session, Role.STAFF, full_name="Irma Solís")
    session.commit()
    client = app.test_client()
    assert isinstance(client, PageClient)
    return client.sign_in(staff.id)


def ask(client: PageClient, contest: Contest, **changes: str):  # type: ignore[no-untyped-def]
    usual = {"contest": str(contest.id), "role": "staff", "hours": "1", "reason": REASON}
    return client.post("/emergencias", data=usual | changes)


def asked_for(session: Session) -> str:
    """Give the address of the one that was asked for."""
    return f"/emergencias/{session.scalars(select(EmergencyAccess.id)).one()}"


def pages_on_record(session: Session) -> list[str]:
    rows = session.scalars(select(AuditRow).where(AuditRow.action == "emergency.page").order_by(AuditRow.seq))
    return [json.loads(row.data)["page"] for row in rows]


def test_the_whole_story(
    app: Flask,
    client: PageClient,
    session: Session,
    contest: Contest,
    person: User,
    clock: StandingClock,
) -> None:
    page = f"/oficina/concursos/{contest.id}"
    client.sign_in(person.id)
    assert client.get(page).status_code == 403
    assert ask(client, contest).location == "/emergencias"
    assert client.get(page).status_code == 403
    other = second(app, session)
    assert "Edith Paucar" in other.get("/emergencias").text

    assert other.post(f"{asked_for(session)}/confirmar").location == "/emergencias"

    opened = client.get(page)
    assert (opened.status_code, BANNER in opened.text) == (200, True)
    assert BANNER in client.get("/").text
    assert BANNER not in other.get(page).text
    assert pages_on_record(session) == [page]
    public = words(client.get(f"/convocatorias/{contest.code}").text)
    assert "Este concurso tuvo accesos de emergencia" in public
    assert REASON in public
    assert ("Edith Paucar" in public.partition("Cerrar sesión")[2], "Abrió 1 página." in public) == (
        False,
        True,
    )
    table = other.get("/emergencias.csv").text
    assert "Edith Paucar" in table
    assert REASON in table
    assert other.get("/emergencias.xlsx").data[:2] == b"PK"
    clock.advance(hours=1)
    closed = client.get(page)
    assert (closed.status_code, BANNER in closed.text) == (403, False)
    assert pages_on_record(session) == [page]


def test_ending_it_ends_it_at_once(
    app: Flask, client: PageClient, session: Session, contest: Contest, person: User
) -> None:
    ask(client.sign_in(person.id), contest)
    second(app, session).post(f"{asked_for(session)}/confirmar")

    assert client.post(f"{asked_for(session)}/terminar").location == "/emergencias"

    assert client.get(f"/oficina/concursos/{contest.id}").status_code == 403
    listed = words(client.get("/emergencias").text)
    assert "Lo terminó Edith Paucar" in listed
    assert BANNER not in listed


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"role": ""}, "Elija la función que necesita."),
        ({"role": "treasurer"}, "Usted ya tiene esa función en este concurso."),
        ({"role": "juror"}, "Elija la función que necesita."),
        ({"reason": "corto"}, "Escriba el motivo, en 20 a 300 letras"),
        ({"hours": "9"}, "hours"),
        ({"contest": "999"}, "contest"),
    ],
)
def test_what_cannot_be_asked_for_is_said_and_nothing_stays(
    client: PageClient, session: Session, contest: Contest, person: User, changes: dict[str, str], said: str
) -> None:
    usual = {"contest": str(contest.id), "role": "staff", "hours": "1", "reason": REASON}

    answer = client.sign_in(person.id).post("/emergencias", data=usual | changes)

    assert (answer.status_code, said in answer.text) == (422, True)
    assert session.scalars(select(AuditRow)).all() == []


def test_the_own_one_is_not_confirmed(client: PageClient, session: Session, contest: Contest) -> None:
    staff = make_user(session, Role.STAFF)
    session.commit()
    ask(client.sign_in(staff.id), contest, role="secretary")

    assert client.post(f"{asked_for(session)}/confirmar").status_code == 403
    assert "Confirmar" not in client.get("/emergencias").text
