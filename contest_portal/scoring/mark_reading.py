"""The marks of very many sheets, read quickly: the database writes those of a sheet as one short text.

Objects of the mapper, or a row for each mark, take longer than all the arithmetic that follows.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, ScalarSelect, String, cast, func, select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.marks import Mark
from contest_portal.scoring.models import Sheet, SheetMark
from contest_portal.scoring.rules.entries import CountedSheet, CriterionMark

_BETWEEN_MARKS, _BEFORE_UNITS = ",", ":"
"""Neither can stand in the code of a criterion."""


def written_marks() -> ScalarSelect[str]:
    """Write the marks of a `Sheet` as `F1:8,F2:7`, in any order; None where it has none."""
    mark = SheetMark.criterion_code + _BEFORE_UNITS + cast(SheetMark.units, String)
    return (
        select(func.aggregate_strings(mark, _BETWEEN_MARKS))
        .where(SheetMark.sheet_id == Sheet.id)
        .correlate(Sheet)
        .scalar_subquery()
    )


def written_reasons(session: Session, *conditions: ColumnElement[bool]) -> Mapping[tuple[int, str], str]:
    """Give the reasons beside the marks of the sheets that meet the conditions, by sheet and criterion."""
    rows = session.execute(
        select(SheetMark.sheet_id, SheetMark.criterion_code, SheetMark.reason)
        .join(Sheet, Sheet.id == SheetMark.sheet_id)
        .join(Application, Application.id == Sheet.application_id)
        .where(SheetMark.reason != "", *conditions)
    )
    return {(sheet_id, criterion): reason for sheet_id, criterion, reason in rows}


class MarkReader:
    """Reads written marks back, in the order of the rules' criteria. Equal marks of a phase are one object."""

    def __init__(self, rulebook: Rulebook, reasons: Mapping[tuple[int, str], str]) -> None:
        self._per_point = rulebook.scoring.marks_per_point
        self._reasons = reasons
        self._explained = {sheet_id for sheet_id, _ in reasons}
        self._phases = {phase.code: phase for phase in rulebook.phases}
        self._places = {
            phase.code: {criterion.code: place for place, criterion in enumerate(phase.criteria)}
            for phase in rulebook.phases
        }
        self._known: dict[str, dict[str, tuple[int, CriterionMark]]] = {code: {} for code in self._phases}

    def counted_sheet(
        self, sheet_id: int, *, juror: int, phase_code: str, evaluator_class: str, written: str | None
    ) -> CountedSheet:
        """Give a sheet as the rules read it. The class of its juror counts only in a phase that has classes."""
        marks = self._marks(phase_code, written.split(_BETWEEN_MARKS) if written else ())
        if sheet_id in self._explained:
            marks = tuple(self._with_reason(sheet_id, given) for given in marks)
        return CountedSheet(
            juror, phase_code, marks, evaluator_class if self._phases[phase_code].classes else ""
        )

    def _marks(self, phase_code: str, written: Iterable[str]) -> tuple[CriterionMark, ...]:
        known = self._known[phase_code]
        for text in written:
            if text not in known:
                known[text] = self._read(phase_code, text)
        return tuple([given for _, given in sorted([known[text] for text in written], key=_place)])

    def _read(self, phase_code: str, text: str) -> tuple[int, CriterionMark]:
        code, _, units = text.rpartition(_BEFORE_UNITS)
        return self._places[phase_code].get(code, -1), CriterionMark(code, Mark(int(units), self._per_point))

    def _with_reason(self, sheet_id: int, given: CriterionMark) -> CriterionMark:
        return CriterionMark(given.criterion, given.mark, self._reasons.get((sheet_id, given.criterion), ""))


def _place(read: tuple[int, CriterionMark]) -> int:
    return read[0]
