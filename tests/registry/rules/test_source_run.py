"""The states of a synchronisation, and a sentence for everything that can stop it."""

import pytest

from contest_portal.kernel.problems import Refused, WrongState
from contest_portal.registry.models.sources import SourceRun
from contest_portal.registry.rules.source_run import (
    FAULT_SENTENCES,
    RETRIED,
    RUN,
    STARTS_ANEW,
    Fault,
    RunFacts,
    RunState,
)


@pytest.mark.parametrize(
    ("state", "actions"),
    [
        (RunState.FETCHING, ("finish", "fail", "cancel")),
        (RunState.FETCHED, ("apply", "fail", "cancel")),
        (RunState.APPLIED, ()),
        (RunState.FAILED, ("resume",)),
    ],
)
def test_what_a_state_allows(state: RunState, actions: tuple[str, ...]) -> None:
    assert RUN.available(state) == actions


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_says_what_to_do(fault: Fault) -> None:
    assert FAULT_SENTENCES[fault].endswith(".")


@pytest.mark.parametrize("fault", Fault)
def test_only_what_left_good_pages_behind_goes_on(fault: Fault) -> None:
    run = SourceRun(state=RunState.FAILED.value)

    if fault in STARTS_ANEW:
        with pytest.raises(Refused):
            RUN.move(run, "resume", RunFacts(fault))
    else:
        RUN.move(run, "resume", RunFacts(fault))

    assert run.state == (RunState.FAILED if fault in STARTS_ANEW else RunState.FETCHING)


def test_what_is_asked_again_can_also_go_on_later() -> None:
    assert frozenset() == RETRIED & STARTS_ANEW


@pytest.mark.parametrize("state", [RunState.FETCHING, RunState.APPLIED, RunState.FAILED])
def test_only_a_whole_run_is_applied(state: RunState) -> None:
    with pytest.raises(WrongState):
        RUN.move(SourceRun(state=state.value), "apply", RunFacts())
