"""What a chain of approval may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.contests.rules.approval_chain import ONE_APPROVAL, ApprovalStep, Approver, chain_problems
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.records import from_data, to_data
from tests.factories.contests import RULEBOOK

SECRETARY, STAFF = Approver.SECRETARY, Approver.STAFF


@pytest.mark.parametrize(
    ("steps", "codes"),
    [
        pytest.param(ONE_APPROVAL, [], id="as it always was"),
        pytest.param((ApprovalStep("A", SECRETARY), ApprovalStep("B", STAFF)), [], id="two"),
        pytest.param((), ["allocation.steps"], id="none"),
        pytest.param(tuple(ApprovalStep(n, STAFF) for n in "ABCDE"), ["allocation.steps"], id="five"),
        pytest.param((ApprovalStep(" ", STAFF),), ["allocation.step_name"], id="without a name"),
        pytest.param((ApprovalStep("x" * 61, STAFF),), ["allocation.step_name"], id="a long name"),
        pytest.param(
            (ApprovalStep("Jefe", STAFF), ApprovalStep("jefe ", STAFF)), ["allocation.step_twice"], id="twice"
        ),
        pytest.param((ApprovalStep("A", SECRETARY),), ["allocation.last_step"], id="no programme at the end"),
    ],
)
def test_what_a_chain_lacks_is_named(steps: tuple[ApprovalStep, ...], codes: list[str]) -> None:
    assert [problem.code for problem in chain_problems(steps)] == codes


@given(st.lists(st.sampled_from(Approver), min_size=1, max_size=4))
def test_any_people_may_come_before_the_programme(approvers: list[Approver]) -> None:
    chain = tuple(ApprovalStep(f"Paso {number}", one) for number, one in enumerate(approvers))

    assert (not list(chain_problems(chain))) == (approvers[-1] is STAFF)


def test_rules_without_a_chain_keep_their_text() -> None:
    data = to_data(RULEBOOK)

    assert isinstance(data, dict)
    assert "approvals" not in data
    assert from_data(Rulebook, data).approvals == ONE_APPROVAL
