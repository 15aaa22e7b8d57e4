"""What people of the demonstration decided about their data, and a file with whole DNI that awaits a second person."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.clock import office_date
from contest_portal.registry.models.register import Person
from contest_portal.registry.rules.consent import ConsentPaper, Decision, Purpose
from contest_portal.registry.rules.exports import Content, ExportOrder, FileFormat
from contest_portal.registry.services.ask_export import ask_export
from contest_portal.registry.services.record_consent import record_consent

USES = frozenset({Purpose.WORK, Purpose.IMAGE})


def tell_disclosure(session: Session, staff: Act, colleague: Act, now: datetime) -> None:
    """Let six people consent, the next one refuse, and a colleague ask for a district's persons with whole DNI."""
    act = Act(staff.actor, now - timedelta(days=7))
    on_date = office_date(act.at) - timedelta(days=2)
    people = select(Person.id).where(Person.gone_batch_id.is_(None)).order_by(Person.id).limit(7)
    for number, person_id in enumerate(session.scalars(people).all(), start=1):
        decision = Decision.GIVEN if number < 7 else Decision.REFUSED
        paper = ConsentPaper(
            decision, USES, on_date, f"Formato firmado, folio {number}", "Yachachiq de la zona"
        )
        record_consent(session, act, person_id=person_id, paper=paper)
    narrowed = {"departamento": "09", "provincia": "0902", "distrito": "090202"}
    reason = "Relación nominal para las visitas de campo, pedida por la jefatura."
    order = ExportOrder(Content.PERSONS, FileFormat.XLSX, narrowed, reason, has_dni=True)
    ask_export(session, Act(colleague.actor, now - timedelta(hours=3)), order)
