"""Importing a file in two steps: check it and see the report, then store exactly the file that was checked."""

import re
from pathlib import PurePosixPath

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import NotFound
from contest_portal.kernel.storage import Storage
from contest_portal.registry.rules.kinds.every_kind import FILE_KINDS, file_kind
from contest_portal.registry.rules.reports import ImportReport, RejectedFile
from contest_portal.registry.services.check_file import check_file
from contest_portal.registry.services.import_file import import_file
from contest_portal.registry.sources.delimited_file import SourceFile
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_forms import ImportForm
from contest_portal.web.staff.registry_view import KIND_PURPOSES, kind_label, whole

_SHA256 = re.compile(r"[0-9a-f]{64}")
UNPROCESSABLE = 422


@blueprint.route("/padron/importar", methods=["GET", "POST"])
def registry_import() -> Response | tuple[str, int]:
    """Ask for a file and check it. Only a file without a rejected row is kept for the second step."""
    permit(current_actor(), Action.REGISTRY_IMPORT)
    form = ImportForm(kind=request.args.get("clase"))
    if form.validate_on_submit():
        kind, content = form.kind.data, form.file.data.read()
        filename = _filename(form.file.data)
        report = check_file(read_session(), act(), kind=kind, source=SourceFile.of_bytes(filename, content))
        if not report.can_apply:
            return _report(report), UNPROCESSABLE
        sha256 = _storage().put(content)
        return redirect(url_for("staff.registry_report", kind=kind, sha256=sha256, nombre=filename), 303)
    page = render_template(
        "staff/registry/import.html", form=form, kinds=tuple(FILE_KINDS.values()), purposes=KIND_PURPOSES
    )
    return page, form.status


@blueprint.get("/padron/importar/<kind>/<sha256>")
def registry_report(kind: str, sha256: str) -> tuple[str, int]:
    """Show what the checked file would change, against the register as it is now."""
    permit(current_actor(), Action.REGISTRY_IMPORT)
    report = check_file(read_session(), act(), kind=file_kind(kind).code, source=_kept_file(sha256))
    return _report(report), 200 if report.can_apply else UNPROCESSABLE


@blueprint.post("/padron/importar/<kind>/<sha256>")
def registry_apply(kind: str, sha256: str) -> Response | tuple[str, int]:
    """Store the file that was checked."""
    permit(current_actor(), Action.REGISTRY_IMPORT)
    source = _kept_file(sha256)
    try:
        with transaction() as session:
            report = import_file(session, act(), kind=kind, source=source)
    except RejectedFile as refusal:
        return _report(refusal.report), UNPROCESSABLE
    counts = {
        "new": whole(report.new),
        "changed": whole(report.changed),
        "unchanged": whole(report.unchanged),
    }
    message = gettext(
        "%(kind)s: se importaron %(new)s filas nuevas y %(changed)s cambiadas; %(unchanged)s ya estaban igual.",
        kind=kind_label(kind),
        **counts,
    )
    flash(message, "good")
    return redirect(url_for("staff.registry"), 303)


def _report(report: ImportReport) -> str:
    return render_template("staff/registry/report.html", report=report)


def _kept_file(sha256: str) -> SourceFile:
    """Open a file that was checked before; NotFound when it is not a kept one."""
    if not _SHA256.fullmatch(sha256):
        raise NotFound("checked file")
    name = clean_text(request.values.get("nombre", ""))[:200] or f"{sha256[:12]}.csv"
    return SourceFile.of_bytes(name, _storage().get(sha256))


def _filename(upload: FileStorage) -> str:
    """Keep the last part of the name a browser sent."""
    return clean_text(PurePosixPath((upload.filename or "").replace("\\", "/")).name)[:200] or "archivo.csv"


def _storage() -> Storage:
    storage: Storage = current_app.extensions["storage"]
    return storage
