"""Named reads of the second scoring: the groups of a contest with how far the scoring of their progress is."""

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from contest_portal.allocation.models import Award
from contest_portal.applications.queries import Entrant, entrants
from contest_portal.awards.follow_up_models import FollowUp
from contest_portal.awards.rules.progress import SecondScore
from contest_portal.awards.second_acts import second_facts
from contest_portal.awards.second_score import closed_score
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import NotFound, Problem
from contest_portal.kernel.sentences import Sentence
from contest_portal.scoring.board import EvaluationBoard, PhaseBoard, second_board
from contest_portal.scoring.detail import read_detail
from contest_portal.scoring.progress import board_of_group
from contest_portal.scoring.rules.second import SECOND, SecondState
from contest_portal.scoring.second import second_scorings
from contest_portal.scoring.second_models import SecondScoring

NOT_OPENED = "not_opened"


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """A group that won. `state` is that of its second scoring, or `not_opened`; `problems` keep it from being opened.

    `phases` are boards with this group's row alone. `may_reopen`: nothing rests on its score yet.
    """

    award_id: int
    contest_id: int
    application_id: int
    code: str
    group_name: str
    state: str
    problems: tuple[Problem, ...]
    phases: tuple[PhaseBoard, ...] = ()
    score: SecondScore | None = None
    reason: Sentence | None = None
    acta_id: int | None = None
    cancel_reason: str = ""
    may_reopen: bool = False

    @property
    def may_open(self) -> bool:
        """Tell whether its scoring can be opened now."""
        return self.state in (NOT_OPENED, SecondState.CANCELLED) and not self.problems

    @property
    def final(self) -> int:
        """Count the final sheets."""
        return sum(row.final for phase in self.phases for row in phase.rows)

    @property
    def awaited(self) -> int:
        """Count the sheets of those who may score the group."""
        return sum(row.may_score for phase in self.phases for row in phase.rows)


def progress_lines(session: Session, contest: Contest) -> tuple[ProgressLine, ...]:
    """List the groups that won a contest whose progress is scored, by code; none where it is not."""
    rulebook = rulebook_of(session, contest.id)
    if rulebook.second is None:
        return ()
    groups = {group.application_id: group for group in entrants(session, contest.id)}
    scorings, board = second_scorings(session, contest.id), second_board(session, contest.id)
    rows = session.execute(
        select(Award, FollowUp)
        .outerjoin(FollowUp, FollowUp.award_id == Award.id)
        .where(Award.contest_id == contest.id, Award.state != "void")
        .options(selectinload(FollowUp.instalments))
        .order_by(Award.id)
    )
    lines = (
        _line(
            award,
            follow_up,
            groups[award.application_id],
            scorings.get(award.application_id),
            rulebook,
            board,
        )
        for award, follow_up in rows
    )
    return tuple(sorted(lines, key=lambda line: line.code))


def progress_line(session: Session, contest: Contest, award_id: int) -> ProgressLine:
    """Give one of them; NotFound when the contest has none of this award."""
    for line in progress_lines(session, contest):
        if line.award_id == award_id:
            return line
    raise NotFound(f"award {award_id} of contest {contest.id}")


def _line(
    award: Award,
    follow_up: FollowUp | None,
    group: Entrant,
    scoring: SecondScoring | None,
    rulebook: Rulebook,
    board: EvaluationBoard,
) -> ProgressLine:
    problems = SECOND.problems("open", second_facts(rulebook, follow_up, group.group_name))
    line = ProgressLine(
        award_id=award.id,
        contest_id=award.contest_id,
        application_id=award.application_id,
        code=group.code,
        group_name=group.group_name,
        state=NOT_OPENED if scoring is None else scoring.state,
        problems=problems,
    )
    return line if scoring is None else _begun(line, scoring, rulebook, board)


def _begun(
    line: ProgressLine, scoring: SecondScoring, rulebook: Rulebook, board: EvaluationBoard
) -> ProgressLine:
    is_closed = scoring.state == SecondState.CLOSED
    return replace(
        line,
        phases=board_of_group(board, line.application_id).phases,
        score=closed_score(scoring, rulebook.of_second()) if is_closed else None,
        reason=read_detail(scoring.detail).reason if is_closed else None,
        acta_id=scoring.acta_id,
        cancel_reason=scoring.cancel_reason or "",
        may_reopen=is_closed and not line.problems,
    )
