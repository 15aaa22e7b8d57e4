"""What is heard of a trial that runs apart."""

from pathlib import Path

import pytest

from contest_portal.kernel.problems import Refused, WrongState
from contest_portal.kernel.storage import Storage
from contest_portal.trials.desk import TrialDesk, TrialSign
from contest_portal.trials.results import TrialResult
from contest_portal.trials.rules.plan import TrialPlan
from contest_portal.trials.rules.steps import KEPT_FOR, SILENCE, TrialStep
from contest_portal.trials.run import run_trial, telling
from tests.conftest import NOON
from tests.factories.trials import SMALL, template_book, trial_order_of

PLAN = TrialPlan(1, 1)


@pytest.fixture
def trials(tmp_path: Path) -> TrialDesk:
    return TrialDesk.beside(Storage(tmp_path / "storage"))


def test_one_trial_a_contest_at_a_time_until_it_ends_or_falls_silent(trials: TrialDesk) -> None:
    trials.take_up(1, PLAN, NOON)
    trials.take_up(2, PLAN, NOON)
    with pytest.raises(Refused):
        trials.take_up(1, PLAN, NOON + SILENCE)
    trials.take_up(1, PLAN, NOON + SILENCE * 2)
    trials.leave_sign(1, TrialSign(PLAN, NOON + SILENCE * 2, ended=True))
    trials.take_up(1, PLAN, NOON + SILENCE * 2)

    assert trials.last_sign(3) is None


def test_a_trial_tells_its_steps_in_order_and_its_end(trials: TrialDesk) -> None:
    told: list[TrialStep] = []
    noted: list[TrialResult] = []
    run_trial.cache_clear()
    with telling(told.append):
        run_trial(trial_order_of(SMALL))

    trials.carry_out(1, trial_order_of(SMALL), clock=lambda: NOON, note=noted.append)

    sign = trials.last_sign(1)
    assert told == [step for step in TrialStep if step is not TrialStep.SCREENING]
    assert sign is not None
    assert (sign.went_well, len(noted)) == (True, 1)


def test_another_process_reads_the_result_of_the_same_order_for_a_day(
    trials: TrialDesk, tmp_path: Path
) -> None:
    order = trial_order_of(SMALL)
    trials.take_up(1, order.plan, NOON)
    trials.carry_out(1, order, clock=lambda: NOON, note=lambda _: None)
    there, kept = TrialDesk.beside(Storage(tmp_path / "storage")), run_trial(order)
    path = next((tmp_path / "storage-waiting" / "trials").glob("*.result"))
    run_trial.cache_clear()

    assert there.result_of(1, order) == kept
    assert run_trial.cache_info().misses == 0

    path.write_text('{"written": "by an older portal"}')
    there.take_up(2, PLAN, NOON + KEPT_FOR)
    assert (there.result_of(1, order).run, path.exists()) == (kept.run, True)
    there.take_up(3, PLAN, NOON + KEPT_FOR * 2)
    assert (there.result_of(1, order).run, path.exists()) == (kept.run, False)
    assert run_trial.cache_info().misses == 1


def test_a_trial_that_is_to_stop_leaves_neither_result_nor_note(trials: TrialDesk) -> None:
    order = trial_order_of(SMALL)
    noted: list[TrialResult] = []

    def run(known: bool) -> TrialSign | None:  # noqa: FBT001 - a parameter of the test
        if not known:
            run_trial.cache_clear()
        trials.take_up(1, order.plan, NOON)
        trials.ask_to_stop(1, NOON)
        trials.carry_out(1, order, clock=lambda: NOON, note=noted.append)
        return trials.last_sign(1)

    run_trial(order)
    stopped = TrialSign(order.plan, NOON, ended=True, stopped=True)
    assert [run(known=True), run(known=False)] == [stopped] * 2
    assert (noted, stopped.went_well, list(trials._files.folder.glob("*.result"))) == ([], False, [])


def test_what_is_not_at_work_cannot_be_stopped(trials: TrialDesk) -> None:
    trials.leave_sign(2, TrialSign(PLAN, NOON, ended=True))
    trials.leave_sign(3, TrialSign(PLAN, NOON - SILENCE * 2))

    for contest_id in (1, 2, 3):
        with pytest.raises(WrongState):
            trials.ask_to_stop(contest_id, NOON)
    trials.take_up(3, PLAN, NOON)
    trials.ask_to_stop(3, NOON)
    wished = trials.is_stopping(3)
    trials.leave_sign(3, TrialSign(PLAN, NOON, ended=True, stopped=True))
    trials.take_up(3, PLAN, NOON)

    assert (wished, trials.is_stopping(3)) == (True, False)


def test_what_stops_a_trial_is_kept_in_words(trials: TrialDesk) -> None:
    order = trial_order_of(template_book("weighted"))

    def refuse(_result: TrialResult) -> None:
        trials.take_up(1, PLAN, NOON)

    def fail(_result: TrialResult) -> None:
        raise OSError("no room")

    trials.carry_out(1, order, clock=lambda: NOON, note=refuse)
    refused = trials.last_sign(1)
    trials.carry_out(1, order, clock=lambda: NOON, note=fail)
    failed = trials.last_sign(1)

    assert refused is not None
    assert failed is not None
    assert ([one.code for one in refused.problems], refused.went_well) == (["trial.running"], False)
    assert (failed.failed, failed.problems, failed.went_well) == (True, (), False)
