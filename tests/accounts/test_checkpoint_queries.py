"""A kept state is found again in the log, and contradicts whoever wrote the log anew."""

from collections.abc import Sequence

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from contest_portal.accounts.checkpoint_queries import KeptState, LogCheck, check_log, checkpoint_about
from contest_portal.accounts.services.take_checkpoint import take_checkpoint
from contest_portal.kernel.audit import BrokenLink, head_checkpoint, record, row_hashes
from contest_portal.kernel.checkpoints import KeptCheckpoint, printed
from tests.conftest import NOON
from tests.factories.intruders import rewrite_from, take_the_guard_away


def grown(session: Session, rows: int) -> None:
    for number in range(rows):
        record(session, at=NOON, actor_id=None, action="x.done", subject=f"x:{number}")


def kept(session: Session, rows: Sequence[str] = ()) -> KeptCheckpoint:
    state = head_checkpoint(session)
    return KeptCheckpoint(state.size, state.root, tuple(rows))


def test_a_kept_state_is_in_the_log_that_grew(session: Session) -> None:
    states = []
    for _ in range(9):
        grown(session, 1)
        states.append(kept(session))

    assert check_log(session, states) == LogCheck(9, None, KeptState.HOLDS)
    assert check_log(session, [KeptCheckpoint(5, states[4].root_begins[:30])]).is_sound


def test_a_log_written_anew_holds_by_itself_and_not_against_paper(session: Session) -> None:
    grown(session, 5)
    early = kept(session)
    grown(session, 6)
    late, whole = kept(session), kept(session, tuple(row_hashes(session)))

    rewrite_from(session, 8)

    assert check_log(session).is_sound
    assert check_log(session, [early]).is_sound
    assert check_log(session, [late]) == LogCheck(11, None, KeptState.CONTRADICTED, 1, 11)
    assert check_log(session, [late, early]) == LogCheck(11, None, KeptState.CONTRADICTED, 6, 11)
    assert check_log(session, [whole]) == LogCheck(11, None, KeptState.CONTRADICTED, 8, 11)


def test_a_log_without_its_end_is_shorter_than_what_was_kept(session: Session) -> None:
    grown(session, 3)
    shorter = head_checkpoint(session)
    peaks, last = session.execute(text("select peaks, hash from audit_head")).one()
    grown(session, 2)
    state = kept(session)

    take_the_guard_away(session)
    session.execute(text("delete from audit where seq > 3"))
    session.execute(
        text("update audit_head set seq = 3, peaks = :peaks, hash = :hash"), {"peaks": peaks, "hash": last}
    )
    session.commit()  # whoever wrote to the log holds its end until then, and reads it no more

    assert check_log(session, [state]) == LogCheck(3, None, KeptState.SHORTER, 4, 5)
    assert head_checkpoint(session) == shorter


def test_a_row_that_was_changed_alone_is_named(session: Session) -> None:
    grown(session, 4)
    state = kept(session)

    take_the_guard_away(session)
    session.execute(text("update audit set subject = 'x:9' where seq = 3"))
    session.expire_all()

    assert check_log(session, [state]).broken == BrokenLink(3, "its content was changed")


def test_a_tree_that_is_not_that_of_the_rows_is_found(session: Session) -> None:
    grown(session, 3)

    session.execute(text("update audit_head set peaks = (select hash || hash from audit_head)"))
    session.expire_all()

    assert check_log(session).broken == BrokenLink(3, "the tree is not that of the rows")


def test_what_the_portal_noted_is_compared_without_being_given(session: Session) -> None:
    grown(session, 4)
    taken = take_checkpoint(session, at=NOON, actor_id=None, subject="contest:7")
    grown(session, 4)

    found = checkpoint_about(session, "contest:7")
    rewrite_from(session, 2)

    assert (found, checkpoint_about(session, "contest:8")) == (printed(taken), None)
    assert check_log(session) == LogCheck(8, None, KeptState.CONTRADICTED, 1, 4)


@pytest.mark.parametrize(
    "statement", ["update audit_checkpoint set root = 'x'", "delete from audit_checkpoint"]
)
def test_what_was_noted_cannot_be_changed(session: Session, statement: str) -> None:
    take_checkpoint(session, at=NOON, actor_id=None, subject="command")

    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(statement))
