"""What the catalogue, the register and the memberships already there say against the rows of a file of memberships."""

from collections.abc import Iterator
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.imports.memberships import matched, standing_after
from contest_portal.registry.imports.record_files import name_by_catalogue, new_of_retired
from contest_portal.registry.imports.staging import ROWS_AT_ONCE, Fault, Stage
from contest_portal.registry.imports.stores import table_of
from contest_portal.registry.models.memberships import SocialProgramme
from contest_portal.registry.rules.file_kinds import FileKind
from contest_portal.registry.rules.memberships import (
    Period,
    Standing,
    clashes,
    overlap_problem,
    retired_problem,
)


def name_programmes(session: Session, _kind: FileKind, stage: Stage) -> Iterator[Fault]:
    """Bring what a row calls its programme by to the catalogue's code; give the rows that name none."""
    message = N_(
        "«%(value)s» no está en el catálogo de programas. Escriba el código o el nombre de un programa, o agréguelo "
        "primero al catálogo."
    )
    unknown = Problem("membership.unknown_programme", field="programme", message=message)
    return name_by_catalogue(session, stage, "programme", table_of(SocialProgramme), unknown)


def unknown_subjects(session: Session, _kind: FileKind, stage: Stage) -> Iterator[Fault]:
    """Give the rows whose person or household the register does not have."""
    rows = matched(stage).subquery("told").c
    nobody = select(rows.line, rows.subject, rows.is_person).where(
        rows.person_id.is_(None), rows.household_id.is_(None)
    )
    for line, subject, is_person in session.execute(nobody.order_by(rows.line)):
        column = "dni" if is_person else "household_code"
        yield Fault(line, column, subject, _UNKNOWN_PERSON if is_person else _UNKNOWN_HOUSEHOLD)


def retired_programmes(session: Session, _kind: FileKind, stage: Stage) -> Iterator[Fault]:
    """Give the new memberships of programmes that were taken out of use."""
    rows = matched(stage).subquery("told")
    return new_of_retired(session, rows, "programme", partial(retired_problem, is_active=False))


def impossible_ends(session: Session, _kind: FileKind, stage: Stage) -> Iterator[Fault]:
    """Give the rows that share days with another membership, as all will stand once the file is written."""
    rows = session.execute(standing_after(stage), execution_options={"yield_per": ROWS_AT_ONCE})
    stand = (
        Standing(whose, programme_id, Period(since, until), line)
        for whose, programme_id, since, until, line in rows
    )
    seen: set[int | None] = set()
    faults = []
    for one, other in clashes(stand):
        problem = overlap_problem(one.period, [other])
        if problem is not None and one.line is not None and one.line not in seen:
            seen.add(one.line)
            faults.append(Fault(one.line, "since", f"{one.period.since:%d/%m/%Y}", problem))
    yield from sorted(faults, key=lambda fault: fault.line)


_UNKNOWN_PERSON = Problem(
    "membership.unknown_person",
    field="dni",
    message=N_("El DNI «%(value)s» no está en el padrón. Importe primero su hogar, o corrija el número."),
)
_UNKNOWN_HOUSEHOLD = Problem(
    "reference.unknown",
    field="household_code",
    message=N_(
        "El hogar «%(value)s» no está en el padrón. Importe primero los hogares, o corrija el código."
    ),
)
