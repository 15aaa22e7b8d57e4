"""Works out what a corrected mark would change, with the functions that rank and allocate. Nothing is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.allocation.queries import live_run_row, stored_inputs, stored_lines
from contest_portal.allocation.rules.registry import allocate
from contest_portal.awards.rules.correction import (
    Correction,
    Previewed,
    corrected_sheet,
    effect_of,
    ranked_again,
)
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.contests.rules.rulebook import Phase
from contest_portal.jury.models import Juror
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import N_, NotFound, Problem, Refused, refuse
from contest_portal.scoring.counting import CountableSheet, ScoredGroup, countable_sheets, scored_groups
from contest_portal.scoring.draws import draw_of
from contest_portal.scoring.queries import ranking
from contest_portal.scoring.rules.ranking import rank, undecided_ties
from contest_portal.scoring.rules.totals import mark_problem


@dataclass(frozen=True, slots=True)
class GivenMark:
    """A mark of a final sheet of a group, as it may be corrected."""

    sheet_id: int
    juror: str
    phase: Phase
    criterion: str
    mark: Mark

    @property
    def code(self) -> str:
        """Write it as one word, as forms send it."""
        return f"{self.sheet_id}/{self.criterion}"


def given_marks(session: Session, contest_id: int, application_id: int) -> tuple[GivenMark, ...]:
    """List the marks of a group's sheets that counted, by phase and juror. The result is announced."""
    rulebook = rulebook_of(session, contest_id)
    jurors = select(Juror.id, User.full_name).join(User, User.id == Juror.user_id)
    rows = session.execute(jurors.where(Juror.contest_id == contest_id).order_by(Juror.id))
    names = dict(rows.all())
    return tuple(
        GivenMark(
            sheet.sheet_id,
            names[sheet.counted.juror],
            rulebook.phase(sheet.counted.phase),
            given.criterion,
            given.mark,
        )
        for sheet in countable_sheets(session, contest_id)
        if sheet.application_id == application_id
        for given in sheet.counted.marks
    )


def preview(session: Session, contest_id: int, application_id: int, correction: Correction) -> Previewed:
    """Rank and allocate again with one mark corrected, over what the approved allocation started from.

    The result is announced, so that nothing of it changes meanwhile. NotFound for a mark that is not of this group,
    Refused outside the scale, for a tie that only a lot could decide, and where the totals do not follow from sheets.
    """
    contest = contest_by_id(session, contest_id)
    run = live_run_row(session, contest_id)
    if contest.state != ContestState.ANNOUNCED or run is None:
        raise NotFound(f"announced allocation of contest {contest_id}")
    rulebook = rulebook_of(session, contest_id)
    sheets = countable_sheets(session, contest_id)
    sheet, before = _found(sheets, application_id, correction)
    after = Mark(correction.units, rulebook.scoring.marks_per_point)
    refuse([mark_problem(rulebook.phase(sheet.counted.phase), correction.criterion, after, after.per_point)])
    counted = corrected_sheet(sheet.counted, correction.criterion, after)
    again = tuple(replace(one, counted=counted) if one is sheet else one for one in sheets)
    groups = scored_groups(session, contest_id, again)
    _require_same(session, contest_id, application_id, groups)
    draw = draw_of(session, contest_id)
    ranked = rank((one.candidate for one in groups), rulebook, lot_seed=draw.numbers if draw else None)
    refuse([_tied()] if undecided_ties(ranked) else [])
    inputs = ranked_again(stored_inputs(run), {line.code: line for line in ranked})
    effect = effect_of(stored_lines(run), allocate(run.rule, inputs).lines)
    return Previewed(correction, before, after, effect)


def _found(
    sheets: Sequence[CountableSheet], application_id: int, correction: Correction
) -> tuple[CountableSheet, Mark]:
    for sheet in sheets:
        if (sheet.sheet_id, sheet.application_id) == (correction.sheet_id, application_id):
            for given in sheet.counted.marks:
                if given.criterion == correction.criterion:
                    return sheet, given.mark
    raise NotFound(f"mark {correction.criterion} of sheet {correction.sheet_id}")


def _require_same(
    session: Session, contest_id: int, application_id: int, groups: Sequence[ScoredGroup]
) -> None:
    """Refuse where the totals of the other groups are not those of the stored ranking: its effect would be of both."""
    stored = {line.application_id: line.exact_total for line in ranking(session, contest_id)}
    others = (one for one in groups if one.entrant.application_id != application_id)
    if any(stored.get(one.entrant.application_id) != one.candidate.score.exact_total for one in others):
        raise Refused([_not_from_sheets()])


def _not_from_sheets() -> Problem:
    return Problem(
        "correction.not_from_sheets",
        field="points",
        message=N_(
            "Los totales de este concurso no salen de sus fichas y el efecto no se puede calcular. Avise a auditoría."
        ),
    )


def _tied() -> Problem:
    return Problem(
        "correction.tied",
        field="points",
        message=N_(
            "Con ese puntaje habría un empate que solo un sorteo decide: el efecto no se puede calcular antes."
        ),
    )
