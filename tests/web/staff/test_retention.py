"""Old data on its page: what is due, proposed by one, approved by another, held back while a contest is reviewed."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.privacy.models import LegalHold, RetentionRun
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.retention import PLANTED_DNI, make_ended_contest, tables_with
from tests.page_client import PageClient

PAGE = "/oficina/datos-personales/retiro"
WHY = {"motivo": "Se cumplió el plazo de guarda."}


def test_one_proposes_and_another_approves(
    client: PageClient, session: Session, clock: StandingClock
) -> None:
    scored = make_ended_contest(session)
    other, auditor = make_user(session, Role.STAFF), make_user(session, Role.AUDITOR)
    session.commit()
    client.sign_in(scored.staff.id)
    too_early = client.get(PAGE).text
    clock.instant += timedelta(days=365 * 5 + 2)
    due = client.get(PAGE).text
    short = client.post(PAGE, data={"motivo": "Ya."})
    proposed = client.post(PAGE, data=WHY, follow_redirects=True).text
    run = f"{PAGE}/{session.scalars(select(RetentionRun.id)).one()}"
    own = client.post(f"{run}/aprobar", data={"version": "1"})
    client.sign_in(auditor.id)
    seen = client.get(PAGE).text
    client.sign_in(other.id)
    done = client.post(f"{run}/aprobar", data={"version": "1"}, follow_redirects=True).text
    session.expire_all()

    assert "Ningún dato cumplió su plazo todavía" in too_early
    assert ("Proponer el retiro" in due, short.status_code) == (True, 422)
    assert ("Aprobar y retirar" in proposed, own.status_code) == (False, 403)
    assert ("Propuesta que espera aprobación" in seen, "Aprobar y retirar" in seen) == (True, False)
    assert ("Los datos se retiraron" in done, "Aplicado" in done) == (True, True)
    assert tables_with(session, PLANTED_DNI) == {"person"}


def test_a_contest_is_held_and_released(client: PageClient, session: Session, clock: StandingClock) -> None:
    scored = make_ended_contest(session)
    session.commit()
    client.sign_in(scored.staff.id)
    clock.instant += timedelta(days=365 * 11)

    held = client.post(
        f"{PAGE}/revision", data=WHY | {"concurso": str(scored.contest.id)}, follow_redirects=True
    ).text
    hold_id = session.scalars(select(LegalHold.id)).one()
    released = client.post(f"{PAGE}/revision/{hold_id}/terminar", follow_redirects=True).text

    assert ("Proponer el retiro" in held, "Terminar la revisión" in held) == (False, True)
    assert ("Proponer el retiro" in released, "Ninguno: todos siguen sus plazos." in released) == (True, True)
