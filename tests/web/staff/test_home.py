"""The office's first page: what is under way and what to do next."""

import re
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from tests.conftest import StandingClock
from tests.factories.accounts import make_office, make_user
from tests.factories.allocation import make_full_contest, make_proposed
from tests.factories.contests import CLOSES, OPENS, make_contest
from tests.factories.scoring import make_juror
from tests.page_client import PageClient
from tests.query_count import counted_queries

HOME = "/oficina/"
RECEIVING = "Ayude a los grupos a enviar su perfil antes del cierre y conforme el jurado"


@pytest.fixture
def staff(client: PageClient, session: Session) -> User:
    user = make_user(session, Role.STAFF)
    session.commit()
    client.sign_in(user.id)
    return user


def contest_in(session: Session, author: User, state: str) -> str:
    contest = make_contest(session, make_office(session), author, state=state)
    session.commit()
    return f'href="/oficina/concursos/{contest.id}"'


@pytest.mark.parametrize(
    ("state", "next_step"),
    [
        ("draft", "Complete las bases y publique la convocatoria."),
        ("published", RECEIVING),
        ("evaluating", "Acompañe al jurado hasta que todas las fichas estén cerradas."),
        ("scored", "Revise el orden de mérito y proponga el reparto del fondo."),
        ("allocated", "Emita los documentos y anuncie el resultado."),
    ],
)
def test_each_state_says_what_to_do_next(
    client: PageClient, session: Session, staff: User, state: str, next_step: str
) -> None:
    link = contest_in(session, staff, state)

    page = client.get(HOME).text

    assert (next_step in page, link in page) == (True, True)


@pytest.mark.parametrize(
    ("moment", "next_step"),
    [
        (OPENS - timedelta(seconds=1), "La recepción de perfiles todavía no empieza."),
        (OPENS, RECEIVING),
        (CLOSES - timedelta(seconds=1), RECEIVING),
        (CLOSES, "La recepción cerró: conforme el jurado y empiece la evaluación."),
    ],
)
def test_published_contest_asks_for_what_its_calendar_says(
    client: PageClient, session: Session, staff: User, clock: StandingClock, moment: object, next_step: str
) -> None:
    contest_in(session, staff, "published")
    clock.set(moment)  # type: ignore[arg-type]

    assert next_step in client.get(HOME).text


def test_finished_contest_is_counted_not_listed(client: PageClient, session: Session, staff: User) -> None:
    link = contest_in(session, staff, "announced")

    page = client.get(HOME).text

    assert ("Ver 1 concurso terminado" in page, link in page) == (True, False)
    assert "Ningún concurso en curso" in page


@pytest.mark.usefixtures("staff")
def test_empty_office_says_how_to_begin(client: PageClient) -> None:
    page = client.get(HOME).text

    assert "Ningún concurso en curso" in page
    assert 'href="/oficina/concursos/nuevo"' in page


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.STAFF])
def test_who_is_of_one_contest_sees_that_one(client: PageClient, session: Session, role: Role) -> None:
    author, office = make_user(session, Role.STAFF), make_office(session)
    mine, other = make_contest(session, office, author), make_contest(session, office, author)
    secretary = make_user(session, role, contest_id=mine.id)
    session.commit()
    client.sign_in(secretary.id)

    page = client.get(HOME).text

    links = [f'href="/oficina/concursos/{contest.id}"' in page for contest in (mine, other)]
    offered = {
        link: client.get(link).status_code for link in set(re.findall(r'href="(/oficina/[^"#]*)"', page))
    }
    assert links == [True, False]
    assert (len(offered) >= 4, set(offered.values())) == (True, {200})


def test_auditor_is_offered_nothing_to_do(client: PageClient, session: Session) -> None:
    auditor = make_user(session, Role.AUDITOR)
    session.commit()
    client.sign_in(auditor.id)

    page = client.get(HOME).text

    assert ("Abrir la cuenta de un representante" in page, "Crear un concurso" in page) == (False, False)


def test_page_costs_the_same_number_of_queries_for_one_contest_and_for_three(
    client: PageClient, session: Session, staff: User
) -> None:
    office = make_office(session)
    make_contest(session, office, staff)
    session.commit()
    with counted_queries(session) as one:
        client.get(HOME)
    make_contest(session, office, staff)
    make_contest(session, office, staff, state="draft")
    session.commit()

    with counted_queries(session) as three:
        client.get(HOME)

    assert one.total == three.total


def test_who_takes_the_step_that_waits_is_told_so(client: PageClient, session: Session) -> None:
    scored = make_full_contest(session)
    make_proposed(session, scored)
    session.commit()

    own = client.sign_in(scored.staff.id).get(HOME).text
    others = client.sign_in(scored.secretary.id).get(HOME).text

    link = f'href="/oficina/concursos/{scored.contest.id}/reparto/aprobar"'
    assert ("Le toca a usted: revise el reparto propuesto" in own, link in own) == (True, True)
    assert ("espera su aprobación, paso 1 de 1 («Programa»)" in others, link in others) == (True, False)


def test_seated_jury_is_not_asked_for_again(client: PageClient, session: Session, staff: User) -> None:
    contest = make_contest(session, make_office(session), staff)
    make_juror(session, contest, make_user(session, Role.JUROR))
    session.commit()

    page = client.get(HOME).text

    assert ("Ayude a los grupos a enviar su perfil antes del cierre." in page, RECEIVING in page) == (
        True,
        False,
    )
