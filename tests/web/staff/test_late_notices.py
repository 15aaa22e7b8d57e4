"""The page that issues the notices of a result announced before there were notices."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.awards.result_notices import notices_of
from tests.conftest import NOON
from tests.factories.allocation import ScoredContest
from tests.factories.publication import make_ready_contest
from tests.page_client import PageClient, words


@pytest.fixture
def announced(session: Session) -> ScoredContest:
    scored = make_ready_contest(session)
    scored.contest.state, scored.contest.announced_at = "announced", NOON
    session.commit()
    return scored


def test_the_documents_lead_to_it_and_each_group_is_named_before(
    client: PageClient, session: Session, announced: ScoredContest
) -> None:
    client.sign_in(announced.staff.id)
    desk = f"/oficina/concursos/{announced.contest.id}/documentos"
    before = words(client.get(desk).text)
    asked = words(client.get(f"{desk}/notificaciones").text)

    answer = client.post(f"{desk}/notificaciones")

    after, again = words(client.get(desk).text), client.post(f"{desk}/notificaciones")
    count = len(announced.groups)
    assert f"{count} grupos no tienen su notificación." in before
    assert [one.code in asked for one in announced.groups.values()] == [True] * count
    assert (answer.status_code, again.status_code, client.get(f"{desk}/notificaciones").status_code) == (
        303,
        409,
        409,
    )
    session.expire_all()
    assert len(notices_of(session, announced.contest.id)) == count
    assert (f"Quedaron emitidas {count} notificaciones." in after, "no tienen su notificación" in after) == (
        True,
        False,
    )
    assert "Imprimir las notificaciones" in after
