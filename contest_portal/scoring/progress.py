"""The second score of a group as it would be if its scoring closed now, by the functions of the first."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from contest_portal.applications.queries import Entrant
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import Problem, Refused, refuse
from contest_portal.scoring.board import EvaluationBoard, second_board
from contest_portal.scoring.counting import (
    CountableSheet,
    countable_sheets,
    scored_group,
    sheets_with_broken_seal,
)
from contest_portal.scoring.entry_queries import entries_of
from contest_portal.scoring.merit import broken_seal
from contest_portal.scoring.rules.closing import closing_problems
from contest_portal.scoring.rules.ranking import RankedGroup, rank


@dataclass(frozen=True, slots=True)
class ProgressScore:
    """The rules of the second scoring, the group's line by them, and the sheets behind it. Show it to nobody before."""

    rules: Rulebook
    line: RankedGroup
    sheets: tuple[CountableSheet, ...]


def progress_now(session: Session, contest: Contest, group: Entrant) -> ProgressScore:
    """Score the progress of a group from its final sheets.

    Raises Refused naming all that is missing: sheets below quorum, drafts, attendance, seals that do not hold.
    """
    rules = rulebook_of(session, contest.id).of_second()
    board = board_of_group(second_board(session, contest.id), group.application_id)
    refuse(closing_problems(board.progress(), rules.scoring.quorum))
    sheets = tuple(
        sheet
        for sheet in countable_sheets(session, contest.id, rules)
        if sheet.application_id == group.application_id
    )
    refuse(map(broken_seal, sheets_with_broken_seal(session, contest, sheets)))
    entry = entries_of(session, contest.id, [group])[group.application_id]
    scored = scored_group(group, entry, sheets, rules)
    (line,) = rank((scored.candidate,), rules)
    return ProgressScore(rules, line, sheets)


def missing_for_progress(session: Session, contest: Contest, group: Entrant) -> tuple[Problem, ...]:
    """Tell what keeps the scoring of a group's progress from being closed; no mark or total is in it."""
    try:
        progress_now(session, contest, group)
    except Refused as refusal:
        return refusal.problems
    return ()


def board_of_group(board: EvaluationBoard, application_id: int) -> EvaluationBoard:
    """Give the rows of one group, and only the phases that it goes through."""
    phases = (
        replace(phase, rows=tuple(row for row in phase.rows if row.application_id == application_id))
        for phase in board.phases
    )
    return replace(board, phases=tuple(phase for phase in phases if phase.rows))
