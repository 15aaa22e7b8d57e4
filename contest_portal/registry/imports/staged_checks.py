"""What only shows between rows: a key that stands twice, a code the register does not know, lines that contradict."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Executable, Integer, and_, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.code_changes import circles
from contest_portal.registry.imports.component_checks import name_kinds, record_faults
from contest_portal.registry.imports.membership_checks import (
    impossible_ends,
    name_programmes,
    retired_programmes,
    unknown_subjects,
)
from contest_portal.registry.imports.staging import ROWS_AT_ONCE, Fault, Stage
from contest_portal.registry.models.register import Centre, District, Household
from contest_portal.registry.rules.file_kinds import FileKind, Reference
from contest_portal.registry.rules.kinds.households import (
    HOUSEHOLD_FACTS,
    MEN_WITHOUT_F,
    MemberLine,
    contradictions,
    unclear_sex,
)

_REGISTER: Mapping[str, InstrumentedAttribute[str]] = {
    "poverty": District.ubigeo,
    "centres": District.ubigeo,
    "households": Centre.code,
    "components": Household.code,
}


def faults_between_rows(session: Session, kind: FileKind, stage: Stage) -> Iterator[Fault]:
    """Give the faults of one check after the other; what one refused is taken out before the next looks.

    They are never all in memory: a national file sent too early is one fault a row.
    """
    own = _OWN_CHECKS.get(kind.code, ())
    for check in (*_FIRST_CHECKS.get(kind.code, ()), _repeated_keys, *own, _unknown_references):
        refused = array("q")
        for fault in check(session, kind, stage):
            refused.append(fault.line)
            yield fault
        stage.remove(refused)


def _streamed(session: Session, statement: Executable) -> Iterable[Any]:
    return session.execute(statement, execution_options={"yield_per": ROWS_AT_ONCE})


def _repeated_keys(session: Session, kind: FileKind, stage: Stage) -> Iterator[Fault]:
    rows = stage.table
    keys = [rows.c[name] for name in kind.key]
    first = (
        select(*keys, func.min(rows.c.line).label("first"))
        .group_by(*keys)
        .having(func.count() > 1)
        .subquery()
    )
    same = and_(*(rows.c[name] == first.c[name] for name in kind.key))
    statement = (
        select(rows.c.line, keys[0], first.c.first)
        .join(first, same)
        .where(rows.c.line > first.c.first)
        .order_by(rows.c.line)
    )
    for line, value, first_line in _streamed(session, statement):
        yield Fault(line, kind.key_column, value, repeated_key(kind, first_line))


def repeated_key(kind: FileKind, first_line: int) -> Problem:
    """Say that a row's key stands on an earlier line of the file."""
    message = N_("«%(value)s» ya está en la línea %(line)s de este archivo. Deje una sola de las dos filas.")
    params = {"value": "", "line": str(first_line)}
    return Problem(
        "row.repeated", field=kind.key_column, message=kind.repeated_message or message, params=params
    )


def _unknown_references(session: Session, kind: FileKind, stage: Stage) -> Iterator[Fault]:
    if kind.reference is None:
        return
    yield from _unknown(session, kind, kind.reference, stage)


def _unknown(session: Session, kind: FileKind, reference: Reference, stage: Stage) -> Iterator[Fault]:
    rows, known = stage.table, _REGISTER[kind.code]
    code = rows.c[reference.row_field]
    shown = rows.c[reference.column]
    unknown = select(code).except_(select(known))
    problem = Problem("reference.unknown", field=reference.column, message=reference.message)
    statement = select(rows.c.line, shown).where(code.in_(unknown)).order_by(rows.c.line)
    for line, value in _streamed(session, statement):
        yield Fault(line, reference.column, value, problem)


def _contradicting_households(session: Session, _kind: FileKind, stage: Stage) -> Iterator[Fault]:
    """Let the database name the households whose lines differ; the rule itself then reads their lines."""
    rows = stage.table
    differs = [func.min(rows.c[name]) != func.max(rows.c[name]) for name in HOUSEHOLD_FACTS]
    heads = func.sum(cast(rows.c.is_head, Integer)) > 1
    suspects = select(rows.c.household_code).group_by(rows.c.household_code).having(or_(*differs, heads))
    facts = [rows.c[name] for name in HOUSEHOLD_FACTS]
    statement = (
        select(rows.c.line, rows.c.household_code, rows.c.is_head, *facts)
        .where(rows.c.household_code.in_(suspects))
        .order_by(rows.c.line)
    )
    for found in contradictions(_members(_streamed(session, statement))):
        yield Fault(found.line, found.field, found.value, found.problem)


def _unclear_sexes(session: Session, _kind: FileKind, stage: Stage) -> Iterator[Fault]:
    """Refuse H and V; where a file has them and no F, its M may be a woman, and is refused too."""
    sex, line = stage.table.c.sex, stage.table.c.line
    told = set(session.scalars(select(sex).distinct()))
    if told.isdisjoint(MEN_WITHOUT_F):
        return
    has_f = "F" in told
    unclear = sex.in_(MEN_WITHOUT_F) if has_f else sex.is_not(None)
    statement = select(line, sex).where(unclear).order_by(line)
    for number, value in _streamed(session, statement):
        yield Fault(number, "sex", value, unclear_sex(has_f=has_f))


def _circles(session: Session, _kind: FileKind, stage: Stage) -> Iterator[Fault]:
    return circles(session, stage)


def _members(rows: Iterable[tuple[object, ...]]) -> Iterator[MemberLine]:
    for line, code, is_head, *facts in rows:
        written = [str(fact) if fact is not None else None for fact in facts]
        yield MemberLine(
            int(str(line)), str(code), bool(is_head), dict(zip(HOUSEHOLD_FACTS, written, strict=True))
        )


_Check = Callable[[Session, FileKind, Stage], Iterator[Fault]]
_OWN_CHECKS: Mapping[str, tuple[_Check, ...]] = {
    "households": (_unclear_sexes, _contradicting_households),
    "components": (record_faults,),
    "memberships": (unknown_subjects, retired_programmes, impossible_ends),
    "codes": (_circles,),
}
"""What is checked of one kind of file alone."""
_FIRST_CHECKS: Mapping[str, tuple[_Check, ...]] = {
    "components": (name_kinds,),
    "memberships": (name_programmes,),
}
"""What must be known before keys are compared."""
