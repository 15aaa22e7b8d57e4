"""Requests for files with whole DNI."""

from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.registry.models.exports import ExportRequest
from tests.conftest import NOON


def make_request(
    session: Session,
    asker: User,
    *,
    decider: User | None = None,
    is_approved: bool = True,
    at: datetime = NOON,
    within: str = "",
    narrowed: str = "{}",
) -> ExportRequest:
    """Make a request for the persons of the register; with a decider it is decided at the same moment."""
    row = ExportRequest(
        content="persons",
        file_format="csv",
        filter=narrowed,
        within=within,
        purpose="work",
        reason="Padrón nominal que pidió la jefatura",
        asked_at=at,
        asked_by=asker.id,
        decided_at=None if decider is None else at,
        decided_by=None if decider is None else decider.id,
        is_approved=None if decider is None else is_approved,
        refusal=None if decider is None or is_approved else "Pida solo su distrito.",
    )
    session.add(row)
    session.flush()
    return row
