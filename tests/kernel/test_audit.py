"""The chain of who did what: it grows at one end and shows every change."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DatabaseError, DBAPIError
from sqlalchemy.orm import Session

from contest_portal.kernel.audit import (
    GENESIS,
    AuditHead,
    AuditRow,
    BrokenLink,
    link_hash,
    record,
    verify_chain,
    wait_for_turn,
)
from contest_portal.kernel.database import Database

AT = datetime(2026, 11, 23, 17, 0, 0, 5, tzinfo=UTC)
TRIGGERS = {
    "sqlite": ("DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"),
    "postgresql": ("ALTER TABLE audit DISABLE TRIGGER audit_append_only",),
}


def note(session: Session, number: int = 1) -> None:
    record(
        session,
        at=AT + timedelta(seconds=number),
        actor_id=number,
        action="sheet.sealed",
        subject=f"sheet:{number}",
        data={"marks": number, "name": "Ñahui"},
    )


def chain_of(session: Session, length: int) -> None:
    for number in range(1, length + 1):
        note(session, number)


def without_guard(session: Session, statement: str, **values: object) -> None:
    """Do what an intruder with the rights of the database's owner could do."""
    for drop in TRIGGERS[session.get_bind().dialect.name]:
        session.execute(text(drop))
    session.execute(text(statement), values)
    session.expire_all()


def test_first_link_follows_the_beginning(session: Session) -> None:
    note(session)

    row = session.scalars(select(AuditRow)).one()
    assert (row.seq, row.prev_hash, row.hash) == (1, GENESIS, link_hash(row))


def test_each_link_follows_the_one_before(session: Session) -> None:
    chain_of(session, 3)

    rows = session.scalars(select(AuditRow).order_by(AuditRow.seq)).all()
    head = session.scalars(select(AuditHead)).one()
    assert [row.seq for row in rows] == [1, 2, 3]
    assert [row.prev_hash for row in rows] == [GENESIS, rows[0].hash, rows[1].hash]
    assert (head.seq, head.hash) == (3, rows[2].hash)


def test_who_has_the_turn_reads_the_end_once_and_goes_on_from_it(session: Session) -> None:
    read: list[str] = []
    listen = (session.get_bind(), "before_cursor_execute", lambda *said: read.append(said[2]))
    event.listen(*listen, named=False)
    wait_for_turn(session)
    chain_of(session, 3)
    wait_for_turn(session)
    event.remove(*listen)

    looks = [statement for statement in read if statement.startswith("SELECT audit_head")]
    assert (len(looks), verify_chain(session)) == (1, (3, None))


@pytest.mark.parametrize(
    "before", [pytest.param(wait_for_turn, id="held"), pytest.param(bool, id="not held")]
)
def test_the_log_goes_on_from_before_a_savepoint_that_was_undone(
    session: Session, before: Callable[[Session], object]
) -> None:
    before(session)
    undone = session.begin_nested()
    wait_for_turn(session)
    chain_of(session, 2)
    undone.rollback()
    note(session)
    with session.begin_nested():
        note(session)
    note(session)

    assert verify_chain(session) == (3, None)


