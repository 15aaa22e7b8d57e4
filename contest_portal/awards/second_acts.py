"""What the acts of a second scoring share: whom they reach, and what the scoring of a group rests on."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.applications.queries import Entrant, entrant
from contest_portal.awards.follow_up_acts import follow_up_to_change
from contest_portal.awards.follow_up_models import FollowUp
from contest_portal.awards.rules.follow_up import FollowUpState, TransferState
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import NotFound
from contest_portal.scoring.rules.second import SecondFacts
from contest_portal.scoring.second import second_scoring_of
from contest_portal.scoring.second_models import SecondScoring


@dataclass(frozen=True, slots=True)
class Progress:
    """A group whose progress is scored, under the locks: its award, its scoring, and what that rests on."""

    contest: Contest
    follow_up: FollowUp
    group: Entrant
    scoring: SecondScoring
    facts: SecondFacts


def progress_to_change(session: Session, act: Act, award_id: int) -> Progress:
    """Give the second scoring of an award to who runs the evaluation; NotFound when it was never opened."""
    follow_up = follow_up_to_change(session, act, award_id, action=Action.EVALUATION_RUN, is_running=False)
    contest = hold_contest(session, follow_up.award.contest_id)
    scoring = second_scoring_of(session, follow_up.award.application_id)
    if scoring is None:
        raise NotFound(f"second scoring of award {award_id}")
    group = entrant(session, follow_up.award.application_id)
    facts = second_facts(rulebook_of(session, contest.id), follow_up, group.group_name)
    return Progress(contest, follow_up, group, scoring, facts)


def second_facts(rulebook: Rulebook, follow_up: FollowUp | None, group_name: str) -> SecondFacts:
    """Gather what the second scoring of a group rests on; its instalments are loaded."""
    parts = () if follow_up is None else follow_up.instalments
    return SecondFacts(
        group=group_name,
        is_asked=rulebook.second is not None,
        is_running=follow_up is not None and follow_up.state == FollowUpState.RUNNING,
        is_paid=any(part.number == 1 and part.state == TransferState.PAID for part in parts),
        is_waiting=all(part.state == TransferState.PLANNED for part in parts if part.number > 1),
    )
