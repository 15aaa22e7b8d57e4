"""What an office writes a kind of document on: its numbers, its head, its own text."""

from dataclasses import dataclass

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.documents.letterhead import letterhead_of
from contest_portal.documents.models import DocumentText, NumberFormat
from contest_portal.documents.rules.kinds import DocumentKind, Letterhead


@dataclass(frozen=True, slots=True)
class Stationery:
    """The pattern of the numbers, the head, and the office's own text; `text` None: the text as shipped holds."""

    pattern: str
    letterhead: Letterhead
    text: DocumentText | None


_OF_OFFICE = (
    select(NumberFormat.pattern, DocumentText)
    .select_from(Office)
    .outerjoin(
        NumberFormat, and_(NumberFormat.office_id == Office.id, NumberFormat.kind == bindparam("kind"))
    )
    .outerjoin(
        DocumentText, and_(DocumentText.office_id == Office.id, DocumentText.kind == bindparam("kind"))
    )
    .where(Office.id == bindparam("office_id"))
    .order_by(DocumentText.number.desc())
    .limit(1)
)


def stationery_of(session: Session, office: Office, kind: DocumentKind) -> Stationery:
    """Give what holds for a kind in an office now, in one reading: as `chosen_format` and `text_in_force` by two."""
    pattern, text = session.execute(_OF_OFFICE, {"office_id": office.id, "kind": kind.code}).one()
    return Stationery(pattern or kind.number_format, letterhead_of(office), text)
