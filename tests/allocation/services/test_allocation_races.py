"""Two people at once, on real connections: never more than the envelope, and exactly one of them wins."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.allocation.models import AllocationApproval, AllocationRun, Award
from contest_portal.allocation.services.approve_allocation import approve_allocation
from contest_portal.allocation.services.discard_allocation import discard_allocation
from contest_portal.allocation.services.propose_allocation import propose_allocation
from contest_portal.allocation.services.refuse_allocation import refuse_allocation
from contest_portal.contests.models import Contest, Envelope
from contest_portal.contests.rules.approval_chain import ApprovalStep, Approver
from contest_portal.kernel.audit import verify_chain
from contest_portal.kernel.database import Database
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import PortalError, WrongState
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest, make_chained, make_full_contest, make_proposed

RACES = 8
"""The trials of F-03 (`bin/test --faults`) run hundreds, between processes."""
Deed = Callable[[Session], object]


@pytest.fixture(scope="module")
def first_contest(module_database: Database) -> ScoredContest:
    """The contest whose office and people all races share."""
    with module_database.transaction() as session:
        return make_full_contest(session)


def race(database: Database, *deeds: Deed) -> list[PortalError | None]:
    """Start the deeds at once, each in a transaction of its own; give what each was refused with, or None."""
    barrier = Barrier(len(deeds))

    def run(deed: Deed) -> PortalError | None:
        barrier.wait(timeout=30)
        try:
            with database.transaction() as session:
                deed(session)
        except PortalError as error:
            return error
        return None

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def approving(act: Act, run: AllocationRun) -> Deed:
    return lambda session: approve_allocation(session, act, run_id=run.id, result_sha256=run.result_sha256)


def refusing(act: Act, run: AllocationRun) -> Deed:
    return lambda session: refuse_allocation(
        session, act, run_id=run.id, result_sha256=run.result_sha256, reason="Falta revisar un sobre."
    )


def proposing(act: Act, contest: Contest) -> Deed:
    return lambda session: propose_allocation(session, act, contest_id=contest.id)


def discarding(act: Act, run: AllocationRun) -> Deed:
    return lambda session: discard_allocation(session, act, run_id=run.id)


def states(session: Session, contest: Contest) -> list[str]:
    return list(
        session.scalars(
            select(AllocationRun.state)
            .where(AllocationRun.contest_id == contest.id)
            .order_by(AllocationRun.id)
        )
    )


def committed(session: Session, contest: Contest) -> list[Money]:
    return list(
        session.scalars(
            select(Envelope.committed).where(Envelope.contest_id == contest.id).order_by(Envelope.id)
        )
    )


def granted(session: Session, contest: Contest) -> int:
    return session.scalar(select(func.count()).select_from(Award).where(Award.contest_id == contest.id)) or 0


def assert_chain_holds(database: Database) -> None:
    with database.reading() as session:
        assert verify_chain(session)[1] is None


def test_of_two_proposals_at_once_exactly_one_stands(
    module_database: Database, first_contest: ScoredContest
) -> None:
    for _ in range(RACES):
        with module_database.transaction() as session:
            scored = make_full_contest(session, beside=first_contest)
            other = make_user(session, Role.SECRETARY)

        outcome = race(
            module_database,
            proposing(act_of(scored.secretary, NOON), scored.contest),
            proposing(act_of(other, NOON), scored.contest),
        )

        assert sorted(type(error) for error in outcome if error) == [WrongState]
        with module_database.reading() as session:
            assert states(session, scored.contest) == ["proposed"]
    assert_chain_holds(module_database)


def test_of_three_approvals_at_once_exactly_one_grants_the_money(
    module_database: Database, first_contest: ScoredContest
) -> None:
    for _ in range(RACES):
        with module_database.transaction() as session:
            scored = make_full_contest(session, beside=first_contest)
            run = make_proposed(session, scored)
            approvers = [scored.staff, make_user(session, Role.STAFF), make_user(session, Role.STAFF)]

        outcome = race(module_database, *(approving(act_of(one, NOON), run) for one in approvers))

        assert [type(error) for error in outcome if error] == [WrongState, WrongState]
        with module_database.reading() as session:
            assert states(session, scored.contest) == ["approved"]
            assert committed(session, scored.contest) == [Money.soles(35_000), Money.soles(20_000)]
            assert granted(session, scored.contest) == 3
    assert_chain_holds(module_database)


def test_of_two_people_at_one_step_of_a_chain_exactly_one_takes_it(
    module_database: Database, first_contest: ScoredContest
) -> None:
    steps = (ApprovalStep("Programa", Approver.STAFF), ApprovalStep("Jefatura", Approver.STAFF))
    for _ in range(RACES):
        with module_database.transaction() as session:
            scored = make_chained(session, *steps, beside=first_contest)
            run = make_proposed(session, scored)
            acts = [act_of(one, NOON) for one in (scored.staff, make_user(session, Role.STAFF))]

        outcome = race(module_database, *(approving(act, run) for act in acts))

        assert [type(error) for error in outcome if error] == [WrongState]
        with module_database.reading() as session:
            taken = session.scalars(
                select(AllocationApproval.step).where(AllocationApproval.run_id == run.id)
            )
            assert (states(session, scored.contest), taken.all()) == (["proposed"], [1])
            assert granted(session, scored.contest) == 0
    assert_chain_holds(module_database)


def test_an_approval_and_a_refusal_of_one_step_leave_one_of_the_two(
    module_database: Database, first_contest: ScoredContest
) -> None:
    for _ in range(RACES):
        with module_database.transaction() as session:
            scored = make_full_contest(session, beside=first_contest)
            run = make_proposed(session, scored)
            other = make_user(session, Role.STAFF)

        outcome = race(
            module_database,
            approving(act_of(scored.staff, NOON), run),
            refusing(act_of(other, NOON), run),
        )

        assert [type(error) for error in outcome if error] == [WrongState]
        with module_database.reading() as session:
            state = states(session, scored.contest)
            assert (state, granted(session, scored.contest)) in [(["approved"], 3), (["discarded"], 0)]
    assert_chain_holds(module_database)


def test_an_approval_and_a_discard_at_once_leave_one_of_the_two(
    module_database: Database, first_contest: ScoredContest
) -> None:
    for _ in range(RACES):
        with module_database.transaction() as session:
            scored = make_full_contest(session, beside=first_contest)
            run = make_proposed(session, scored)

        outcome = race(
            module_database,
            approving(act_of(scored.staff, NOON), run),
            discarding(act_of(scored.secretary, NOON), run),
        )

        assert [type(error) for error in outcome if error] == [WrongState]
        with module_database.reading() as session:
            state = states(session, scored.contest)
            assert (state, granted(session, scored.contest)) in [(["approved"], 3), (["discarded"], 0)]
    assert_chain_holds(module_database)
