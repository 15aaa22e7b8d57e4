"""Propose to call the next group of a reserve list, whom the rule of the contest names."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.allocation.hands import run_hands
from contest_portal.allocation.on_record import put_on_record
from contest_portal.allocation.queries import approved_run
from contest_portal.allocation.reserve_models import ReserveCall, ReserveRise
from contest_portal.allocation.reserve_queries import reserve_of
from contest_portal.allocation.rules.offers import Rise
from contest_portal.allocation.rules.reserve import words_problem
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.queries import envelopes_of
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import N_, Problem, WrongState, refuse

log = logging.getLogger(__name__)


def propose_reserve_call(
    session: Session, act: Act, *, contest_id: int, envelope_id: int, reason: str
) -> ReserveCall:
    """Propose the call; `reason` says why there is money. The group and the amount are the rule's, nobody chooses them.

    Raises NotFound while nothing is approved or for an envelope of elsewhere, WrongState when the rule calls nobody.
    """
    hold_contest(session, contest_id)
    permit(act.actor, Action.ALLOCATION_PROPOSE, Scope(contest_id=contest_id))
    run = approved_run(session, contest_id)
    approvers = run_hands(session, run.id).approvers
    permit(act.actor, Action.ALLOCATION_PROPOSE, Scope(contest_id=contest_id, earlier_ids=approvers))
    offer, reason = reserve_of(session, contest_id, envelope_id).offer, clean_text(reason)
    line = offer.line
    if line is None:
        raise WrongState([_NOBODY])
    refuse([words_problem(reason)])
    call = ReserveCall(
        contest_id=contest_id,
        run_id=run.id,
        application_id=line.application_id,
        envelope_id=envelope_id,
        amount=line.amount,
        reason=reason,
        proposed_at=act.at,
        proposed_by=act.actor.user_id,
    )
    session.add(call)
    session.flush()  # what comes up for it needs its number
    _note_rises(session, call, offer.rises)
    put_on_record(
        session,
        act,
        f"application:{call.application_id}",
        action="reserve.call_proposed",
        call=call.id,
        amount_cents=call.amount.cents,
    )
    log.info("reserve call proposed", extra={"contest_id": contest_id, "call_id": call.id})
    return call


def _note_rises(session: Session, call: ReserveCall, rises: tuple[Rise, ...]) -> None:
    if not rises:
        return
    numbers = {one.category_code: one.id for one in envelopes_of(session, call.contest_id)}
    session.add_all(
        ReserveRise(call_id=call.id, source_id=numbers[one.source], amount=one.amount) for one in rises
    )


_NOBODY = Problem(
    "reserve.nobody",
    field="state",
    message=N_(
        "Con el saldo de este sobre la regla no llama a nadie. Vuelva a cargar la lista; si falta dinero, proponga un "
        "traslado."
    ),
)
