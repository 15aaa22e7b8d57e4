"""Open the scoring of the progress of groups that received their first transfer."""

import logging
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.allocation.models import Award
from contest_portal.applications.queries import entrants
from contest_portal.awards.follow_up_acts import put_on_record
from contest_portal.awards.follow_up_models import FollowUp
from contest_portal.awards.second_acts import second_facts
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.kernel.audit import wait_for_turn
from contest_portal.kernel.problems import N_, NotFound, Problem, WrongState, refuse
from contest_portal.scoring.rules.second import SECOND, SecondFacts, SecondState
from contest_portal.scoring.second import second_scorings
from contest_portal.scoring.second_models import SecondScoring

log = logging.getLogger(__name__)


def open_second_scoring(session: Session, act: Act, *, contest_id: int, award_ids: Collection[int]) -> int:
    """Let the jury score the progress of these awards; give how many were opened.

    Refused, for all of them, when one may not be scored. One that was called off goes on with the sheets it had.
    """
    wait_for_turn(session)
    permit(act.actor, Action.EVALUATION_RUN, Scope(contest_id=contest_id))
    hold_contest(session, contest_id)
    refuse([_nobody() if not award_ids else None])
    awards = _awards(session, contest_id)
    if not set(award_ids) <= awards.keys():
        raise NotFound(f"awards of contest {contest_id}")
    chosen = [awards[award_id] for award_id in sorted(set(award_ids))]
    facts = _facts(session, contest_id, chosen)
    refuse(problem for award in chosen for problem in SECOND.problems("open", facts[award.id]))
    known = second_scorings(session, contest_id)
    codes = ",".join(phase.code for phase in rulebook_of(session, contest_id).of_second().phases)
    for award in chosen:
        _open(session, act, award, known.get(award.application_id), codes, facts[award.id])
    log.info("second scoring opened", extra={"contest_id": contest_id, "groups": len(chosen)})
    return len(chosen)


def _open(
    session: Session, act: Act, award: Award, known: SecondScoring | None, codes: str, facts: SecondFacts
) -> None:
    if known is None:
        session.add(
            SecondScoring(
                application_id=award.application_id,
                phases=codes,
                state=SecondState.OPEN.value,
                opened_at=act.at,
                opened_by=act.actor.user_id,
            )
        )
    else:
        SECOND.move(known, "open", facts)
        known.opened_at, known.opened_by, known.cancel_reason = act.at, act.actor.user_id or 0, None
    put_on_record(session, act, award.id, action="award.second_opened")


def _awards(session: Session, contest_id: int) -> dict[int, Award]:
    rows = session.scalars(
        select(Award).where(Award.contest_id == contest_id, Award.state != "void").order_by(Award.id)
    )
    return {award.id: award for award in rows}


def _facts(session: Session, contest_id: int, awards: Collection[Award]) -> dict[int, SecondFacts]:
    rulebook = rulebook_of(session, contest_id)
    if rulebook.second is None:
        raise WrongState(SECOND.problems("open", second_facts(rulebook, None, ""))[:1])
    rows = session.scalars(
        select(FollowUp)
        .where(FollowUp.award_id.in_([award.id for award in awards]))
        .options(selectinload(FollowUp.instalments))
        .execution_options(populate_existing=True)
    )
    follow_ups = {row.award_id: row for row in rows}
    names = {group.application_id: group.group_name for group in entrants(session, contest_id)}
    return {
        award.id: second_facts(rulebook, follow_ups.get(award.id), names[award.application_id])
        for award in awards
    }


def _nobody() -> Problem:
    return Problem(
        "second_scoring.nobody",
        field="awards",
        message=N_("Marque al menos un grupo. Se puede abrir a unos ahora y a otros después."),
    )
