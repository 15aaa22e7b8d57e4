"""Writing an export: read from the register into a file, before anything is recorded and before anything leaves.

It is apart from the service that records it, because reading a whole register takes a while and must not hold the
lock of those who write.
"""

from collections.abc import Iterator
from typing import BinaryIO

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Actor
from contest_portal.accounts.rules.permissions import Action, can, permit
from contest_portal.kernel.problems import refuse
from contest_portal.kernel.spreadsheets import Row, Written, write_csv, write_xlsx
from contest_portal.registry.export_queries import count_rows, home_rows, person_rows
from contest_portal.registry.household_list_queries import Conditions
from contest_portal.registry.rules.exports import (
    Content,
    ExportOrder,
    FileFormat,
    file_row,
    header,
    order_problems,
    size_problem,
)


def write_export(
    session: Session, actor: Actor, order: ExportOrder, asked: Conditions, *, file: BinaryIO
) -> Written:
    """Write what is asked into a file. Raises Refused without a reason or with too many rows for the format."""
    permit_export(actor, order)
    refuse(order_problems(order))
    refuse([size_problem(order, count_rows(session, asked, order.content))])
    write = write_csv if order.file_format is FileFormat.CSV else write_xlsx
    return write(file, header(order.content), _rows(session, order, asked))


def permit_export(actor: Actor, order: ExportOrder) -> None:
    """Let whoever sees the register take a list away, and whole DNI only who has the right to them."""
    permit(actor, Action.REGISTRY_SEE)
    if order.has_dni:
        permit(actor, Action.REGISTRY_EXPORT)


def may_take_dni(actor: Actor) -> bool:
    """Tell whether the actor may ask for whole DNI."""
    return can(actor, Action.REGISTRY_EXPORT)


def _rows(session: Session, order: ExportOrder, asked: Conditions) -> Iterator[Row]:
    if order.content is Content.PERSONS:
        for home, person in person_rows(session, asked):
            yield file_row(home, person, has_dni=order.has_dni)
        return
    for home, head, members in home_rows(session, asked):
        yield file_row(home, head, has_dni=order.has_dni, members=members)
