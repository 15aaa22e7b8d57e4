"""Waiting between attempts: twice as long each time, bounded, never in step, never less than was asked."""

import pytest

from contest_portal.registry.rules.backoff import WHOLE, Patience, wait_before

PATIENCE = Patience(attempts=5, first_wait_ms=500, longest_wait_ms=3_000)


@pytest.mark.parametrize(
    ("attempt", "jitter", "asked_ms", "wait"),
    [
        pytest.param(1, 0, None, 500, id="first"),
        pytest.param(2, 0, None, 1_000, id="second, twice"),
        pytest.param(3, 0, None, 2_000, id="third, twice again"),
        pytest.param(4, 0, None, 3_000, id="never longer than the longest"),
        pytest.param(5, 0, None, None, id="attempts are used up"),
        pytest.param(9, 0, None, None, id="more than used up"),
        pytest.param(1, WHOLE, None, 250, id="jitter takes half at most"),
        pytest.param(1, 500, None, 375, id="jitter in between"),
        pytest.param(1, WHOLE, 2_000, 2_000, id="what was asked is the least"),
        pytest.param(4, 0, 10, 3_000, id="less than our own wait does not shorten it"),
        pytest.param(1, 0, 3_000, 3_000, id="as long as we are willing"),
        pytest.param(1, 0, 3_001, None, id="longer than we are willing"),
    ],
)
def test_wait(attempt: int, jitter: int, asked_ms: int | None, wait: int | None) -> None:
    assert wait_before(attempt, PATIENCE, jitter=jitter, asked_ms=asked_ms) == wait


@pytest.mark.parametrize("jitter", range(0, WHOLE + 1, 100))
def test_two_askers_with_different_luck_do_not_come_back_together(jitter: int) -> None:
    other = (jitter + 100) % (WHOLE + 100)

    assert wait_before(1, PATIENCE, jitter=jitter) != wait_before(1, PATIENCE, jitter=other)
