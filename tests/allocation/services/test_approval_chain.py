"""A chain of several steps: in order, by different people, each tied to the hashes of what was looked at."""

import json

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.allocation.approval_queries import (
    chain_of,
    earlier_decisions,
    still_stands,
    waiting_turns,
)
from contest_portal.allocation.models import AllocationApproval, AllocationRun
from contest_portal.allocation.queries import awards_of, live_run
from contest_portal.allocation.rules.chain import StepState
from contest_portal.allocation.services.approve_allocation import approve_allocation
from contest_portal.allocation.services.discard_allocation import discard_allocation
from contest_portal.allocation.services.refuse_allocation import refuse_allocation
from contest_portal.contests.models import Envelope
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.approval_chain import ApprovalStep, Approver
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale, WrongState
from contest_portal.publication.invariants import broken_invariants
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest, make_chained, make_proposed

CHAIN = (
    ApprovalStep("Secretaría técnica", Approver.SECRETARY),
    ApprovalStep("Programa", Approver.STAFF),
    ApprovalStep("Jefatura", Approver.STAFF),
)
REASON = "El sobre de ideas no es el de la última enmienda."


class Chained:
    """A contest with a chain of three, its proposal, and somebody for each step."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.scored: ScoredContest = make_chained(session, *CHAIN)
        self.people = [
            make_user(session, Role.SECRETARY, full_name="Alina Soto Huamán"),
            self.scored.staff,
            make_user(session, Role.STAFF, full_name="Bruno Quispe Lazo"),
        ]
        self.run = make_proposed(session, self.scored)

    def approve(self, step: int, person: User | None = None) -> AllocationRun:
        return approve_allocation(
            self.session,
            act_of(person or self.people[step - 1], NOON),
            run_id=self.run.id,
            result_sha256=self.run.result_sha256,
            step=step,
        )

    def refuse(self, step: int, reason: str = REASON) -> AllocationRun:
        return refuse_allocation(
            self.session,
            act_of(self.people[step - 1], NOON),
            run_id=self.run.id,
            result_sha256=self.run.result_sha256,
            reason=reason,
            step=step,
        )

    def states(self) -> list[StepState]:
        run = live_run(self.session, self.scored.contest.id)
        assert run is not None
        chain = rulebook_of(self.session, run.contest_id).approvals
        return [step.state for step in chain_of(chain, run, stands=still_stands(self.session, run))]

    def committed(self) -> Money:
        return Money.total(self.session.scalars(select(Envelope.committed)))


@pytest.fixture
def chained(session: Session) -> Chained:
    return Chained(session)


def test_the_money_is_committed_with_the_last_step_alone(chained: Chained) -> None:
    stood = [(chained.run.state, chained.committed())]
    for step in (1, 2, 3):
        chained.approve(step)
        stood.append((chained.run.state, chained.committed()))

    assert stood == [("proposed", ZERO)] * 3 + [("approved", Money.soles(18_000))]
    assert [award.group_name for award in awards_of(chained.session, chained.scored.contest.id)] == [
        "Sumaq Kuy"
    ]
    assert chained.states() == [StepState.APPROVED] * 3
    assert broken_invariants(chained.session) == ()


def test_each_step_says_who_when_and_the_hashes(chained: Chained) -> None:
    chained.approve(1)

    run = live_run(chained.session, chained.scored.contest.id)

    assert run is not None
    (one,) = run.approvals
    assert (one.step, one.by_name, one.at, one.inputs_sha256, one.result_sha256) == (
        1,
        "Alina Soto Huamán",
        NOON,
        chained.run.inputs_sha256,
        chained.run.result_sha256,
    )
    assert chained.states() == [StepState.APPROVED, StepState.WAITING, StepState.LATER]


def test_each_step_is_on_record(chained: Chained) -> None:
    for step in (1, 2, 3):
        chained.approve(step)

    rows = chained.session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(3)).all()

    assert [(row.action, row.actor_id, json.loads(row.data)["step"]) for row in reversed(rows)] == [
        ("allocation.step_approved", chained.people[0].id, 1),
        ("allocation.step_approved", chained.people[1].id, 2),
        ("allocation.approved", chained.people[2].id, 3),
    ]


@pytest.mark.parametrize("step", [2, 3])
def test_a_step_waits_for_those_before(chained: Chained, step: int) -> None:
    with pytest.raises(WrongState):
        chained.approve(step)


def test_a_step_is_not_taken_twice(chained: Chained) -> None:
    chained.approve(1)

    with pytest.raises(WrongState) as refusal:
        chained.approve(1)

    assert [problem.code for problem in refusal.value.problems] == ["allocation.step_taken"]


def test_a_step_that_the_rules_do_not_have_is_not_found(chained: Chained) -> None:
    with pytest.raises(NotFound):
        chained.approve(4, chained.people[2])


def test_the_role_of_the_rules_takes_the_step_and_no_other(chained: Chained) -> None:
    with pytest.raises(NotPermitted):
        chained.approve(1, chained.scored.staff)


def test_the_secretary_who_proposed_does_not_take_the_step_of_the_secretary(chained: Chained) -> None:
    with pytest.raises(NotPermitted):
        chained.approve(1, chained.scored.secretary)


def test_nobody_takes_two_steps(chained: Chained) -> None:
    chained.approve(1)
    chained.approve(2)

    with pytest.raises(NotPermitted):
        chained.approve(3, chained.people[1])


def test_the_database_itself_refuses_one_person_on_two_steps(chained: Chained) -> None:
    chained.approve(1)
    chained.approve(2)

    with pytest.raises(IntegrityError), chained.session.begin_nested():
        chained.session.execute(update(AllocationApproval).values(decided_by=chained.people[0].id))


def test_a_step_of_another_hash_is_stale(chained: Chained) -> None:
    act = act_of(chained.people[0], NOON)

    with pytest.raises(Stale):
        approve_allocation(chained.session, act, run_id=chained.run.id, result_sha256="f" * 64)


def test_an_edit_cancels_what_it_touches_and_nothing_else(chained: Chained) -> None:
    beside = make_chained(chained.session, *CHAIN, beside=chained.scored)
    other = make_proposed(chained.session, beside)
    act = act_of(chained.people[0], NOON)
    approve_allocation(chained.session, act, run_id=other.id, result_sha256=other.result_sha256)
    chained.approve(1)

    chained.scored.groups["Sumaq Kuy"].state = "withdrawn"
    chained.session.flush()

    untouched = live_run(chained.session, beside.contest.id)
    assert untouched is not None
    assert chained.states() == [StepState.LAPSED, StepState.LATER, StepState.LATER]
    assert still_stands(chained.session, untouched)
    with pytest.raises(Refused) as refusal:
        chained.approve(2)
    assert [problem.code for problem in refusal.value.problems] == ["allocation.inputs_changed"]


def test_an_edit_that_the_allocation_does_not_read_cancels_nothing(chained: Chained) -> None:
    chained.approve(1)

    chained.scored.contest.title = "Otro nombre"
    chained.session.flush()

    assert chained.states() == [StepState.APPROVED, StepState.WAITING, StepState.LATER]


def test_a_new_proposal_is_approved_from_the_first_step(chained: Chained) -> None:
    chained.approve(1)
    discard_allocation(chained.session, act_of(chained.scored.secretary, NOON), run_id=chained.run.id)

    chained.run = make_proposed(chained.session, chained.scored)

    assert chained.states() == [StepState.WAITING, StepState.LATER, StepState.LATER]
    with pytest.raises(WrongState):
        chained.approve(2)


def test_a_refusal_sends_the_proposal_back_and_keeps_what_was_decided(chained: Chained) -> None:
    chained.approve(1)

    chained.refuse(2)

    kept = [
        (one.step, one.decided.by_name, one.decided.outcome, one.decided.reason)
        for one in earlier_decisions(chained.session, chained.scored.contest.id)
    ]
    assert (chained.run.state, live_run(chained.session, chained.scored.contest.id)) == ("discarded", None)
    assert kept == [
        (1, "Alina Soto Huamán", "approved", None),
        (2, "Delia Yupanqui Rojas", "refused", REASON),
    ]
    assert broken_invariants(chained.session) == ()


def test_a_refusal_needs_a_reason(chained: Chained) -> None:
    with pytest.raises(Refused) as refusal:
        chained.refuse(1, " no ")

    assert [problem.code for problem in refusal.value.problems] == ["allocation.refusal_reason"]


def test_what_waits_is_known_of_every_contest(chained: Chained) -> None:
    chained.approve(1)

    (turn,) = waiting_turns(chained.session).values()

    assert (turn.number, turn.steps, turn.name, turn.scope.earlier_ids) == (
        2,
        3,
        "Programa",
        frozenset({chained.people[0].id}),
    )
