"""The audit chain as a person reads it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.audit_queries import (
    AuditFilter,
    AuditLine,
    all_audit_lines,
    audit_actions,
    audit_lines,
    count_audit_lines,
)
from contest_portal.kernel.audit import record
from tests.factories.accounts import make_user

DAY = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _chain(session: Session) -> None:
    rosa = make_user(session, full_name="Rosa Íñigo")
    hugo = make_user(session, full_name="Hugo Salas")
    notes = [
        (rosa.id, "sheet.sealed", "sheet:1"),
        (hugo.id, "contest.published", "contest:1"),
        (None, "session.refused", "user:unknown"),
        (rosa.id, "sheet.sealed", "sheet:12"),
    ]
    for hours, (actor_id, action, subject) in enumerate(notes):
        data = {"n": hours} if hours else None
        record(
            session,
            at=DAY + timedelta(hours=hours),
            actor_id=actor_id,
            action=action,
            subject=subject,
            data=data,
        )


def found(session: Session, wanted: AuditFilter) -> list[int]:
    return [line.seq for line in audit_lines(session, wanted, limit=10)]


@pytest.mark.parametrize(
    ("wanted", "seqs"),
    [
        pytest.param(AuditFilter(), [4, 3, 2, 1], id="all"),
        pytest.param(AuditFilter(action="sheet.sealed"), [4, 1], id="action"),
        pytest.param(AuditFilter(action="sheet"), [], id="part of an action"),
        pytest.param(AuditFilter(subject="sheet:1"), [4, 1], id="beginning of a subject"),
        pytest.param(AuditFilter(subject="contest:"), [2], id="kind of subject"),
        pytest.param(AuditFilter(subject="%"), [], id="no pattern"),
        pytest.param(AuditFilter(actor="iñigo"), [4, 1], id="name with ñ and without accent"),
        pytest.param(AuditFilter(actor="salas"), [2], id="name in small letters"),
        pytest.param(AuditFilter(since=DAY + timedelta(hours=2)), [4, 3], id="since, included"),
        pytest.param(AuditFilter(until=DAY + timedelta(hours=2)), [2, 1], id="until, left out"),
        pytest.param(
            AuditFilter(action="sheet.sealed", since=DAY + timedelta(hours=1)), [4], id="two at once"
        ),
    ],
)
def test_list_is_narrowed(session: Session, wanted: AuditFilter, seqs: list[int]) -> None:
    assert found(session, wanted) == seqs
    assert count_audit_lines(session, wanted) == len(seqs)
    assert [line.seq for line in all_audit_lines(session, wanted)] == seqs


def test_line_is_whole(session: Session) -> None:
    last, _, _, first = audit_lines(session, AuditFilter(), limit=10)

    assert last == AuditLine(
        seq=4,
        at=DAY + timedelta(hours=3),
        actor_id=last.actor_id,
        actor_name="Rosa Íñigo",
        action="sheet.sealed",
        subject="sheet:12",
        data='{"n":3}',
        hash=last.hash,
    )
    assert (first.data, len(last.hash)) == ("", 64)


def test_nobody_has_an_empty_name(session: Session) -> None:
    (line,) = audit_lines(session, AuditFilter(action="session.refused"), limit=10)

    assert (line.actor_id, line.actor_name) == (None, "")


def test_pages_follow_one_another(session: Session) -> None:
    pages = [
        [line.seq for line in audit_lines(session, AuditFilter(), limit=3, offset=offset)]
        for offset in (0, 3)
    ]

    assert pages == [[4, 3, 2], [1]]


def test_actions_are_listed_once(session: Session) -> None:
    assert audit_actions(session) == ("contest.published", "session.refused", "sheet.sealed")
