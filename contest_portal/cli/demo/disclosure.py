"""What people of the demonstration decided and asked about their data, and a file that awaits a second person."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.queries import offices
from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.clock import office_date
from contest_portal.registry.models.register import Person
from contest_portal.registry.rules.consent import ConsentPaper, Decision, Purpose
from contest_portal.registry.rules.exports import Content, ExportOrder, FileFormat
from contest_portal.registry.rules.person_requests import Asked, RequestKind, RequestOutcome
from contest_portal.registry.services.answer_person_request import answer_person_request
from contest_portal.registry.services.ask_export import ask_export
from contest_portal.registry.services.enter_person_request import enter_person_request
from contest_portal.registry.services.record_consent import record_consent

USES = frozenset({Purpose.WORK, Purpose.IMAGE})


def tell_disclosure(session: Session, staff: Act, colleague: Act, now: datetime) -> None:
    """Let six people consent, one refuse, three ask; and a colleague want a district's persons with whole DNI."""
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
    _ask_about_own_data(session, staff, now)


def _ask_about_own_data(session: Session, staff: Act, now: datetime) -> None:
    """Let three people ask: one is answered, one waits, and one waits longer than the law allows."""
    people = select(Person.id).where(Person.gone_batch_id.is_(None)).order_by(Person.id).limit(3)
    asked = (
        (RequestKind.RECTIFICATION, "Mi segundo apellido está mal escrito en el padrón.", 40),
        (RequestKind.OPPOSITION, "No quiero que usen mi foto en los afiches del programa.", 21),
        (RequestKind.ACCESS, "Quiero saber qué datos míos y de mi hogar tiene el programa.", 4),
    )
    for person_id, (kind, words, days) in zip(session.scalars(people).all(), asked, strict=True):
        came = now - timedelta(days=days)
        request = enter_person_request(
            session,
            Act(staff.actor, came),
            person_id=person_id,
            office_id=offices(session)[0].id,
            asked=Asked(kind, words, received_at=came, on_paper=True),
        )
        if kind is RequestKind.RECTIFICATION:
            answer_person_request(
                session,
                Act(staff.actor, came + timedelta(days=5)),
                request_id=request.id,
                expected_version=request.version,
                outcome=RequestOutcome.GRANTED,
                answer="Se comparó con su documento y se pidió a la fuente del padrón que lo corrija.",
            )
