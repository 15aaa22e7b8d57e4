"""Take back that a juror does not come."""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.jury.absence_models import JurorAbsence
from contest_portal.jury.closed_panel import refuse_closed_panel
from contest_portal.jury.queries import SeatedJuror, juror_by_id, panel
from contest_portal.jury.rules.panel import Position
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import N_, NotFound, Problem, WrongState, refuse
from contest_portal.scoring.draws import drawn_already

log = logging.getLogger(__name__)


def withdraw_absence(session: Session, act: Act, *, contest_id: int, juror_id: int) -> None:
    """Let a juror who came after all take part again, as long as nobody was seated in the place.

    A president does not come back while another one presides. NotFound for a juror whose absence nobody recorded.
    """
    permit(act.actor, Action.JURY_SEAT, Scope(contest_id=contest_id))
    refuse_closed_panel(hold_contest(session, contest_id))
    juror = juror_by_id(session, contest_id, juror_id)
    absence = session.scalars(select(JurorAbsence).where(JurorAbsence.juror_id == juror_id)).one_or_none()
    if absence is None:
        raise NotFound(f"absence of juror {juror_id}")
    refuse([drawn_already(session, contest_id)])
    if absence.document:
        raise WrongState([_dismissed(juror.user.full_name, absence.document)])
    if absence.substitute_id is not None:
        raise WrongState([_replaced(juror.user.full_name)])
    book, own = rulebook_of(session, contest_id), juror.phases.split(",")
    beside = [one for one in panel(session, contest_id) if book.panel_of(one.phases) == book.panel_of(own)]
    presiding = [one.full_name for one in beside if _presides(one)]
    if presiding and juror.position == Position.PRESIDENT:
        raise WrongState([_presided(presiding[0])])
    session.delete(absence)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="juror.came",
        subject=f"juror:{juror_id}",
        data={"contest_id": contest_id},
    )
    log.info("absence withdrawn", extra={"juror_id": juror_id, "contest_id": contest_id})


def _presides(juror: SeatedJuror) -> bool:
    return juror.position == Position.PRESIDENT and not juror.is_absent


def _presided(name: str) -> Problem:
    return Problem(
        "absence.presided",
        field="juror",
        message=N_(
            "%(name)s preside ahora el jurado, que no tiene dos presidentes. Registre antes su ausencia."
        ),
        params={"name": name},
    )


def _dismissed(name: str, document: str) -> Problem:
    return Problem(
        "absence.dismissed",
        field="juror",
        message=N_("%(name)s dejó el jurado por %(document)s. El retiro no se deshace."),
        params={"name": name, "document": document},
    )


def _replaced(name: str) -> Problem:
    return Problem(
        "absence.replaced",
        field="juror",
        message=N_("Otra persona ya ocupa el lugar de %(name)s. El reemplazo no se deshace."),
        params={"name": name},
    )
