"""Writing an export: read from the register into a file, before anything is recorded and before anything leaves.

It is apart from the service that records it, because reading a whole register takes a while and must not hold the
lock of those who write.
"""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Actor
from contest_portal.accounts.rules.permissions import Action, can, permit
from contest_portal.kernel.file_marks import FileMark
from contest_portal.kernel.problems import refuse
from contest_portal.kernel.spreadsheets import Row, write_csv, write_xlsx
from contest_portal.registry.queries.exports import count_rows, home_rows, person_rows
from contest_portal.registry.queries.household_lists import Conditions
from contest_portal.registry.rules.exports import (
    Content,
    ExportOrder,
    FileFormat,
    HomeFacts,
    Leaving,
    PersonFacts,
    file_row,
    header,
    is_withheld,
    order_problems,
    size_problem,
)


def write_export(
    session: Session,
    actor: Actor,
    order: ExportOrder,
    asked: Conditions,
    *,
    mark: Callable[[], FileMark],
    file: BinaryIO,
) -> Leaving:
    """Write what is asked into a file. Raises Refused without a reason or with too many rows for the format.

    Only what may be written asks for its mark, which puts the file on record.
    """
    permit_export(actor, order)
    refuse(order_problems(order))
    refuse([size_problem(order, count_rows(session, asked, order.content))])
    write = write_csv if order.file_format is FileFormat.CSV else write_xlsx
    rows, borne = _Rows(session, order, asked), mark()
    written = write(file, header(order.content, has_dni=order.has_dni), rows, borne)
    return Leaving(written.rows, written.sha256, rows.withheld, borne.number)


def permit_export(actor: Actor, order: ExportOrder) -> None:
    """Let whoever sees the register take a list away, and whole DNI only who has the right to them."""
    permit(actor, Action.REGISTRY_SEE)
    if order.has_dni:
        permit(actor, Action.REGISTRY_EXPORT)


def may_take_dni(actor: Actor) -> bool:
    """Tell whether the actor may ask for whole DNI."""
    return can(actor, Action.REGISTRY_EXPORT)


class _Rows:
    """The rows of a file as they pass by, and how many persons of them had to stay without a name."""

    def __init__(self, session: Session, order: ExportOrder, asked: Conditions) -> None:
        self._session, self._order, self._asked = session, order, asked
        self.withheld = 0

    def __iter__(self) -> Iterator[Row]:
        has_dni, purpose = self._order.has_dni, self._order.purpose
        for home, person, members in self._facts():
            self.withheld += is_withheld(person, purpose)
            yield file_row(home, person, has_dni=has_dni, members=members, purpose=purpose)

    def _facts(self) -> Iterator[tuple[HomeFacts, PersonFacts | None, int | None]]:
        if self._order.content is Content.HOUSEHOLDS:
            yield from home_rows(self._session, self._asked, self._order.purpose)
            return
        for home, person in person_rows(self._session, self._asked, self._order.purpose):
            yield home, person, None
