"""Files of components told to the register, and what came of them."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.registry.models.components import ComponentRecord
from contest_portal.registry.models.register import Household
from contest_portal.registry.rules.reports import ImportReport
from tests.factories.registry_files import COMPONENTS, imported

HEADER = COMPONENTS.splitlines()[0] + "\n"
CUYES = "H-1,cuyes,10/05/2024,entregado,12,Prudencio Paytan,4,adobes,60.50,\n"
GIVEN = date(2024, 5, 10)


def told(session: Session, *lines: str) -> ImportReport:
    return imported(session, "components", HEADER + "".join(lines))


def record(session: Session, household: Household) -> ComponentRecord:
    return session.scalars(
        select(ComponentRecord)
        .where(ComponentRecord.household_id == household.id, ComponentRecord.voided_at.is_(None))
        .order_by(ComponentRecord.id)
    ).one()


def remarks(report: ImportReport) -> list[tuple[str, str, str]]:
    return [(found.code, found.params["rows"], found.params["line"]) for found in report.notices]
