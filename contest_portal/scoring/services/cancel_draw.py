"""Cancel the lot that was drawn, by an act, so that what it was drawn on can be corrected and drawn anew."""

import logging
from collections.abc import Iterator

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.rules.lifecycle import CONTEST
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import N_, Problem, WrongState, refuse
from contest_portal.scoring.draw_models import CancelledDraw
from contest_portal.scoring.models import PublicDraw

log = logging.getLogger(__name__)

MAX_ACT, MAX_REASON = 120, 400


def cancel_draw(session: Session, act: Act, *, contest_id: int, document: str, reason: str) -> CancelledDraw:
    """Take a draw back before the scoring is closed. It stays on record, and the acta and the bundle tell it.

    Raises WrongState without a draw or once the scoring is closed, Refused without act or reason, and to whoever
    recorded the draw: two persons are needed.
    """
    permit(act.actor, Action.DRAW_CANCEL, Scope(contest_id=contest_id))
    contest = hold_contest(session, contest_id)
    CONTEST.require(contest, "close_scoring")
    drawn = session.scalars(select(PublicDraw).where(PublicDraw.contest_id == contest_id)).one_or_none()
    if drawn is None:
        raise WrongState([_no_draw()])
    refuse(_problems(act, drawn, document.strip(), reason.strip()))
    cancelled = CancelledDraw(
        contest_id=contest_id,
        numbers=drawn.numbers,
        witnesses=drawn.witnesses,
        held_at=drawn.held_at,
        recorded_by=drawn.recorded_by,
        recorded_at=drawn.recorded_at,
        document=document.strip(),
        reason=reason.strip(),
        cancelled_by=act.actor.user_id or 0,
        cancelled_at=act.at,
    )
    session.add(cancelled)
    session.execute(delete(PublicDraw).where(PublicDraw.id == drawn.id))
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="draw.cancelled",
        subject=f"contest:{contest_id}",
        data={"numbers": cancelled.numbers, "document": cancelled.document, "reason": cancelled.reason},
    )
    log.info("draw cancelled", extra={"contest_id": contest_id})
    return cancelled


def _problems(act: Act, drawn: PublicDraw, document: str, reason: str) -> Iterator[Problem]:
    if act.actor.user_id == drawn.recorded_by:
        yield Problem(
            "draw.same_person",
            field="document",
            message=N_("Usted registró este sorteo. Lo anula otra persona del programa."),
        )
    if not document or len(document) > MAX_ACT:
        yield Problem(
            "draw.document",
            field="document",
            message=N_("Escriba el documento que dispone la anulación, en %(max)s letras como máximo."),
            params={"max": str(MAX_ACT)},
        )
    if not reason or len(reason) > MAX_REASON:
        yield Problem(
            "draw.reason",
            field="reason",
            message=N_("Escriba qué estuvo mal, en %(max)s letras como máximo: consta en el acta."),
            params={"max": str(MAX_REASON)},
        )


def _no_draw() -> Problem:
    return Problem(
        "draw.none", field="document", message=N_("Este concurso no tiene ningún sorteo que anular.")
    )
