"""Several officials at once, with real transactions on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.awards.queries import contest_documents
from contest_portal.awards.rules.reopening import BackTo
from contest_portal.awards.services.issue_resolution import issue_resolution
from contest_portal.awards.services.reopen_contest import reopen_contest
from contest_portal.kernel.audit import verify_chain
from contest_portal.kernel.database import Database
from contest_portal.kernel.problems import WrongState
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.awards import agreements_by_two, issued_acta, make_awarded_contest
from tests.factories.reopening import make_asked
from tests.factories.voiding import make_void

OFFICIALS = 5
GAPS = text(
    "select s.id from series s left join document d on d.series_id = s.id group by s.id, s.last "
    "having coalesce(max(d.number), 0) <> s.last or count(distinct d.number) <> s.last"
)
Deed = Callable[[Session, Act, int], object]


@pytest.fixture(scope="module")
def contest(module_database: Database) -> tuple[int, Act]:
    """An awarded contest with its acta, committed."""
    with module_database.transaction() as session:
        awarded = make_awarded_contest(session)
        issued_acta(session, awarded)
        return awarded.contest.id, act_of(awarded.staff, NOON)


def all_at_once(database: Database, contest: tuple[int, Act], deed: Deed) -> list[str]:
    """Let every official do the same deed; say for each whether it was done or refused."""

    def one(_official: int) -> str:
        contest_id, act = contest
        try:
            with database.transaction() as session:
                deed(session, act, contest_id)
        except WrongState:
            return "refused"
        return "done"

    with ThreadPoolExecutor(max_workers=OFFICIALS) as officials:
        return sorted(officials.map(one, range(OFFICIALS)))


def test_the_whole_way_is_gone_once_by_many(module_database: Database, contest: tuple[int, Act]) -> None:
    resolutions = all_at_once(
        module_database,
        contest,
        lambda session, act, number: issue_resolution(session, act, contest_id=number),
    )
    agreements = all_at_once(
        module_database,
        contest,
        lambda session, act, number: agreements_by_two(session, act, contest_id=number),
    )
    voided = all_at_once(module_database, contest, _void_the_last)

    once = ["done"] + ["refused"] * (OFFICIALS - 1)
    assert (resolutions, agreements, voided) == (once, once, once)
    with module_database.reading() as session:
        found = [(one.kind, one.number, one.state) for one in contest_documents(session, contest[0])]
        assert found == [
            ("acta", 1, "issued"),
            ("resolution", 1, "issued"),
            ("agreement", 1, "issued"),
            ("agreement", 2, "issued"),
            ("agreement", 3, "void"),
        ]
        assert session.execute(GAPS).all() == []
        assert verify_chain(session)[1] is None

    joint, other = _asked_to_go_back(module_database, contest)
    back = all_at_once(
        module_database,
        contest,
        lambda session, _act, number: reopen_contest(session, other, contest_id=number, **joint),
    )
    late = all_at_once(
        module_database,
        contest,
        lambda session, act, number: agreements_by_two(session, act, contest_id=number),
    )

    assert (back, late) == (once, ["refused"] * OFFICIALS)
    with module_database.reading() as session:
        states = [(one.kind, one.state) for one in contest_documents(session, contest[0])]
        assert states == [("acta", "issued"), ("resolution", "void"), *[("agreement", "void")] * 3]


def _asked_to_go_back(database: Database, contest: tuple[int, Act]) -> tuple[dict[str, Any], Act]:
    """Ask for it; give what a confirmation names, and an act of somebody who may confirm."""
    with database.transaction() as session:
        asker, other = make_user(session, Role.SECRETARY), make_user(session, Role.STAFF)
        joint = make_asked(session, contest[0], asker, BackTo.ALLOCATION)
        return {"joint_id": joint.id, "sha256": joint.content_sha256}, act_of(other, NOON)


def _void_the_last(session: Session, act: Act, contest_id: int) -> None:
    last = contest_documents(session, contest_id)[-1]
    make_void(session, act, contest_id=contest_id, document_id=last.id, reason="Error en un nombre")
