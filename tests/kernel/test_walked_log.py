"""A question to the log walks what came since the last whole walk, and a change is told within the period."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from contest_portal.kernel import audit, walked_log
from contest_portal.kernel.audit import AuditRow, BrokenLink, record, walk_chain
from contest_portal.kernel.walked_log import PERIOD_S, WalkedLog
from tests.conftest import NOON
from tests.factories.intruders import rewrite_from, take_the_guard_away

SIZES = (0, 1, 3, 4, 5, 8, 11, 14)


class Ticks:
    """A clock of the process that stands until it is told to go on."""

    def __init__(self) -> None:
        self.now_ns = 0

    def __call__(self) -> int:
        return self.now_ns

    def wait(self, seconds: int) -> None:
        self.now_ns += seconds * 10**9


@pytest.fixture(autouse=True)
def short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "STEP", 4)
    monkeypatch.setattr(walked_log, "STEP", 4)


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def walked(session: Session, ticks: Ticks) -> WalkedLog:
    """What a process knows that was asked once, after eleven rows."""
    grow(session, 11)
    memory = WalkedLog(ticks)
    assert memory.walk(session, [5]).good == 11
    return memory


@pytest.fixture
def loaded(session: Session) -> Iterator[list[int]]:
    """The numbers of the rows of the log that are read."""
    seen: list[int] = []
    event.listen(AuditRow, "load", note := lambda row, _context: seen.append(row.seq))
    yield seen
    event.remove(AuditRow, "load", note)


def grow(session: Session, rows: int) -> None:
    for _ in range(rows):
        record(session, at=NOON, actor_id=None, action="x.done", subject="x:1")
    session.expunge_all()


def change(session: Session, seq: int) -> None:
    take_the_guard_away(session)
    session.execute(text("update audit set subject = 'x:7' where seq = :seq"), {"seq": seq})
    session.expunge_all()


def test_only_what_came_since_is_read_and_the_answer_is_that_of_a_whole_walk(
    session: Session, walked: WalkedLog, loaded: list[int]
) -> None:
    grow(session, 3)

    found = walked.walk(session, [5, 14])
    read = tuple(loaded)
    again = [walked.walk(session, [size]).roots for size in SIZES]

    session.expunge_all()
    whole = walk_chain(session, SIZES)
    assert read == (12, 13, 14)
    assert (found.good, found.broken, found.roots) == (14, None, {one: whole.roots[one] for one in (5, 14)})
    assert again == [{size: whole.roots[size]} if size in whole.roots else {} for size in SIZES]
    assert (WalkedLog().walk(session, SIZES).roots, len(whole.roots)) == (whole.roots, 8)


def test_a_state_in_between_is_worked_out_from_the_nearest_mark(
    session: Session, walked: WalkedLog, loaded: list[int]
) -> None:
    walked.walk(session, [7])

    assert loaded == [5, 6, 7]


@pytest.mark.parametrize("asked", [(), (5,), (14,)], ids=["nothing", "one that is known", "one to come"])
def test_an_old_row_that_was_changed_is_named_when_the_period_is_over(
    session: Session, walked: WalkedLog, ticks: Ticks, asked: tuple[int, ...]
) -> None:
    change(session, 2)
    grow(session, 3)

    early = walked.walk(session, asked).broken
    ticks.wait(PERIOD_S - 1)  # questions in between do not put it off
    last_moment = walked.walk(session, asked).broken
    ticks.wait(1)
    late = [walked.walk(session, asked).broken for _ in range(2)]

    assert (early, last_moment) == (None, None)
    assert late == [BrokenLink(2, "its content was changed")] * 2


@pytest.mark.parametrize(
    ("seq", "asked"), [(7, (7,)), (12, ())], ids=["beside what is asked", "among what came since"]
)
def test_a_changed_row_that_a_question_comes_by_is_named_at_once(
    session: Session, walked: WalkedLog, seq: int, asked: tuple[int, ...]
) -> None:
    grow(session, 3)
    change(session, seq)

    assert walked.walk(session, asked).broken == BrokenLink(seq, "its content was changed")


def test_a_log_written_anew_is_not_taken_for_the_one_that_was_walked(
    session: Session, walked: WalkedLog
) -> None:
    before = walked.walk(session, [5]).roots

    rewrite_from(session, 3)

    after = walked.walk(session, [5])
    assert (after.broken, after.roots == before) == (None, False)
    assert after.roots == walk_chain(session, [5]).roots


def test_a_log_without_its_end_is_walked_wholly(session: Session, walked: WalkedLog) -> None:
    take_the_guard_away(session)
    session.execute(text("delete from audit where seq > 9"))
    session.expunge_all()

    assert walked.walk(session).broken == BrokenLink(11, "the chain ends before its head")
