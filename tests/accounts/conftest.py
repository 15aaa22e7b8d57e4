"""What the services of accounts share."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.kernel.audit import AuditRow

AT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
Trail = Callable[[], list[tuple[str, str, int | None, str]]]


@pytest.fixture
def trail(session: Session) -> Trail:
    """Everything noted so far: action, subject, actor, data."""

    def read() -> list[tuple[str, str, int | None, str]]:
        rows = session.scalars(select(AuditRow).order_by(AuditRow.seq))
        return [(row.action, row.subject, row.actor_id, row.data) for row in rows]

    return read
