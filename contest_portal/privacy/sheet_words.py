"""What jurors wrote in the sheets of old contests: where it stands, and how it goes.

Marks stay, and each seal stays that of the sheet as it was sealed: the acta and the chain hold it. What is left is
sealed once more (`scoring/rest_seals.py`). An act by which a sheet was given back keeps its reason, as the chain does.
"""

import json
from collections.abc import Callable, Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from contest_portal.applications.models import Application
from contest_portal.contests.models import Contest
from contest_portal.jury.models import Juror
from contest_portal.kernel.canonical import canonical_json
from contest_portal.privacy.rules.prose import WITHDRAWN, marks_without_prose, typing_without_prose
from contest_portal.scoring.calibration_models import Calibration, CalibrationSheet
from contest_portal.scoring.models import Sheet, SheetMark
from contest_portal.scoring.paper_models import SheetPaper, SheetTyping
from contest_portal.scoring.phone_models import SheetEntryRow
from contest_portal.scoring.rest_seals import seal_rests
from contest_portal.scoring.version_models import SheetVersion

Column = InstrumentedAttribute[str]
Place = tuple[InstrumentedAttribute[int], Column, ColumnElement[bool], Callable[[Any], Any]]


def count_sheet_words(session: Session, contests: Collection[int]) -> int:
    """Count the rows with words of a juror that are still there."""
    plain = (
        session.scalar(select(func.count()).select_from(key.class_).where(where)) or 0
        for key, _column, where in _plain(contests)
    )
    return sum(plain) + sum(1 for _ in _changes(session, contests))


def withdraw_sheet_words(session: Session, contests: Collection[int]) -> None:
    """Seal what will be left, then put a word in the place of each text; the seals of before stay where they are.

    Refused while a seal does not hold.
    """
    for contest in session.scalars(select(Contest).where(Contest.id.in_(contests)).order_by(Contest.id)):
        seal_rests(session, contest)
    for key, column, row_id, text in tuple(_changes(session, contests)):
        session.execute(update(key.class_).where(key == row_id).values({column: text}))
    for key, column, where in _plain(contests):
        session.execute(update(key.class_).where(where).values({column: WITHDRAWN}))


def _sheets(contests: Collection[int]) -> Select[int]:
    entries = select(Application.id).where(Application.contest_id.in_(contests))
    return select(Sheet.id).where(Sheet.application_id.in_(entries))


def _plain(
    contests: Collection[int],
) -> tuple[tuple[InstrumentedAttribute[int], Column, ColumnElement[bool]], ...]:
    def told(column: Column, where: ColumnElement[bool]) -> ColumnElement[bool]:
        return where & column.not_in(("", WITHDRAWN))

    sheets = _sheets(contests)
    return (
        (SheetMark.id, SheetMark.reason, told(SheetMark.reason, SheetMark.sheet_id.in_(sheets))),
        (Sheet.id, Sheet.comment, told(Sheet.comment, Sheet.id.in_(sheets))),
        (
            SheetVersion.id,
            SheetVersion.comment,
            told(SheetVersion.comment, SheetVersion.sheet_id.in_(sheets)),
        ),
    )


def _changes(
    session: Session, contests: Collection[int]
) -> Iterator[tuple[InstrumentedAttribute[int], Column, int, str]]:
    """Give what is to be written where, for each text in JSON that still holds words."""
    for key, column, where, without in _written(contests):
        rows = session.execute(select(key, column).where(where).order_by(key))
        for row_id, text in rows:
            changed = canonical_json(without(json.loads(text)))
            if changed != text:
                yield key, column, row_id, changed


def _written(contests: Collection[int]) -> tuple[Place, ...]:
    sheets = _sheets(contests)
    jurors = select(Juror.id).where(Juror.contest_id.in_(contests))
    papers = select(SheetPaper.id).where(SheetPaper.contest_id.in_(contests))
    exercises = select(Calibration.id).where(Calibration.contest_id.in_(contests))
    return (
        (SheetVersion.id, SheetVersion.marks, SheetVersion.sheet_id.in_(sheets), marks_without_prose),
        (SheetEntryRow.id, SheetEntryRow.body, SheetEntryRow.juror_id.in_(jurors), typing_without_prose),
        (SheetTyping.id, SheetTyping.content, SheetTyping.paper_id.in_(papers), typing_without_prose),
        (
            CalibrationSheet.id,
            CalibrationSheet.marks,
            CalibrationSheet.calibration_id.in_(exercises),
            marks_without_prose,
        ),
    )
