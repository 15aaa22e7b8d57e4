"""What the catalogue and the records already there say against the rows of a file of components."""

from collections.abc import Iterator
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.imports.components import matched
from contest_portal.registry.imports.record_files import name_by_catalogue, new_of_retired
from contest_portal.registry.imports.staging import Fault, Stage
from contest_portal.registry.imports.stores import table_of
from contest_portal.registry.models.components import ComponentKind
from contest_portal.registry.rules.component_records import (
    ComponentDetails,
    ComponentState,
    detail_problems,
    retired_problem,
    told_again_problem,
)
from contest_portal.registry.rules.file_kinds import FileKind
from contest_portal.registry.rules.kinds.components import STATES

_WRITTEN = {state: text for text, state in reversed(tuple(STATES.items()))}
"""How a file writes each state, the usual word first."""


def name_kinds(session: Session, _kind: FileKind, stage: Stage) -> Iterator[Fault]:
    """Bring what a row calls its kind by to the catalogue's code; give the rows that name none."""
    message = N_(
        "«%(value)s» no está en el catálogo de tipos. Escriba el código o el nombre de un tipo, o agréguelo primero al "
        "catálogo."
    )
    unknown = Problem("component.unknown_kind", field="kind", message=message)
    return name_by_catalogue(session, stage, "kind", table_of(ComponentKind), unknown)


def record_faults(session: Session, _kind: FileKind, stage: Stage) -> Iterator[Fault]:
    """Give the rows that the catalogue or the record already there does not allow, each with its first fault."""
    seen: set[int] = set()
    for fault in (
        *_of_retired_kinds(session, stage),
        *_not_counted(session, stage),
        *_going_back(session, stage),
    ):
        if fault.line not in seen:
            seen.add(fault.line)
            yield fault


def _of_retired_kinds(session: Session, stage: Stage) -> Iterator[Fault]:
    rows = matched(stage).subquery("told")
    return new_of_retired(session, rows, "kind", partial(retired_problem, is_active=False))


def _not_counted(session: Session, stage: Stage) -> Iterator[Fault]:
    rows = matched(stage).subquery("told").c
    uncounted = select(rows.line, rows.quantity).where(rows.unit.is_(None), rows.quantity.is_not(None))
    for line, quantity in session.execute(uncounted.order_by(rows.line)):
        for problem in detail_problems(ComponentDetails(quantity=quantity), unit=None):
            yield Fault(line, "quantity", str(quantity), problem)


def _going_back(session: Session, stage: Stage) -> Iterator[Fault]:
    """Ask the rule once for each pair of states that stand against each other."""
    rows = matched(stage).subquery("told").c
    against = (rows.differs, ~rows.is_kept, rows.state != rows.present)
    pairs = session.execute(select(rows.present, rows.state).where(*against).distinct()).all()
    for present, told in sorted(tuple(pair) for pair in pairs):
        problem = told_again_problem(ComponentState(present), ComponentState(told))
        if problem is None:
            continue
        lines = select(rows.line).where(*against, rows.present == present, rows.state == told)
        for line in session.scalars(lines.order_by(rows.line)).all():
            yield Fault(line, "state", _WRITTEN[told], problem)
