"""What persons decided about their data."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from contest_portal.registry.models.consents import PersonConsent
from contest_portal.registry.models.register import Person

NOTED = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)


def make_consent(
    session: Session,
    person: Person,
    decision: str = "given",
    purposes: str = "work",
    *,
    on_date: date = date(2026, 5, 4),
    is_undone: bool = False,
) -> PersonConsent:
    row = PersonConsent(
        person_id=person.id,
        decision=decision,
        purposes=f" {purposes} ",
        on_date=on_date,
        paper="Formato firmado, folio 12",
        received_by="Irma Solís",
        noted_at=NOTED,
        undone_at=NOTED if is_undone else None,
        undo_reason="Era otra persona." if is_undone else None,
    )
    session.add(row)
    session.flush()
    return row
