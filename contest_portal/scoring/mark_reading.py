"""The marks of very many sheets, read quickly: the database writes those of a sheet as one short text.

Objects of the mapper, or a row for each mark, take longer than all the arithmetic that follows.
"""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, ScalarSelect, String, cast, func, select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.contests.rules.rulebook import Phase, Rulebook
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
        per_point = rulebook.scoring.marks_per_point
        self._reasons = reasons
        self._explained = {sheet_id for sheet_id, _ in reasons}
        self._has_classes = {phase.code: bool(phase.classes) for phase in rulebook.phases}
        self._read = {phase.code: _Read(phase, per_point) for phase in rulebook.phases}

    def counted_sheet(
        self, sheet_id: int, *, juror: int, phase_code: str, evaluator_class: str, written: str | None
    ) -> CountedSheet:
        """Give a sheet as the rules read it. The class of its juror counts only in a phase that has classes."""
        read = self._read[phase_code]
        texts = written.split(_BETWEEN_MARKS) if written else ()
        marks = tuple([mark for _, _, mark in sorted(map(read.__getitem__, texts))])
        if sheet_id in self._explained:
            marks = tuple(self._with_reason(sheet_id, given) for given in marks)
        return CountedSheet(
            juror, phase_code, marks, evaluator_class if self._has_classes[phase_code] else ""
        )

    def _with_reason(self, sheet_id: int, given: CriterionMark) -> CriterionMark:
        return CriterionMark(given.criterion, given.mark, self._reasons.get((sheet_id, given.criterion), ""))


class _Read(dict[str, tuple[int, str, CriterionMark]]):
    """What each written mark of a phase says: the place of its criterion in the rules, its text, the mark itself."""

    def __init__(self, phase: Phase, per_point: int) -> None:
        super().__init__()
        self._places = {criterion.code: place for place, criterion in enumerate(phase.criteria)}
        self._per_point = per_point

    def __missing__(self, text: str) -> tuple[int, str, CriterionMark]:
        code, _, units = text.rpartition(_BEFORE_UNITS)
        mark = CriterionMark(code, Mark(int(units), self._per_point))
        read = self[text] = (self._places.get(code, -1), text, mark)
        return read
