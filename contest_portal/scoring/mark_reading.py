"""The marks of very many sheets, read quickly: the database writes those of a sheet as one short text.

Objects of the mapper, or a row for each mark, take longer than all the arithmetic that follows.
"""

from collections.abc import Mapping, Sequence
from operator import itemgetter

from sqlalchemy import ColumnElement, ScalarSelect, String, cast, func, literal_column, select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.contests.rules.rulebook import Phase, Rulebook
from contest_portal.scoring.models import Sheet, SheetMark
from contest_portal.scoring.rules.entries import CountedSheet, CriterionMark
from contest_portal.scoring.rules.written_marks import BETWEEN, Column, Layout, WrittenMarks

_BEFORE_UNITS = ":"
"""Cannot stand in the code of a criterion."""


def written_marks() -> ScalarSelect[str]:
    """Write the marks of a `Sheet` as `F1,F2:8,7`, criteria and units in one order; None where it has none."""
    codes = func.aggregate_strings(SheetMark.criterion_code, BETWEEN)
    units = func.aggregate_strings(cast(SheetMark.units, String), BETWEEN)
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
    """Reads written marks back. Sheets of a phase that are written alike have one layout."""

    def __init__(
        self, rulebook: Rulebook, classes: Mapping[int, str], reasons: Mapping[tuple[int, str], str]
    ) -> None:
        per_point = rulebook.scoring.marks_per_point
        self._reasons = reasons
        self._explained = {sheet_id for sheet_id, _ in reasons}
        self._classes = {phase.code: classes if phase.classes else {} for phase in rulebook.phases}
        self._layouts = {phase.code: _Layouts(phase, per_point) for phase in rulebook.phases}

    def counted_sheet(self, sheet_id: int, juror: int, phase_code: str, written: str | None) -> CountedSheet:
        """Give a sheet as the rules read it. The class of its juror counts only in a phase that has classes."""
        marks: Sequence[CriterionMark] = ()
        if written:
            codes, _, units = written.partition(_BEFORE_UNITS)
            marks = WrittenMarks(self._layouts[phase_code][codes], units)
            if sheet_id in self._explained:
                marks = tuple([self._with_reason(sheet_id, given) for given in marks])
        return CountedSheet(juror, phase_code, marks, self._classes[phase_code].get(juror, ""))

    def _with_reason(self, sheet_id: int, given: CriterionMark) -> CriterionMark:
        return CriterionMark(given.criterion, given.mark, self._reasons.get((sheet_id, given.criterion), ""))


class _Layouts(dict[str, Layout]):
    """How to read units, by the criteria as the database wrote them; few orders are ever met."""

    def __init__(self, phase: Phase, per_point: int) -> None:
        super().__init__()
        self._columns = {criterion.code: Column(criterion.code, per_point) for criterion in phase.criteria}
        self._per_point = per_point

    def __missing__(self, codes: str) -> Layout:
        written = codes.split(BETWEEN)
        for code in written:
            self._columns.setdefault(code, Column(code, self._per_point))
        places = [written.index(code) for code in self._columns if code in written]
        layout = self[codes] = Layout(
            tuple(self._columns[code] for code in written),
            itemgetter(*places) if len(places) > 1 else tuple,  # of one place it would give no tuple
        )
        return layout
