"""The page of envelopes: what is left of each now, and moves that one person proposes and another approves."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.allocation.move_models import EnvelopeMove
from tests.factories.allocation import ScoredContest, make_approved, make_full_contest, make_scored_contest
from tests.factories.moves import WHY, envelope_of
from tests.page_client import PageClient

TO_APPROVE, TO_DISCARD, TO_PROPOSE = "Aprobar el traslado", "Descartar el traslado", "Proponer el traslado"


def url(scored: ScoredContest, tail: str = "") -> str:
    return f"/oficina/concursos/{scored.contest.id}/traslados{tail}"


def waiting_id(session: Session) -> int:
    return session.scalars(select(EnvelopeMove.id)).one()


def buttons(page: str) -> list[str]:
    return [label for label in (TO_APPROVE, TO_DISCARD, TO_PROPOSE) if f">{label}<" in page]


def test_a_move_is_proposed_approved_and_listed_with_its_act(client: PageClient, session: Session) -> None:
    scored = make_full_contest(session)
    make_approved(session, scored)
    session.commit()
    asked = {
        "source": envelope_of(session, scored, "MARCHA").id,
        "target": envelope_of(session, scored, "IDEA").id,
        "amount": "40001",
        "reason": WHY,
    }

    secretary = client.sign_in(scored.secretary.id)
    first = secretary.get(url(scored)).text
    refused = secretary.post(url(scored), data=asked)
    proposed = secretary.post(url(scored), data={**asked, "amount": "12000"}, follow_redirects=True).text
    staff = client.sign_in(scored.staff.id)
    waiting = staff.get(url(scored)).text
    done = staff.post(url(scored, f"/{waiting_id(session)}/aprobar"), follow_redirects=True).text
    listed = staff.get(url(scored, ".csv")).text

    assert buttons(first) == [TO_PROPOSE]
    assert "Ningún traslado todavía" in first
    assert (refused.status_code, "S/ 40,000.00 como máximo" in refused.text.replace("\u00a0", " ")) == (
        422,
        True,
    )
    assert buttons(proposed) == [TO_DISCARD]
    assert buttons(waiting) == [TO_APPROVE, TO_DISCARD]
    assert "ACTO DE TRASLADO N.° 001-2026-UT-HUANCAVELICA" in done
    assert WHY in listed


def test_a_discarded_move_stays_in_the_list(client: PageClient, session: Session) -> None:
    scored = make_full_contest(session)
    session.commit()
    asked = {"source": 0, "target": envelope_of(session, scored, "IDEA").id, "amount": "1", "reason": WHY}
    secretary = client.sign_in(scored.secretary.id)
    no_money = secretary.post(url(scored), data=asked)
    secretary.post(url(scored), data={**asked, "source": asked["target"], "target": 0})

    page = secretary.post(url(scored, f"/{waiting_id(session)}/descartar"), follow_redirects=True).text

    assert no_money.status_code == 422
    assert (buttons(page), "Descartado" in page) == ([TO_PROPOSE], True)
    assert secretary.post(url(scored, "/987654/descartar")).status_code == 404


def test_before_the_ranking_is_closed_the_page_says_what_to_do(client: PageClient, session: Session) -> None:
    scored = make_scored_contest(session)
    scored.contest.state = "evaluating"
    session.commit()

    page = client.sign_in(scored.secretary.id).get(url(scored)).text

    assert (buttons(page), "se cambian con una enmienda" in page) == ([], True)
