"""Checks and imports as jobs: how far each is, how it ended, and the next step. For whoever may import alone."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.imports.job_room import JobRoom
from contest_portal.registry.imports.rejected_rows import with_mark
from contest_portal.registry.queries.jobs import (
    JobView,
    count_jobs,
    has_ended,
    job_view,
    jobs_before,
    recent_jobs,
)
from contest_portal.registry.rules.import_jobs import KEPT, STOP_SENTENCES, JobState
from contest_portal.registry.rules.import_progress import Progress
from contest_portal.registry.rules.kinds.every_kind import file_kind
from contest_portal.registry.services.cancel_import_job import cancel_import_job
from contest_portal.registry.services.follow_import_job import follow_import_job
from contest_portal.registry.services.note_rejected_rows import note_rejected_rows
from contest_portal.web.shared.database import read_session, reading_anew, transaction
from contest_portal.web.shared.jobs import call_worker, job_room
from contest_portal.web.shared.pagination import asked_page
from contest_portal.web.shared.session import act, current_actor, now, screen_here
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_jobs_view import JobProgress, running_progress, waiting_progress
from contest_portal.web.staff.registry_moves import moves_response, moves_shown

CHOICE = "columna-"
"""A field's chosen column goes under this and the field's name."""


@blueprint.get("/padron/trabajos")
def registry_jobs() -> str:
    """List checks and imports, the newest first."""
    permit(current_actor(), Action.REGISTRY_IMPORT)
    pager = asked_page(count_jobs(read_session()))
    return render_template(
        "staff/registry/jobs.html",
        jobs=recent_jobs(read_session(), limit=pager.size, offset=pager.offset),
        hours=24 * KEPT.days,
        page=pager,
    )


@blueprint.get("/padron/trabajos/<int:job_id>")
def registry_job(job_id: int) -> tuple[str, int]:
    """Show how far a job is, or what it found."""
    permit(current_actor(), Action.REGISTRY_IMPORT)
    job, room = job_view(read_session(), job_id), job_room()
    if job.is_live:
        page = render_template("staff/registry/job.html", job=job, progress=_progress(job, room))
        return page, HTTPStatus.OK
    report = room.report(job_id) if job.has_report else None
    if report is None:
        return _ending(job, room), HTTPStatus.OK
    columns = [{"key": place, "label": name or "—"} for place, name in enumerate(report.reading.names)]
    page = render_template(
        "staff/registry/report.html",
        job=job,
        report=report,
        columns=columns,
        choice=CHOICE,
        moves=moves_shown(report.targeting),
        is_kept=room.has_upload(job.sha256),
        has_rejected=room.has_rejected(job_id),
    )
    return page, HTTPStatus.OK if report.can_apply else HTTPStatus.UNPROCESSABLE_ENTITY


@blueprint.get("/padron/trabajos/<int:job_id>/avance")
def registry_job_progress(job_id: int) -> Response:
    """Give the script of the page how far a job is."""
    permit(current_actor(), Action.REGISTRY_IMPORT)
    job = job_view(read_session(), job_id)
    return jsonify(_progress(job, job_room()).data if job.is_live else {"ended": True})


@blueprint.post("/padron/trabajos/<int:job_id>/cancelar")
def registry_job_cancel(job_id: int) -> Response:
    """Cancel a job: out of the queue at once, or at its worker's next step."""
    permit(current_actor(), Action.REGISTRY_IMPORT)
    if not job_view(read_session(), job_id).is_live:
        return redirect(url_for("staff.registry_job", job_id=job_id), 303)
    with transaction() as session:
        is_cancelled = cancel_import_job(session, act(), job_id=job_id)
    if not is_cancelled:
        job_room().ask_to_cancel(job_id, current_actor().user_id or 0)
        flash(gettext("Se pidió cancelar. El trabajo se detiene en su próximo paso."), "info")
    return see_through(job_id)


@blueprint.post("/padron/trabajos/<int:job_id>/repetir")
def registry_job_repeat(job_id: int) -> Response:
    """Do the same again with the upload that is kept."""
    return _follow(job_id, "repeat")


@blueprint.post("/padron/trabajos/<int:job_id>/importar")
def registry_job_apply(job_id: int) -> Response:
    """Store the file that was checked, read as it was checked."""
    return _follow(job_id, "apply")


@blueprint.post("/padron/trabajos/<int:job_id>/importar-buenas")
def registry_job_apply_good(job_id: int) -> Response:
    """Store the good rows of a refused file; the others come back to be corrected."""
    return _follow(job_id, "apply_good")


@blueprint.post("/padron/trabajos/<int:job_id>/columnas")
def registry_job_columns(job_id: int) -> Response:
    """Check the file again with the columns that a person chose."""
    permit(current_actor(), Action.REGISTRY_IMPORT)
    fields = file_kind(job_view(read_session(), job_id).kind).columns
    sent = {column.field: request.form.get(f"{CHOICE}{column.field}") for column in fields}
    choices = {field: column for field, column in sent.items() if column is not None}
    return _follow(job_id, "choose_columns", choices or None)


@blueprint.get("/padron/trabajos/<int:job_id>/focalizacion.<any(csv, xlsx):file_format>")
def registry_file_moves(job_id: int, file_format: str) -> Response:
    """Send the centres whose standing the checked file would change."""
    permit(current_actor(), Action.REGISTRY_IMPORT)
    report = job_room().report(job_view(read_session(), job_id).id)
    if report is None:
        raise NotFound(f"report of job {job_id}")
    return moves_response(report.targeting, file_format)


@blueprint.post("/padron/trabajos/<int:job_id>/filas-con-problemas.csv")
def registry_job_rejected(job_id: int) -> Response:
    """Give the rejected rows back in the file's own layout, each with what is wrong; who takes them is on record."""
    permit(current_actor(), Action.REGISTRY_IMPORT)
    rows = job_room().rejected(job_id)
    if rows is None:
        raise NotFound(f"rejected rows of job {job_id}")
    with transaction() as session:
        mark = note_rejected_rows(session, act(), job_id=job_id, screen=screen_here())
    answer = Response(with_mark(rows, mark), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename="filas-con-problemas.csv")
    return answer


def see_through(job_id: int) -> Response:
    """Call a worker, wait a moment for the end, and go to the job's page."""

    def is_over() -> bool:
        with reading_anew() as session:
            return has_ended(session, job_id)

    call_worker(is_over)
    return redirect(url_for("staff.registry_job", job_id=job_id), 303)


def _follow(job_id: int, step: str, choices: Mapping[str, str] | None = None) -> Response:
    permit(current_actor(), Action.REGISTRY_IMPORT)
    is_kept = job_room().has_upload(job_view(read_session(), job_id).sha256)
    with transaction() as session:
        followed = follow_import_job(
            session, act(), job_id=job_id, step=step, is_file_kept=is_kept, choices=choices
        )
    return see_through(followed.id)


def _progress(job: JobView, room: JobRoom) -> JobProgress:
    if job.taken_at is None:
        return waiting_progress(job, before=jobs_before(read_session(), job.id), now=now())
    sign = room.last_sign(job.id)
    if sign is None:
        return running_progress(Progress(), last_sign_at=job.taken_at, now=now())
    return running_progress(sign.progress, last_sign_at=sign.at, now=now())


def _ending(job: JobView, room: JobRoom) -> str:
    stopped = STOP_SENTENCES.get(JobState(job.state))
    return render_template(
        "staff/registry/job_ending.html",
        job=job,
        stopped=stopped,
        is_kept=room.has_upload(job.sha256),
        has_rejected=room.has_rejected(job.id),
    )
