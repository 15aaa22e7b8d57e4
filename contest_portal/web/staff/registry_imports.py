"""Uploading a file of the register: it waits beside the storage while a job checks it."""

from pathlib import PurePosixPath

from flask import render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.incoming_file import IncomingFile
from contest_portal.registry.imports.jobs import ImportOrder
from contest_portal.registry.imports.run import ImportOptions
from contest_portal.registry.rules.import_jobs import JobWork
from contest_portal.registry.rules.kinds.every_kind import FILE_KINDS
from contest_portal.registry.services.ask_import import ask_import
from contest_portal.web.shared.database import transaction
from contest_portal.web.shared.jobs import job_room
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_forms import ImportForm
from contest_portal.web.staff.registry_jobs import see_through
from contest_portal.web.staff.registry_view import KIND_PURPOSES


@blueprint.route("/padron/importar", methods=["GET", "POST"])
def registry_import() -> Response | tuple[str, int]:
    """Ask for a file and have it checked; nothing is stored in the register."""
    permit(current_actor(), Action.REGISTRY_IMPORT)
    form = ImportForm(kind=request.args.get("clase"))
    if form.validate_on_submit():
        order = ImportOrder(
            work=JobWork.CHECK,
            kind=form.kind.data,
            filename=_filename(form.file.data),
            sha256=_keep(form.file.data),
            options=ImportOptions(is_complete=not form.is_partial.data),
        )
        with transaction() as session:
            job_id = ask_import(session, act(), order=order).id
        return see_through(job_id)
    page = render_template(
        "staff/registry/import.html", form=form, kinds=tuple(FILE_KINDS.values()), purposes=KIND_PURPOSES
    )
    return page, form.status


def _keep(upload: FileStorage) -> str:
    stream = upload.stream
    assert isinstance(stream, IncomingFile)  # noqa: S101 - every file sent here by whoever may import is one
    return job_room().keep(stream)


def _filename(upload: FileStorage) -> str:
    """Keep the last part of the name a browser sent."""
    return clean_text(PurePosixPath((upload.filename or "").replace("\\", "/")).name)[:200] or "archivo.csv"
