"""The first page sorts calls by what a visitor can do with them."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.database import Database
from tests.conftest import StandingClock
from tests.factories.accounts import make_office, make_user
from tests.factories.contests import CLOSES, OPENS, RULEBOOK, make_contest
from tests.page_client import PageClient


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


@pytest.fixture
def author(session: Session) -> User:
    return make_user(session, Role.STAFF)


def headings(page: str) -> list[str]:
    return [heading for heading in re.findall(r"<h2>(.*?)</h2>", page) if heading != "Cómo funciona"]


def test_without_calls_the_page_says_where_to_ask(session: Session, client: PageClient) -> None:
    page = client.get("/").text

    assert (headings(page), "pregunte en la unidad territorial" in page) == (
        ["Convocatorias abiertas"],
        True,
    )


@pytest.mark.parametrize(
    ("state", "shift", "sections"),
    [
        pytest.param("published", timedelta(seconds=-1), ["Próximas convocatorias"], id="coming"),
        pytest.param("published", timedelta(0), [], id="open"),
        pytest.param("published", CLOSES - OPENS, ["En evaluación"], id="closed"),
        pytest.param("evaluating", CLOSES - OPENS, ["En evaluación"], id="evaluating"),
        pytest.param("allocated", CLOSES - OPENS, ["En evaluación"], id="allocated"),
        pytest.param("announced", CLOSES - OPENS, ["Con resultado publicado"], id="announced"),
        pytest.param("draft", timedelta(0), [], id="draft"),
    ],
)
def test_a_call_stands_where_its_moment_is(
    session: Session,
    client: PageClient,
    clock: StandingClock,
    office: Office,
    author: User,
    state: str,
    shift: timedelta,
    sections: list[str],
) -> None:
    make_contest(session, office, author, state=state)
    session.commit()
    clock.set(OPENS + shift)

    assert headings(client.get("/").text) == ["Convocatorias abiertas", *sections]


def test_an_open_call_is_linked(session: Session, client: PageClient, office: Office, author: User) -> None:
    contest = make_contest(session, office, author)
    session.commit()

    assert f'href="/convocatorias/{contest.code}"' in client.get("/").text


def test_the_call_that_closes_first_comes_first(
    session: Session, client: PageClient, office: Office, author: User
) -> None:
    later = make_contest(session, office, author)
    sooner = replace(RULEBOOK, calendar=replace(RULEBOOK.calendar, closes_at=CLOSES - timedelta(days=1)))
    first = make_contest(session, office, author, rulebook=sooner)
    session.commit()

    page = client.get("/").text

    assert page.index(first.code) < page.index(later.code)


def test_the_list_costs_the_same_for_one_call_and_for_three(
    session: Session, client: PageClient, database: Database, office: Office, author: User
) -> None:
    statements: list[str] = []
    event.listen(
        database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]), named=False
    )
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make_contest(session, office, author)
        session.commit()
        statements.clear()
        client.get("/")
        counts.append(len(statements))

    assert counts[0] == counts[1]
