"""What the hall sees of the scoring: which sheets are final, never a mark; and, once agreed, the closed ranking."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.contests.queries import rulebook_of
from contest_portal.jury.models import Juror
from contest_portal.jury.queries import SeatedJuror
from contest_portal.jury.session_queries import HallView, Turn
from contest_portal.kernel.marks import Score
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.queries import ranking
from contest_portal.scoring.rules.lifecycle import SheetState

FinalSheets = Mapping[int, frozenset[int]]
"""Who has a final sheet of a group in the phase heard: juror ids by application."""


@dataclass(frozen=True, slots=True)
class GroupSheets:
    """How far the sheets of a group are: so many final of those expected, and whose are missing."""

    final: int
    expected: int
    missing: tuple[SeatedJuror, ...]


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A line of the closed ranking as the hall may see it: who did not pass has a code and no name.

    `category_code` and `place` say where it stands; the result page that follows names no losers either.
    """

    category_code: str
    category_name: str
    place: int | None
    name: str
    total: Score | None
    standing: str


def final_sheets(session: Session, contest_id: int, phase_code: str) -> FinalSheets:
    """Tell, group by group, whose sheets of a phase are final."""
    rows = session.execute(
        select(Sheet.application_id, Sheet.juror_id)
        .join(Juror, Juror.id == Sheet.juror_id)
        .where(
            Juror.contest_id == contest_id,
            Sheet.phase_code == phase_code,
            Sheet.state == SheetState.FINAL.value,
        )
        .order_by(Sheet.id)
    )
    found: dict[int, set[int]] = defaultdict(set)
    for application_id, juror_id in rows:
        found[application_id].add(juror_id)
    return {application_id: frozenset(jurors) for application_id, jurors in found.items()}


def group_sheets(view: HallView, turn: Turn, final: FinalSheets) -> GroupSheets:
    """Tell how far the sheets of a group are; who is recused, or was not assigned the group, owes none."""
    done = final.get(turn.application_id, frozenset())
    expected = [one.juror for one in view.jurors if one.scores and _counts(view, turn, one.juror, done)]
    missing = tuple(juror for juror in expected if juror.juror_id not in done)
    return GroupSheets(len(expected) - len(missing), len(expected), missing)


def _counts(view: HallView, turn: Turn, juror: SeatedJuror, done: frozenset[int]) -> bool:
    is_final = juror.juror_id in done
    return view.who.may_open(juror.juror_id, turn.application_id, view.hall.phase_code, is_final=is_final)


def result_lines(session: Session, contest_id: int) -> tuple[ResultLine, ...]:
    """List the closed ranking in the order in which it is revealed; empty while the scoring is open.

    Category by category as the rules list them, from who did not pass up to the first place.
    """
    ranked = ranking(session, contest_id)
    return tuple(
        ResultLine(
            category_code=category.code,
            category_name=category.name,
            place=line.place,
            name=line.code if line.place is None else line.group_name,
            total=line.total,
            standing=line.standing,
        )
        for category in rulebook_of(session, contest_id).categories
        for line in reversed(ranked)
        if line.category_code == category.code
    )


def revealed_lines(session: Session, view: HallView) -> tuple[ResultLine, ...]:
    """List what the hall sees of the ranking by now, the latest first; nothing is read before it was agreed to show."""
    if not view.hall.revealed:
        return ()
    return result_lines(session, view.hall.contest_id)[: view.hall.revealed][::-1]
