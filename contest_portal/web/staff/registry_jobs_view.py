"""How a job is shown: how far it is, in words and as a share, and what its state is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext, ngettext

from contest_portal.kernel.problems import N_
from contest_portal.registry.queries.jobs import JobView
from contest_portal.registry.rules.import_jobs import JobState, is_silent
from contest_portal.registry.rules.import_progress import STAGE_SENTENCES, ImportStage, Progress
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_view import whole

WORK_LABELS: Mapping[str, str] = {"apply": N_("Importación"), "check": N_("Comprobación")}
STATE_LABELS: Mapping[str, str] = {
    "cancelled": N_("Cancelado"),
    "done": N_("Terminado"),
    "failed": N_("Falló"),
    "interrupted": N_("Interrumpido"),
    "refused": N_("Con problemas"),
    "running": N_("En curso"),
    "waiting": N_("En espera"),
}
STATE_TONES: Mapping[str, str] = {
    "cancelled": "neutral",
    "done": "good",
    "failed": "bad",
    "interrupted": "warn",
    "refused": "bad",
    "running": "info",
    "waiting": "info",
}
_UNATTENDED = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a job is. `said` changes seldom, so that a screen reader is not kept talking; `figures` often."""

    percent: int
    said: str
    figures: str
    advice: str

    @property
    def data(self) -> dict[str, str | int | bool]:
        """Give it to the script of the page."""
        return {
            "ended": False,
            "percent": self.percent,
            "said": self.said,
            "figures": self.figures,
            "advice": self.advice,
        }


def waiting_progress(job: JobView, *, before: int, now: datetime) -> JobProgress:
    """Say how long the queue is, and what to do when nobody works it off."""
    figures = (
        ngettext("%(num)s trabajo antes que este", "%(num)s trabajos antes que este", before)
        if before
        else ""
    )
    is_unattended = not before and now - job.asked_at > _UNATTENDED
    advice = (
        gettext(
            "Nadie está atendiendo la cola. Si sigue así en un minuto, avise a quien administra el portal: debe "
            "ejecutar «flask jobs work»."
        )
        if is_unattended
        else ""
    )
    return JobProgress(0, gettext("En espera de su turno"), figures, advice)


def running_progress(progress: Progress, *, last_sign_at: datetime, now: datetime) -> JobProgress:
    """Say what is being done and how many rows were read, of about how many."""
    said = gettext(STAGE_SENTENCES[progress.stage])
    figures = ""
    if progress.stage is ImportStage.READING:
        said = gettext("%(what)s: %(percent)s %%", what=said, percent=progress.percent // 10 * 10)
        figures = _lines(progress)
    advice = (
        gettext(
            "No hay noticias de este trabajo desde hace un rato. Si el servidor se detuvo, aquí podrá repetirlo."
        )
        if is_silent(last_sign_at, now)
        else ""
    )
    return JobProgress(progress.percent, said, figures, advice)


def _lines(progress: Progress) -> str:
    if not progress.length:
        return str(gettext("%(line)s líneas leídas", line=whole(progress.line)))
    line, length = whole(min(progress.line, progress.length)), whole(progress.length)
    return str(gettext("%(line)s líneas leídas de unas %(length)s", line=line, length=length))


@blueprint.app_template_filter("job_work")
def job_work(code: str) -> str:
    """Name what a job does."""
    return str(gettext(WORK_LABELS[code]))


@blueprint.app_template_filter("job_state")
def job_state(job: JobView) -> str:
    """Name the state of a job; an import that ended well has a word of its own."""
    if job.state == JobState.DONE and not job.is_check:
        return str(gettext("Importado"))
    return str(gettext(STATE_LABELS[job.state]))


@blueprint.app_template_filter("job_tone")
def job_tone(state: str) -> str:
    """Give the tone a state is shown in."""
    return STATE_TONES[state]


@blueprint.app_template_filter("job_title")
def job_title(job: JobView) -> str:
    """Say how a job ended."""
    titles = {
        JobState.CANCELLED: gettext("Trabajo cancelado"),
        JobState.FAILED: gettext("Trabajo que falló"),
        JobState.INTERRUPTED: gettext("Trabajo interrumpido"),
    }
    done = gettext("Resultado de la comprobación") if job.is_check else gettext("Resultado de la importación")
    return str(titles.get(JobState(job.state), done))
