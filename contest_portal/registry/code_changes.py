"""The book of codes as the register holds it, and taking a file's old codes for the new ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, func, or_, select, update
from sqlalchemy.orm import Session

from contest_portal.kernel.problems import Problem
from contest_portal.registry.imports.staging import Fault, Stage
from contest_portal.registry.models.territory import CodeChange
from contest_portal.registry.rules.code_changes import (
    DISTRICT_DIGITS,
    Change,
    CodeBook,
    CodeKind,
    Current,
    circle_problem,
    split_problem,
    taken_remark,
)
from contest_portal.registry.rules.file_kinds import FileKind

_CODES_OF: dict[str, tuple[tuple[str, CodeKind], ...]] = {
    "districts": (("ubigeo", CodeKind.INEI), ("ubigeo_reniec", CodeKind.RENIEC)),
    "poverty": (("ubigeo", CodeKind.INEI),),
    "centres": (("code", CodeKind.CENTRE),),
    "households": (("centre_code", CodeKind.CENTRE),),
}
"""The columns of each kind of file that hold codes. Of a centre the district follows."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file's old codes: what is to be said, and the lines that cannot be taken."""

    remarks: list[Problem] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def code_book(session: Session) -> CodeBook:
    """Read every change in force."""
    rows = session.scalars(
        select(CodeChange)
        .where(CodeChange.gone_batch_id.is_(None), CodeChange.withdrawn_at.is_(None))
        .order_by(CodeChange.kind, CodeChange.old_code, CodeChange.new_code)
    )
    return CodeBook(Change(CodeKind(row.kind), row.old_code, row.new_code, row.source) for row in rows)


def take_new_codes(session: Session, kind: FileKind, stage: Stage) -> Taken:
    """Write the codes of today over the old ones in a file's rows; those of a split code are given back."""
    taken, book = Taken(), code_book(session)
    if not book.changes:
        return taken
    for name, code_kind in _CODES_OF.get(kind.code, ()):
        rows = stage.table.c[name]
        counted: dict[tuple[Change, ...], tuple[int, int]] = {}
        for code, line, number in _old_codes(session, stage, rows, book):
            current = book.current(code_kind, code)
            if current.candidates:
                taken.faults.extend(_split(session, stage, rows, code, current))
            elif current.steps:
                _rewrite(session, stage, name, code, current.code)
                lines, first = counted.get(current.steps, (0, line))
                counted[current.steps] = (lines + number, min(first, line))
        taken.remarks.extend(
            taken_remark(steps, rows=number, line=line) for steps, (number, line) in counted.items()
        )
    stage.remove(sorted({row.line for row in taken.faults}))
    return taken


def circles(session: Session, stage: Stage) -> Iterator[Fault]:
    """Give the lines of a file of changes that, with those in force, lead a code back to itself."""
    rows = stage.table.c
    told = {
        line: Change(CodeKind(kind), old, new, source)
        for line, kind, old, new, source in session.execute(
            select(rows.line, rows.kind, rows.old_code, rows.new_code, rows.source).order_by(rows.line)
        )
    }
    book = CodeBook(dict.fromkeys((*code_book(session).changes, *told.values())))
    problem = circle_problem(book)
    for line, change in told.items() if problem else ():
        if problem and book.comes_back(change):
            yield Fault(line, "new_code", change.new, problem)


def _old_codes(
    session: Session, stage: Stage, column: Column[Any], book: CodeBook
) -> Sequence[Row[str, int, int]]:
    """Give the codes of a column that may be old ones, each with its first line and how many lines have it."""
    old = sorted({change.old for change in book.changes})
    may_be_old: ColumnElement[bool] = or_(column.in_(old), func.substr(column, 1, DISTRICT_DIGITS).in_(old))
    first = func.min(stage.table.c.line)
    return session.execute(
        select(column, first, func.count()).where(may_be_old).group_by(column).order_by(first)
    ).all()


def _split(
    session: Session, stage: Stage, column: Column[Any], code: str, current: Current
) -> Iterator[Fault]:
    problem = split_problem(current, column.name)
    for line in session.scalars(
        select(stage.table.c.line).where(column == code).order_by(stage.table.c.line)
    ).all():
        yield Fault(line, column.name, code, problem)


def _rewrite(session: Session, stage: Stage, name: str, old: str, new: str) -> None:
    values = {name: new}
    if name == "code":
        values["ubigeo"] = new[:DISTRICT_DIGITS]
    session.execute(update(stage.table).where(stage.table.c[name] == old).values(values))
