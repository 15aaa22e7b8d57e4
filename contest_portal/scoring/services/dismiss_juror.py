"""Take a juror who has groups or sheets out of the panel, by an act of whoever named the panel."""

import logging
from collections.abc import Iterator

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.jury.absence_models import JurorAbsence
from contest_portal.jury.absence_queries import absent_jurors
from contest_portal.jury.closed_panel import refuse_closed_panel
from contest_portal.jury.queries import juror_by_id
from contest_portal.kernel.audit import record
from contest_portal.kernel.canonical import Json
from contest_portal.kernel.problems import N_, Problem, WrongState, refuse
from contest_portal.scoring.draws import drawn_already
from contest_portal.scoring.handing_on import hand_all_over

log = logging.getLogger(__name__)

MAX_ACT, MAX_REASON = 120, 400


def dismiss_juror(
    session: Session, act: Act, *, contest_id: int, juror_id: int, document: str, reason: str
) -> int:
    """End a juror's part for good, as `document` says; give the number of groups that nobody can take over.

    Final sheets stay and count unless the juror stands aside, drafts never count. Assigned groups that are not done
    pass to those of the same task with the fewest. Raises WrongState for who left before, Refused after the draw.
    """
    permit(act.actor, Action.JURY_SEAT, Scope(contest_id=contest_id))
    refuse_closed_panel(hold_contest(session, contest_id))
    juror = juror_by_id(session, contest_id, juror_id)
    if juror_id in absent_jurors(session, contest_id):
        raise WrongState([_left_before(juror.user.full_name)])
    refuse([*_problems(document, reason), drawn_already(session, contest_id)])
    left = JurorAbsence(
        juror_id=juror_id,
        document=document.strip(),
        reason=reason.strip(),
        recorded_at=act.at,
        recorded_by=act.actor.user_id or 0,
    )
    session.add(left)
    session.flush()
    handed_over, lacking = hand_all_over(
        session, act, juror, reason=f"{left.document}: {left.reason}"[:MAX_REASON]
    )
    told: dict[str, Json] = {"document": left.document, "reason": left.reason}
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="juror.dismissed",
        subject=f"juror:{juror_id}",
        data={"contest_id": contest_id, "handed_over": handed_over, "lacking": lacking, **told},
    )
    log.info("juror dismissed", extra={"juror_id": juror_id, "contest_id": contest_id})
    return lacking


def _problems(document: str, reason: str) -> Iterator[Problem]:
    if not document.strip() or len(document.strip()) > MAX_ACT:
        yield Problem(
            "dismissal.document",
            field="document",
            message=N_("Escriba el documento que dispone el retiro, en %(max)s letras como máximo."),
            params={"max": str(MAX_ACT)},
        )
    if not reason.strip() or len(reason.strip()) > MAX_REASON:
        yield Problem(
            "dismissal.reason",
            field="reason",
            message=N_("Escriba el motivo del retiro, en %(max)s letras como máximo: consta en el acta."),
            params={"max": str(MAX_REASON)},
        )


def _left_before(name: str) -> Problem:
    return Problem(
        "dismissal.left_before",
        field="reason",
        message=N_("%(name)s ya no participa en el jurado."),
        params={"name": name},
    )
