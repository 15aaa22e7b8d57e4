"""The announcement page: a checklist, and one button when all of it is there."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.models import Contest
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.allocation import ScoredContest, make_approved, make_full_contest
from tests.factories.publication import make_announced_contest, make_document, make_ready_contest
from tests.page_client import PageClient

BUTTON = 'type="submit">Anunciar el resultado<'


def url(scored: ScoredContest) -> str:
    return f"/oficina/concursos/{scored.contest.id}/anuncio"


def test_the_checklist_says_what_is_missing_and_offers_no_button(
    client: PageClient, session: Session
) -> None:
    scored = make_full_contest(session)
    make_approved(session, scored)
    make_document(session, scored, "acta")
    session.commit()

    page = client.sign_in(scored.staff.id).get(url(scored)).text

    assert (page.count("</svg>Listo<"), page.count("</svg>Falta<")) == (2, 1)
    assert "Emita e imprima la resolución de adjudicación antes de anunciar el resultado." in page
    assert BUTTON not in page


def test_when_all_is_ready_the_staff_sees_the_button(client: PageClient, session: Session) -> None:
    scored = make_ready_contest(session)
    session.commit()

    page = client.sign_in(scored.staff.id).get(url(scored)).text

    assert BUTTON in page


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR])
def test_the_others_see_the_checklist_alone(client: PageClient, session: Session, role: Role) -> None:
    scored = make_ready_contest(session)
    reader = make_user(session, role)
    session.commit()
    client.sign_in(reader.id)

    page = client.get(url(scored)).text

    assert BUTTON not in page
    assert "El anuncio lo hace el personal del programa." in page
    assert client.post(url(scored)).status_code == 403


def test_announcing_opens_the_public_page(client: PageClient, session: Session, clock: StandingClock) -> None:
    scored = make_ready_contest(session)
    session.commit()
    public = f"/resultados/{scored.contest.code}"
    before = client.get(public).status_code

    answer = client.sign_in(scored.staff.id).post(url(scored), data={"warned": "y"})

    assert (before, answer.status_code, client.get(public).status_code) == (404, 303, 200)
    session.expire_all()
    announced = session.scalar(select(Contest.announced_at).where(Contest.id == scored.contest.id))
    assert announced == clock()


def test_announcing_before_the_day_of_the_calendar_asks_for_a_confirmation(
    client: PageClient, session: Session
) -> None:
    scored = make_ready_contest(session)
    session.commit()
    client.sign_in(scored.staff.id)

    page = client.get(url(scored)).text
    answer = client.post(url(scored))

    assert "los resultados se publican el 10/12/2026. Si anuncia hoy, se adelanta." in page
    assert (answer.status_code, "Marque la casilla si de todos modos quiere seguir." in answer.text) == (
        422,
        True,
    )
    assert client.get(f"/resultados/{scored.contest.code}").status_code == 404


def test_announcing_without_documents_says_everything_that_is_missing(
    client: PageClient, session: Session
) -> None:
    scored = make_full_contest(session)
    make_approved(session, scored)
    session.commit()

    answer = client.sign_in(scored.staff.id).post(url(scored), data={"warned": "y"})

    assert answer.status_code == 422
    assert answer.text.count("antes de anunciar el resultado.") == 4  # on top, and beside each item


def test_announcing_twice_is_a_conflict(client: PageClient, session: Session) -> None:
    scored = make_announced_contest(session)
    session.commit()

    answer = client.sign_in(scored.staff.id).post(url(scored))

    assert answer.status_code == 409


def test_after_the_announcement_the_page_links_to_the_public_one(
    client: PageClient, session: Session
) -> None:
    scored = make_announced_contest(session)
    session.commit()

    page = client.sign_in(scored.staff.id).get(url(scored)).text

    assert f'href="/resultados/{scored.contest.code}"' in page
    assert BUTTON not in page