def test_the_next_transaction_reads_the_end_anew(
    own_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contest_portal.kernel.embedded_turns._PATIENCE", timedelta(0))  # ours keeps the turn
    with own_database.transaction() as session:
        note(session)
        session.commit()
        with own_database.transaction() as other:
            chain_of(other, 2)
        note(session)

        assert verify_chain(session) == (4, None)


def test_row_is_stored_as_it_was_given(session: Session) -> None:
    note(session, 7)
    session.expire_all()

    row = session.scalars(select(AuditRow)).one()
    assert (row.at, row.actor_id, row.action, row.subject, row.data) == (
        AT + timedelta(seconds=7),
        7,
        "sheet.sealed",
        "sheet:7",
        '{"marks":7,"name":"Ñahui"}',
    )


@pytest.mark.parametrize("length", [0, 1, 5])
def test_untouched_chain_holds(session: Session, length: int) -> None:
    chain_of(session, length)
    session.expire_all()

    assert verify_chain(session) == (length, None)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit SET at = '2026-01-01 00:00:00' WHERE seq = 2",
        "UPDATE audit SET actor_id = 99 WHERE seq = 2",
        "UPDATE audit SET actor_id = NULL WHERE seq = 2",
        "UPDATE audit SET action = 'sheet.opened' WHERE seq = 2",
        "UPDATE audit SET subject = 'sheet:9' WHERE seq = 2",
        "UPDATE audit SET data = '{}' WHERE seq = 2",
    ],
)
def test_changed_content_is_found(session: Session, change: str) -> None:
    chain_of(session, 3)

    without_guard(session, change)

    assert verify_chain(session) == (1, BrokenLink(2, "its content was changed"))


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("change", ["at = 'hello'", "action = x'ff00'", "data = x'ff00'", "hash = x'ff00'"])
def test_what_is_no_instant_or_text_any_more_is_content_that_was_changed(
    session: Session, change: str
) -> None:
    """SQLite keeps any value in any column."""
    chain_of(session, 3)

    without_guard(session, f"UPDATE audit SET {change} WHERE seq = 2")  # noqa: S608 - of this test

    assert verify_chain(session) == (1, BrokenLink(2, "its content was changed"))


def test_changed_content_with_its_hash_recomputed_is_found_at_the_next_link(session: Session) -> None:
    chain_of(session, 3)
    row = session.scalars(select(AuditRow).where(AuditRow.seq == 2)).one()
    row.subject = "sheet:9"
    forged = link_hash(row)
    session.expunge(row)

    without_guard(
        session, "UPDATE audit SET subject = 'sheet:9', hash = :forged WHERE seq = 2", forged=forged
    )

    assert verify_chain(session) == (2, BrokenLink(3, "it does not follow the row before it"))


@pytest.mark.parametrize(
    ("seq", "found"),
    [
        (1, (0, BrokenLink(2, "row 1 is missing"))),
        (2, (1, BrokenLink(3, "row 2 is missing"))),
        (3, (2, BrokenLink(3, "the chain ends before its head"))),
    ],
)
def test_removed_row_is_found(session: Session, seq: int, found: tuple[int, BrokenLink]) -> None:
    chain_of(session, 3)

    without_guard(session, "DELETE FROM audit WHERE seq = :seq", seq=seq)

    assert verify_chain(session) == found


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor_id = 9",
        "UPDATE audit SET actor_id = 9 WHERE seq = 2",
        "DELETE FROM audit WHERE seq = 1",
    ],
)
def test_database_itself_refuses_changes(session: Session, statement: str) -> None:
    chain_of(session, 2)

    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(text(statement))


def test_database_itself_refuses_to_empty_the_table(session: Session) -> None:
    statement = "TRUNCATE audit" if session.get_bind().dialect.name == "postgresql" else "DELETE FROM audit"
    chain_of(session, 2)

    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(statement))


def test_refused_change_leaves_no_link(own_database: Database) -> None:
    def fail() -> None:
        with own_database.transaction() as session:
            note(session)
            raise LookupError("the service failed after its note")

    with pytest.raises(LookupError):
        fail()

    with own_database.reading() as session:
        assert verify_chain(session) == (0, None)
        assert session.scalars(select(AuditHead.seq)).one() == 0


def test_many_writers_at_once_make_one_chain(own_database: Database) -> None:
    writers, each = 6, 15
    barrier = threading.Barrier(writers)
    failures: list[Exception] = []

    def write(number: int) -> None:
        barrier.wait()
        for step in range(each):
            try:
                with own_database.transaction() as session:
                    note(session, number * 100 + step)
            except DBAPIError as error:
                failures.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    with own_database.reading() as session:
        rows = session.scalars(select(AuditRow.actor_id)).all()
        wanted = sorted(number * 100 + step for number in range(writers) for step in range(each))
        assert failures == []
        assert verify_chain(session) == (writers * each, None)
        assert sorted(actor or 0 for actor in rows) == wanted
