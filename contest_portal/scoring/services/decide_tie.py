"""Confirm a tie that was proposed, which recuses the juror, or dismiss it."""

import logging
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.jury.closed_panel import refuse_closed_panel
from contest_portal.jury.models import Interest
from contest_portal.jury.tie_models import TieDecision
from contest_portal.jury.tie_queries import TieView, tie_view
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import N_, Problem, Stale, WrongState, refuse
from contest_portal.scoring.draws import held_by_draw

log = logging.getLogger(__name__)

MAX_REASON = 300
CONFIRMED = "Vínculo confirmado por la secretaría: %s"


def decide_tie(
    session: Session,
    act: Act,
    *,
    contest_id: int,
    juror_id: int,
    application_id: int,
    is_conflict: bool | None,
    reason: str,
    seen: frozenset[str],
) -> TieDecision:
    """Keep the decision with the evidence it was taken on; a conflict is a recusal from now on, whatever was declared.

    `seen` are the keys of the grounds that the person read: Stale when others are known by now. A dismissed tie may
    still be confirmed; a recusal is not taken back. Once the lot is drawn none takes a final sheet out of the count.
    """
    permit(act.actor, Action.INTEREST_DECIDE, Scope(contest_id=contest_id))
    refuse_closed_panel(hold_contest(session, contest_id))
    view = tie_view(session, contest_id, juror_id, application_id)
    if view.standing in ("confirmed", "recused"):
        raise WrongState([_recused_already(view)])
    if view.tie.keys != seen:
        raise Stale(f"the grounds of juror {juror_id} and application {application_id} changed")
    refuse(_problems(is_conflict=is_conflict, reason=reason))
    decision = TieDecision(
        juror_id=juror_id,
        application_id=application_id,
        is_conflict=bool(is_conflict),
        keys="\n".join(sorted(view.tie.keys)),
        evidence=" ".join(ground.evidence.text for ground in view.grounds),
        reason=reason.strip(),
        decided_at=act.at,
        decided_by=act.actor.user_id or 0,
    )
    session.add(decision)
    if decision.is_conflict:
        _recuse(session, act, decision, contest_id)
    session.flush()
    _record(session, act, view, decision)
    return decision


def _recuse(session: Session, act: Act, decision: TieDecision, contest_id: int) -> None:
    pair = {"juror_id": decision.juror_id, "application_id": decision.application_id}
    refuse([held_by_draw(session, contest_id, **pair, field="decision")])
    interest = session.scalars(
        select(Interest).where(
            Interest.juror_id == decision.juror_id, Interest.application_id == decision.application_id
        )
    ).one_or_none()
    if interest is None:
        interest = Interest(juror_id=decision.juror_id, application_id=decision.application_id)
        session.add(interest)
    interest.recused, interest.reason, interest.declared_at = True, CONFIRMED % decision.reason, act.at


def _record(session: Session, act: Act, view: TieView, decision: TieDecision) -> None:
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="tie.confirmed" if decision.is_conflict else "tie.dismissed",
        subject=f"juror:{decision.juror_id}",
        data={
            "application_id": decision.application_id,
            "kinds": sorted({ground.kind.value for ground in view.grounds}),
            "reason": decision.reason,
        },
    )
    log.info("tie decided", extra={"juror_id": decision.juror_id, "application_id": decision.application_id})


def _problems(*, is_conflict: bool | None, reason: str) -> Iterator[Problem]:
    if is_conflict is None:
        yield Problem(
            "tie.undecided",
            field="decision",
            message=N_("Elija si hay conflicto o si se descarta."),
        )
    if not reason.strip() or len(reason.strip()) > MAX_REASON:
        yield Problem(
            "tie.reason",
            field="reason",
            message=N_("Escriba el motivo en %(max)s letras como máximo: queda registrado."),
            params={"max": str(MAX_REASON)},
        )


def _recused_already(view: TieView) -> Problem:
    return Problem(
        "tie.recused",
        field="decision",
        message=N_("%(name)s ya no califica a este grupo, y la abstención no se retira."),
        params={"name": view.juror_name},
    )
