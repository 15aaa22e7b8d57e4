"""The marks of very many sheets, read quickly: the database writes those of a sheet as one short text.

Objects of the mapper, or a row for each mark, take longer than all the arithmetic that follows.
"""

from collections.abc import Callable, Mapping
from operator import getitem, itemgetter
from typing import NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, String, cast, func, literal_column, select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.contests.rules.rulebook import Phase, Rulebook
from contest_portal.kernel.marks import Mark
from contest_portal.scoring.models import Sheet, SheetMark
from contest_portal.scoring.rules.entries import CountedSheet, CriterionMark

_BETWEEN, _BEFORE_UNITS = ",", ":"
"""Neither can stand in the code of a criterion."""


def written_marks() -> ScalarSelect[str]:
    """Write the marks of a `Sheet` as `F1,F2:8,7`, criteria and units in one order; None where it has none."""
    codes = func.aggregate_strings(SheetMark.criterion_code, _BETWEEN)
    units = func.aggregate_strings(cast(SheetMark.units, String), _BETWEEN)
    return (
        select(codes + _BEFORE_UNITS + units)
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
        .where(SheetMark.reason != literal_column("''"), *conditions)  # as the index of these says it
    )
    return {(sheet_id, criterion): reason for sheet_id, criterion, reason in rows}


class MarkReader:
    """Reads written marks back, in the order of the rules' criteria. Equal marks of a phase are one object."""

    def __init__(self, rulebook: Rulebook, reasons: Mapping[tuple[int, str], str]) -> None:
        per_point = rulebook.scoring.marks_per_point
        self._reasons = reasons
        self._explained = {sheet_id for sheet_id, _ in reasons}
        self._has_classes = {phase.code: bool(phase.classes) for phase in rulebook.phases}
        self._layouts = {phase.code: _Layouts(phase, per_point) for phase in rulebook.phases}

    def counted_sheet(
        self, sheet_id: int, juror: int, phase_code: str, evaluator_class: str, written: str | None
    ) -> CountedSheet:
        """Give a sheet as the rules read it. The class of its juror counts only in a phase that has classes."""
        marks = self._layouts[phase_code].marks(written) if written else ()
        if sheet_id in self._explained:
            marks = tuple(self._with_reason(sheet_id, given) for given in marks)
        return CountedSheet(
            juror, phase_code, marks, evaluator_class if self._has_classes[phase_code] else ""
        )

    def _with_reason(self, sheet_id: int, given: CriterionMark) -> CriterionMark:
        return CriterionMark(given.criterion, given.mark, self._reasons.get((sheet_id, given.criterion), ""))


class _Layouts(dict[str, "_Layout"]):
    """How to read units, by the criteria as the database wrote them; few orders are ever met."""

    def __init__(self, phase: Phase, per_point: int) -> None:
        super().__init__()
        self._columns = {criterion.code: _Column(criterion.code, per_point) for criterion in phase.criteria}
        self._per_point = per_point

    def marks(self, written: str) -> tuple[CriterionMark, ...]:
        codes, _, units = written.partition(_BEFORE_UNITS)
        columns, in_order = self[codes]
        return in_order(tuple(map(getitem, columns, units.split(_BETWEEN))))

    def __missing__(self, codes: str) -> "_Layout":
        written = codes.split(_BETWEEN)
        for code in written:
            self._columns.setdefault(code, _Column(code, self._per_point))
        places = [written.index(code) for code in self._columns if code in written]
        layout = self[codes] = _Layout(
            tuple(self._columns[code] for code in written),
            itemgetter(*places) if len(places) > 1 else tuple,  # of one place it would give no tuple
        )
        return layout


class _Layout(NamedTuple):
    """The criteria as they are written, and what puts their marks in the order of the rules."""

    columns: tuple["_Column", ...]
    in_order: Callable[[tuple[CriterionMark, ...]], tuple[CriterionMark, ...]]


class _Column(dict[str, CriterionMark]):
    """The marks of a criterion by their units as written."""

    def __init__(self, code: str, per_point: int) -> None:
        super().__init__()
        self._code, self._per_point = code, per_point

    def __missing__(self, units: str) -> CriterionMark:
        mark = self[units] = CriterionMark(self._code, Mark(int(units), self._per_point))
        return mark
