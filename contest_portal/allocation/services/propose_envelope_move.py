"""Propose to move money between the envelopes of a contest, or between one and its fund."""

import logging
from dataclasses import replace

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.allocation.move_models import EnvelopeMove
from contest_portal.allocation.move_queries import is_move_waiting, is_run_proposed, move_places
from contest_portal.allocation.on_record import put_on_record
from contest_portal.allocation.rules.moves import MOVE, MoveFacts, MoveWish, state_problem, wish_problems
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.models import Contest
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_, NotFound, Problem, WrongState, refuse

log = logging.getLogger(__name__)


def propose_envelope_move(session: Session, act: Act, *, contest_id: int, wish: MoveWish) -> EnvelopeMove:
    """Propose a move; one may wait at a time.

    Raises WrongState too early or while another one waits, NotFound for an envelope of elsewhere, Refused with what
    is wrong with it.
    """
    contest = hold_contest(session, contest_id)
    permit(act.actor, Action.ALLOCATION_PROPOSE, Scope(contest_id=contest_id))
    _require_time(session, contest)
    wish = replace(wish, reason=clean_text(wish.reason))
    free, waits = _free(session, contest, wish), is_run_proposed(session, contest_id)
    refuse(
        (*wish_problems(wish), *MOVE.problems("approve", MoveFacts(wish.amount, free, run_proposed=waits)))
    )
    move = EnvelopeMove(
        contest_id=contest_id,
        source_id=wish.source,
        target_id=wish.target,
        amount=wish.amount,
        reason=wish.reason,
        proposed_at=act.at,
        proposed_by=act.actor.user_id,
    )
    session.add(move)
    put_on_record(
        session,
        act,
        f"contest:{contest_id}",
        action="envelope.move_proposed",
        move=move.id,
        amount_cents=wish.amount.cents,
    )
    log.info("envelope move proposed", extra={"contest_id": contest_id, "move_id": move.id})
    return move


def _require_time(session: Session, contest: Contest) -> None:
    early = state_problem(contest.state)
    if early is not None:
        raise WrongState([early])
    if is_move_waiting(session, contest.id):
        raise WrongState([_ONE_WAITS])


def _free(session: Session, contest: Contest, wish: MoveWish) -> Money:
    """Give what the source may give; NotFound where either place is none of the contest's."""
    free = {place.number: place.free for place in move_places(session, contest)}
    if not {wish.source or 0, wish.target or 0} <= set(free):
        raise NotFound(f"envelope of contest {contest.id}")
    return free[wish.source or 0]


_ONE_WAITS = Problem(
    "move.one_waits",
    field="state",
    message=N_(
        "Ya hay un traslado propuesto en este concurso. Apruébelo o descártelo antes de proponer otro."
    ),
)
