"""Keep the data of a contest that is under review from being withdrawn."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.kernel.audit import record
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import N_, Problem, WrongState, refuse
from contest_portal.privacy.models import LegalHold
from contest_portal.privacy.queries import held_contests
from contest_portal.privacy.rules.retention import reason_problem
from contest_portal.registry.rules.disclosure import dni_problem

log = logging.getLogger(__name__)


def place_hold(session: Session, act: Act, *, contest_id: int, reason: str) -> LegalHold:
    """Hold a contest until somebody lifts it. NotFound without the contest, WrongState when it is held already."""
    permit(act.actor, Action.RETENTION_PROPOSE)
    hold_contest(session, contest_id)
    reason = clean_text(reason)
    refuse([reason_problem(reason), dni_problem(reason, field="reason")])
    if contest_id in held_contests(session):
        raise WrongState([_held()])
    hold = LegalHold(contest_id=contest_id, reason=reason, placed_by=act.actor.user_id, placed_at=act.at)
    session.add(hold)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="retention.held",
        subject=f"contest:{contest_id}",
        data={"hold": hold.id},
    )
    log.info("contest held", extra={"contest_id": contest_id})
    return hold


def _held() -> Problem:
    message = N_("Este concurso ya está en revisión. Vuelva a cargar la página.")
    return Problem("retention.held", field="contest", message=message)
