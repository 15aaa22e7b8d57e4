"""What may become of a job, what may follow it, and when its worker is taken to be dead."""

from datetime import timedelta

import pytest

from contest_portal.registry.rules.import_jobs import (
    FOLLOWED,
    JOB,
    LEASE,
    LIVE,
    STOP_SENTENCES,
    JobState,
    JobWork,
    StepFacts,
    is_silent,
)
from tests.conftest import NOON


@pytest.mark.parametrize(
    ("state", "actions"),
    [
        (JobState.WAITING, ("take", "cancel")),
        (JobState.RUNNING, ("finish", "refuse", "cancel", "interrupt", "fail")),
        (JobState.DONE, ()),
        (JobState.REFUSED, ()),
        (JobState.CANCELLED, ()),
        (JobState.INTERRUPTED, ()),
        (JobState.FAILED, ()),
    ],
)
def test_what_may_become_of_a_job(state: JobState, actions: tuple[str, ...]) -> None:
    assert JOB.available(state) == actions


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        (JobState.WAITING, ()),
        (JobState.RUNNING, ()),
        (JobState.DONE, ("apply", "choose_columns", "repeat")),
        (JobState.REFUSED, ("apply_good", "choose_columns", "repeat")),
        (JobState.CANCELLED, ("repeat",)),
        (JobState.INTERRUPTED, ("repeat",)),
        (JobState.FAILED, ("repeat",)),
    ],
)
def test_what_may_follow_a_job(state: JobState, steps: tuple[str, ...]) -> None:
    assert FOLLOWED.available(state) == steps


@pytest.mark.parametrize(
    ("step", "facts", "codes"),
    [
        ("apply", StepFacts(JobWork.CHECK, is_file_kept=True), []),
        ("apply", StepFacts(JobWork.APPLY, is_file_kept=True), ["import_job.no_check"]),
        ("apply_good", StepFacts(JobWork.APPLY, is_file_kept=True), []),
        ("apply_good", StepFacts(JobWork.CHECK, is_file_kept=False), ["import_job.file_gone"]),
        (
            "apply",
            StepFacts(JobWork.APPLY, is_file_kept=False),
            ["import_job.no_check", "import_job.file_gone"],
        ),
        ("choose_columns", StepFacts(JobWork.APPLY, is_file_kept=True), []),
        ("repeat", StepFacts(JobWork.APPLY, is_file_kept=True), []),
        ("repeat", StepFacts(JobWork.CHECK, is_file_kept=False), ["import_job.file_gone"]),
    ],
)
def test_what_a_step_objects_to(step: str, facts: StepFacts, codes: list[str]) -> None:
    assert [problem.code for problem in FOLLOWED.problems(step, facts)] == codes


@pytest.mark.parametrize(
    ("silence", "expected"),
    [(timedelta(0), False), (LEASE, False), (LEASE + timedelta(seconds=1), True), (-LEASE, False)],
    ids=["just now", "to the second", "over", "a clock that is behind"],
)
def test_worker_is_dead_after_its_lease(silence: timedelta, *, expected: bool) -> None:
    assert is_silent(NOON - silence, NOON) is expected


def test_every_end_without_a_report_has_its_words() -> None:
    assert set(STOP_SENTENCES) == set(JobState) - LIVE - {JobState.DONE, JobState.REFUSED}
