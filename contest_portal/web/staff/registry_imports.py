"""Importing a file in two steps: check it and see the report, then store exactly the file that was checked."""

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any

from flask import Response as FlaskResponse
from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import NotFound
from contest_portal.kernel.storage import Storage
from contest_portal.registry.import_run import ImportOptions
from contest_portal.registry.rejected_rows import rejected_rows
from contest_portal.registry.rules.kinds.every_kind import FILE_KINDS, file_kind
from contest_portal.registry.rules.reports import ImportReport, RejectedFile
from contest_portal.registry.services.check_file import check_file
from contest_portal.registry.services.import_file import import_file
from contest_portal.registry.sources.source_file import SourceFile
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_forms import ImportForm
from contest_portal.web.staff.registry_moves import moves_response, moves_shown
from contest_portal.web.staff.registry_view import KIND_PURPOSES, kind_label, whole

_SHA256 = re.compile(r"[0-9a-f]{64}")
UNPROCESSABLE = 422
PARTIAL = "parcial"
WAITING = timedelta(hours=2)
CHOICE = "columna-"
"""A field's chosen column goes under this and the field's name."""


@blueprint.route("/padron/importar", methods=["GET", "POST"])
def registry_import() -> Response | tuple[str, int]:
    """Ask for a file and check it. Only one without a rejected row is kept; a refused table waits for a while."""
    permit(current_actor(), Action.REGISTRY_IMPORT)
    form = ImportForm(kind=request.args.get("clase"))
    if form.validate_on_submit():
        kind, content = form.kind.data, form.file.data.read()
        source = SourceFile.of_bytes(_filename(form.file.data), content)
        options = ImportOptions(is_complete=not form.is_partial.data)
        report = check_file(read_session(), act(), kind=kind, source=source, options=options)
        if not report.can_apply:
            return _report(
                report, _keep_waiting(content, source, options) if report.reading.names else {}
            ), UNPROCESSABLE
        sha256 = _storage().put(content)
        return redirect(_report_address(kind, sha256, _marks(source, options)), 303)
    page = render_template(
        "staff/registry/import.html", form=form, kinds=tuple(FILE_KINDS.values()), purposes=KIND_PURPOSES
    )
    return page, form.status


@blueprint.get("/padron/importar/<kind>/<sha256>")
def registry_report(kind: str, sha256: str) -> tuple[str, int]:
    """Show what the checked file would change, against the register as it is now."""
    permit(current_actor(), Action.REGISTRY_IMPORT)
    source, options = _kept_file(sha256), _options(kind)
    report = check_file(read_session(), act(), kind=file_kind(kind).code, source=source, options=options)
    return _report(report, _marks(source, options)), 200 if report.can_apply else UNPROCESSABLE


@blueprint.get("/padron/importar/<kind>/<sha256>/filas-con-problemas.csv")
def registry_rejected(kind: str, sha256: str) -> FlaskResponse:
    """Give the rejected rows back in the file's own layout, each with what is wrong."""
    permit(current_actor(), Action.REGISTRY_IMPORT)
    source = _kept_file(sha256)
    report = check_file(
        read_session(), act(), kind=file_kind(kind).code, source=source, options=_options(kind)
    )
    answer = FlaskResponse(rejected_rows(source, report), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename="filas-con-problemas.csv")
    return answer


@blueprint.get("/padron/importar/<kind>/<sha256>/focalizacion.<any(csv, xlsx):file_format>")
def registry_file_moves(kind: str, sha256: str, file_format: str) -> FlaskResponse:
    """Send the centres whose standing the checked file would change."""
    permit(current_actor(), Action.REGISTRY_IMPORT)
    source, options = _kept_file(sha256), _options(kind)
    report = check_file(read_session(), act(), kind=file_kind(kind).code, source=source, options=options)
    return moves_response(report.targeting, file_format)


@blueprint.post("/padron/importar/<kind>/<sha256>")
def registry_apply(kind: str, sha256: str) -> Response | tuple[str, int]:
    """Store the file that was checked, read as it was checked."""
    permit(current_actor(), Action.REGISTRY_IMPORT)
    source, options = _kept_file(sha256), _options(kind)
    try:
        with transaction() as session:
            report = import_file(session, act(), kind=kind, source=source, options=options)
    except RejectedFile as refusal:
        return _report(refusal.report, _marks(source, options)), UNPROCESSABLE
    _keep_as_evidence(source)
    counts = {name: whole(getattr(report, name)) for name in ("new", "changed", "unchanged", "gone")}
    message = gettext(
        "%(kind)s: se importaron %(new)s filas nuevas y %(changed)s cambiadas; %(unchanged)s ya estaban igual y "
        "%(gone)s quedaron como retiradas.",
        kind=kind_label(kind),
        **counts,
    )
    flash(message, "good")
    return redirect(url_for("staff.registry"), 303)


def _report(report: ImportReport, marks: Mapping[str, str]) -> str:
    columns = [{"key": place, "label": name or "—"} for place, name in enumerate(report.reading.names)]
    return render_template(
        "staff/registry/report.html",
        report=report,
        columns=columns,
        marks=marks,
        choice=CHOICE,
        moves=moves_shown(report.targeting),
    )


def _report_address(kind: str, sha256: str, marks: Mapping[str, str]) -> str:
    values: dict[str, Any] = {"kind": kind, "sha256": sha256, **marks}
    return url_for("staff.registry_report", **values)


def _options(kind: str) -> ImportOptions:
    """Read how the file is to be read: whether it is complete, and the columns chosen for its fields."""
    sent = {column.field: request.values.get(f"{CHOICE}{column.field}") for column in file_kind(kind).columns}
    choices = {field: column for field, column in sent.items() if column is not None}
    return ImportOptions(is_complete=PARTIAL not in request.values, choices=choices or None)


def _marks(source: SourceFile, options: ImportOptions) -> dict[str, str]:
    """Write how a file is read as the parameters of an address."""
    choices = {f"{CHOICE}{field}": column for field, column in (options.choices or {}).items()}
    extent = {} if options.is_complete else {PARTIAL: "1"}
    return {"nombre": source.filename, **extent, **choices}


def _kept_file(sha256: str) -> SourceFile:
    """Open a file that was checked before; NotFound when it is not a kept one."""
    if not _SHA256.fullmatch(sha256):
        raise NotFound("checked file")
    name = clean_text(request.values.get("nombre", ""))[:200] or f"{sha256[:12]}.csv"
    try:
        return SourceFile.of_bytes(name, _storage().get(sha256))
    except NotFound:
        return SourceFile.of_bytes(name, _waiting_room().get(sha256))


def _keep_waiting(content: bytes, source: SourceFile, options: ImportOptions) -> dict[str, str]:
    """Let a refused file wait a while, so that its columns can be put right and its rejected rows come back."""
    room = _waiting_room()
    room.drop_older_than(now() - WAITING)
    room.put(content)
    return _marks(source, options)


def _keep_as_evidence(source: SourceFile) -> None:
    """Keep what was applied: every value of the register names its file."""
    with source.open() as stream:
        _storage().put(stream.read())


def _waiting_room() -> Storage:
    root = _storage().root
    return Storage(root.with_name(f"{root.name}-waiting"))


def _filename(upload: FileStorage) -> str:
    """Keep the last part of the name a browser sent."""
    return clean_text(PurePosixPath((upload.filename or "").replace("\\", "/")).name)[:200] or "archivo.csv"


def _storage() -> Storage:
    storage: Storage = current_app.extensions["storage"]
    return storage
