"""The states of a job that checks or imports a file, and how long a worker and an upload are waited for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from contest_portal.kernel.lifecycle import Lifecycle, Transition
from contest_portal.kernel.problems import N_, Problem


class JobWork(StrEnum):
    """What a job does with its file."""

    CHECK = "check"
    APPLY = "apply"


class JobState(StrEnum):
    """Where a job stands. After REFUSED, CANCELLED, INTERRUPTED and FAILED nothing was stored."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


LEASE = timedelta(seconds=30)
"""A worker that gave no sign of life for so long is taken to be dead."""
KEPT = timedelta(hours=24)
"""An upload and its report wait so long for the person."""
LIVE = frozenset({JobState.WAITING, JobState.RUNNING})
_RUNNING = frozenset({JobState.RUNNING})


@dataclass(frozen=True, slots=True)
class StepFacts:
    """What the guards of the person's next step ask for: what the job did, and whether its file is still here."""

    work: JobWork
    is_file_kept: bool


def has_its_file(facts: StepFacts) -> Problem | None:
    """Object to going on with a file that is no longer kept."""
    if facts.is_file_kept:
        return None
    message = N_("Este archivo ya no se guarda en el portal. Vuelva a subirlo para continuar.")
    return Problem("import_job.file_gone", field="file", message=message)


def was_a_check(facts: StepFacts) -> Problem | None:
    """Object to importing after anything but a check."""
    if facts.work is JobWork.CHECK:
        return None
    message = N_("Esto solo se puede hacer después de comprobar un archivo. Suba el archivo y compruébelo.")
    return Problem("import_job.no_check", field="work", message=message)


JOB: Lifecycle[None] = Lifecycle(
    "import_job",
    (
        Transition("take", frozenset({JobState.WAITING}), JobState.RUNNING),
        Transition("finish", _RUNNING, JobState.DONE),
        Transition("refuse", _RUNNING, JobState.REFUSED),
        Transition("cancel", LIVE, JobState.CANCELLED),
        Transition("interrupt", _RUNNING, JobState.INTERRUPTED),
        Transition("fail", _RUNNING, JobState.FAILED),
    ),
)
_ENDED = frozenset(JobState) - LIVE
_REPORTED = frozenset({JobState.DONE, JobState.REFUSED})
FOLLOWED: Lifecycle[StepFacts] = Lifecycle(
    "import_job_step",
    (
        Transition("apply", frozenset({JobState.DONE}), JobState.WAITING, (was_a_check, has_its_file)),
        Transition("apply_good", frozenset({JobState.REFUSED}), JobState.WAITING, (has_its_file,)),
        Transition("choose_columns", _REPORTED, JobState.WAITING, (has_its_file,)),
        Transition("repeat", _ENDED, JobState.WAITING, (has_its_file,)),
    ),
)
"""Each step is a new job; the one it follows stays as it ended."""

STOP_SENTENCES: Mapping[JobState, str] = {
    JobState.CANCELLED: N_("Una persona lo canceló. El padrón sigue como estaba."),
    JobState.INTERRUPTED: N_(
        "El servidor se detuvo antes de terminar. El padrón sigue como estaba; puede repetirlo con el mismo archivo."
    ),
    JobState.FAILED: N_(
        "Ocurrió un error que no se esperaba. El padrón sigue como estaba. Repítalo; si vuelve a pasar, avise a quien "
        "administra el portal."
    ),
}


def is_silent(last_sign_at: datetime, now: datetime) -> bool:
    """Tell whether the worker of a job has been silent for longer than its lease."""
    return now - last_sign_at > LEASE
