"""What became of a result after its announcement stands beside it: annulled awards, and who received instead."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.allocation.models import Award
from contest_portal.documents.models import Document
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest
from tests.factories.follow_ups import annulled_by_two
from tests.factories.publication import make_announced_contest
from tests.factories.reserve import make_answered, make_called
from tests.page_client import PageClient

LOSES, RECEIVES = "Sumaq Kuy", "Allin Ruway"
REASON = "El grupo renunció."


@pytest.fixture
def changed(session: Session) -> ScoredContest:
    """One group loses 18,000, and the first of the reserve is granted its 12,000."""
    scored = make_announced_contest(session)
    lost = session.scalars(select(Award).where(Award.application_id == scored.groups[LOSES].id)).one()
    annulled_by_two(session, act_of(make_user(session, Role.STAFF), NOON), award_id=lost.id, reason=REASON)
    call = make_called(session, scored)
    make_answered(session, scored, call, "accepted", at=NOON + timedelta(days=1))
    session.commit()
    return scored


def test_nothing_is_said_of_later_where_nothing_changed(client: PageClient, session: Session) -> None:
    scored = make_announced_contest(session)
    session.commit()
    address = f"/resultados/{scored.contest.code}"

    assert "después del reparto" not in client.read(address)
    assert client.get(f"{address}/resultado.json").get_json()["later"] == []


def test_the_page_tells_who_lost_the_award_and_who_received_and_by_which_paper(
    client: PageClient, session: Session, changed: ScoredContest
) -> None:
    page = client.read(f"/resultados/{changed.contest.code}")
    announced, _, since = page.partition("Lo que cambió después del reparto")

    codes = session.scalars(
        select(Document.code).where(Document.kind.in_(("annulment", "reserve_call")))
    ).all()
    wanted = (
        f"{LOSES} {changed.code(LOSES)} Premio anulado",
        f"{RECEIVES} {changed.code(RECEIVES)} Recibe",
        *codes,
    )
    assert len(codes) == 2
    assert [one for one in wanted if one not in since] == []
    assert announced.count("Premio anulado") == 1
    assert f"{LOSES} Premio anulado" in announced
    assert REASON not in page


def test_the_figures_of_the_announcement_stay_and_the_open_data_says_what_came_later(
    client: PageClient, changed: ScoredContest
) -> None:
    address = f"/resultados/{changed.contest.code}"

    data = client.get(f"{address}/resultado.json").get_json()
    text = client.get(f"{address}/resultado.csv").get_data(as_text=True)

    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    assert data["money"]["awarded"] == 5_500_000
    assert [(one["change"], one["code"], one["amount"]) for one in data["later"]] == [
        ("annulled", changed.code(LOSES), 1_800_000),
        ("received", changed.code(RECEIVES), 1_200_000),
    ]
    assert {row["codigo"]: row["despues"] for row in rows if row["despues"]} == {
        changed.code(LOSES): "premio anulado",
        changed.code(RECEIVES): "recibe desde la reserva",
    }


def test_the_papers_of_both_are_found_by_their_codes(client: PageClient, changed: ScoredContest) -> None:
    later = client.get(f"/resultados/{changed.contest.code}/resultado.json").get_json()["later"]

    pages = [client.read(f"/verificar/{one['verification_code']}") for one in later]

    assert [one["document"] in page for one, page in zip(later, pages, strict=True)] == [True, True]
