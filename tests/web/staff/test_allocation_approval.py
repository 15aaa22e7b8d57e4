"""The steps that approve an allocation, on the pages of those who take them."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.allocation.models import AllocationApproval, AllocationRun
from contest_portal.contests.rules.approval_chain import ApprovalStep, Approver
from tests.factories.accounts import make_user
from tests.factories.allocation import ScoredContest, make_chained, make_full_contest, make_proposed
from tests.page_client import PageClient

CHAIN = (ApprovalStep("Programa", Approver.STAFF), ApprovalStep("Jefatura", Approver.STAFF))


def url(scored: ScoredContest, tail: str = "") -> str:
    return f"/oficina/concursos/{scored.contest.id}/reparto{tail}"


def sent(run: AllocationRun, **more: str) -> dict[str, str]:
    return {"run_id": str(run.id), "result_sha256": run.result_sha256, "warned": "y"} | more


def test_the_first_step_shows_that_the_money_waits_for_the_last(client: PageClient, session: Session) -> None:
    scored = make_chained(session, *CHAIN)
    run = make_proposed(session, scored)
    session.commit()
    client.sign_in(scored.staff.id)

    shown = client.get(url(scored, "/aprobar")).text
    answer = client.post(url(scored, "/aprobar"), data=sent(run, step="1"))
    after = client.get(url(scored)).text

    assert "Paso 1 de 2: «Programa»" in shown
    assert "Aprobar el paso «Programa»" in shown
    assert (answer.status_code, answer.location) == (303, url(scored))
    assert "Aprobó el paso 1 de 2. El dinero se compromete con el último." in after
    assert "Espera el paso 2 de 2: «Jefatura»" in after
    assert ("Revisar y aprobar" in after, run.result_sha256 in after) == (False, True)


def test_a_step_that_somebody_took_meanwhile_is_a_conflict(client: PageClient, session: Session) -> None:
    scored = make_chained(session, *CHAIN)
    run = make_proposed(session, scored)
    other = make_user(session, Role.STAFF)
    session.commit()
    client.sign_in(scored.staff.id).post(url(scored, "/aprobar"), data=sent(run, step="1"))

    late = client.sign_in(other.id).post(url(scored, "/aprobar"), data=sent(run, step="1"))

    assert late.status_code == 409
    assert "El paso 1 no es el que espera ahora" in late.text
    assert session.scalars(select(AllocationApproval.decided_by)).all() == [scored.staff.id]


@pytest.mark.parametrize(("step", "status"), [("9", 403), ("x", 403), ("2", 403), ("1", 403)])
def test_who_took_no_step_before_but_has_no_right_is_refused(
    client: PageClient, session: Session, step: str, status: int
) -> None:
    scored = make_chained(session, *CHAIN)
    run = make_proposed(session, scored)
    session.commit()

    answer = client.sign_in(scored.secretary.id).post(url(scored, "/aprobar"), data=sent(run, step=step))

    assert answer.status_code == status


@pytest.mark.parametrize(("step", "status"), [("9", 404), ("x", 422), ("2", 409)])
def test_a_step_that_is_not_there_is_refused(
    client: PageClient, session: Session, step: str, status: int
) -> None:
    scored = make_chained(session, *CHAIN)
    run = make_proposed(session, scored)
    session.commit()

    answer = client.sign_in(scored.staff.id).post(url(scored, "/aprobar"), data=sent(run, step=step))

    assert answer.status_code == status


def test_sending_back_asks_for_a_reason_and_shows_it_afterwards(client: PageClient, session: Session) -> None:
    scored = make_full_contest(session)
    run = make_proposed(session, scored)
    session.commit()
    client.sign_in(scored.staff.id)

    empty = client.post(url(scored, "/devolver"), data=sent(run, step="1", reason=""))
    answer = client.post(
        url(scored, "/devolver"), data=sent(run, step="1", reason="El sobre no es el de la enmienda.")
    )
    after = client.get(url(scored)).text

    assert (empty.status_code, "Escriba por qué devuelve la propuesta." in empty.text) == (422, True)
    assert (answer.status_code, session.scalars(select(AllocationRun.state)).all()) == (303, ["discarded"])
    assert "Decisiones sobre propuestas anteriores" in after
    assert "El sobre no es el de la enmienda." in after


def test_what_changed_since_the_proposal_is_said_to_everybody(client: PageClient, session: Session) -> None:
    scored = make_full_contest(session)
    make_proposed(session, scored)
    scored.groups["Sumaq Kuy"].state = "withdrawn"
    session.commit()

    page = client.sign_in(scored.secretary.id).get(url(scored)).text

    assert "Cambió lo que se propuso" in page
    assert "lo aprobado hasta ahora quedó sin efecto" in page
