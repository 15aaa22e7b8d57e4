"""Whoever goes through the steps again arrives at the same awards; a step that does not follow is named."""

from dataclasses import replace

import pytest

from contest_portal.allocation.rules.inputs import AllocationInput
from contest_portal.allocation.rules.registry import allocate
from contest_portal.allocation.rules.replay import GIVES, replay_faults
from contest_portal.allocation.rules.results import AllocationResult, Reason
from contest_portal.kernel.money import ZERO, Money
from tests.allocation.builders import inputs, passed

CONTEST = inputs(passed("A", 1, 9_000), passed("B", 2, 8_000), passed("C", 3, 2_500), IDEA=12_000)


def changed(result: AllocationResult, code: str, **values: object) -> AllocationResult:
    lines = tuple(
        replace(one, **values) if one.code == code else one  # type: ignore[arg-type]
        for one in result.lines
    )
    return replace(result, lines=lines)


def test_every_reason_can_be_replayed() -> None:
    assert set(GIVES) == set(Reason)


@pytest.mark.parametrize(
    ("rule", "code", "values", "faults"),
    [
        pytest.param("merit_order", "A", {"amount": Money.soles(8_999)}, {"replay:A"}, id="less than asked"),
        pytest.param("merit_order", "B", {"reason": Reason.AFTER_THE_CUT}, {"replay:B", "replay:C"}, id="no cut"),
        pytest.param("merit_order", "C", {"reason": Reason.PASSED_OVER}, {"replay:C"}, id="it would fit"),
        pytest.param("merit_order", "C", {"reason": Reason.DOES_NOT_FIT}, {"replay:C"}, id="closed before"),
        pytest.param("merit_order", "C", {"reason": Reason.REST_BELOW_MINIMUM}, {"replay:C"}, id="enough left"),
        pytest.param("merit_order", "C", {"application_id": 99}, {"replay:C"}, id="nobody's line"),
        pytest.param("merit_order_partial", "B", {"amount": ZERO}, {"replay:B"}, id="a rest kept back"),
        pytest.param("equal_share", "A", {"amount": Money.soles(4_749)}, {"replay:B"}, id="shares that differ"),
        pytest.param("equal_share", "C", {"reason": Reason.EQUAL_LEVEL}, {f"replay:{c}" for c in "ABC"}, id="no share"),
        pytest.param("within_share", "A", {"amount": Money.soles(7_201)}, {"replay:A"}, id="above the share"),
        pytest.param("within_share", "A", {"reason": Reason.SHARE_BELOW_MINIMUM}, {"replay:A"}, id="above the least"),
    ],
)  # fmt: skip
def test_a_step_that_does_not_follow_is_named(
    rule: str, code: str, values: dict[str, object], faults: set[str]
) -> None:
    result = changed(allocate(rule, CONTEST), code, **values)

    assert set(replay_faults(CONTEST, result)) == faults


@pytest.mark.parametrize(
    "rule", ["merit_order", "merit_order_skipping", "merit_order_partial", "equal_share"]
)
def test_another_envelope_is_another_story(rule: str) -> None:
    smaller: AllocationInput = replace(CONTEST, envelopes=inputs(IDEA=7_000).envelopes)

    assert list(replay_faults(smaller, allocate(rule, CONTEST)))
