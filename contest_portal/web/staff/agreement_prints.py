"""All agreements of a contest printed in one go: followed while it runs, taken away as files to print or one by one."""

from typing import cast

from flask import Flask, Response, current_app, jsonify, redirect, render_template, send_file, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.awards.agreement_prints import agreement_prints
from contest_portal.awards.print_desk import PrintDesk, PrintSign
from contest_portal.awards.print_run import PrintRun
from contest_portal.awards.rules.print_run import ZIP, volume_name, volumes_of
from contest_portal.awards.services.ask_print_run import ask_print_run
from contest_portal.awards.services.stop_print_run import stop_print_run
from contest_portal.contests.queries import contest_by_id
from contest_portal.documents.models import Document
from contest_portal.documents.press import PrintedFile
from contest_portal.documents.print_room import workers_here
from contest_portal.documents.services.keep_print import keep_print
from contest_portal.kernel.database import Database
from contest_portal.kernel.problems import N_, NotFound
from contest_portal.web.shared.attachment_view import size_in_words
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.jobs import wait_a_moment
from contest_portal.web.shared.press import press
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.staff.blueprint import blueprint

_PRINTS = "/concursos/<int:contest_id>/documentos/impresion"
STOPPING = N_("Se pidió detener: se detiene cuando salgan los convenios que están en la prensa.")


@blueprint.get(_PRINTS)
def agreement_printing(contest_id: int) -> str:
    """Show how many agreements are printed, the run at work or how the last one ended, and its files."""
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    prints = agreement_prints(read_session(), contest_id)
    sign = _desk().last_sign(contest_id)
    is_ready = sign is not None and sign.holds(prints, now())
    return render_template(
        "staff/documents/prints.html",
        contest=contest_by_id(read_session(), contest_id),
        total=len(prints),
        printed=sum(one.file_sha256 is not None for one in prints),
        sign=sign,
        running=_running(contest_id),
        stopping=_desk().is_stopping(contest_id),
        stopping_said=STOPPING,
        is_ready=is_ready,
        volumes=_volumes(contest_id, sign) if sign is not None and is_ready else (),
        zip_size=size_in_words(_desk().path(contest_id, ZIP).stat().st_size) if is_ready else "",
        may_print=can(current_actor(), Action.DOCUMENT_ISSUE, Scope(contest_id=contest_id)),
    )


@blueprint.post(f"{_PRINTS}/preparar")
def agreement_printing_begin(contest_id: int) -> AnyResponse:
    """Begin a run, or go on with one that was stopped; wait a moment for its end."""
    desk = _desk()
    with transaction() as session:
        ask_print_run(session, act(), desk=desk, contest_id=contest_id)
    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]
    database: Database = app.extensions["database"]

    def keep(document: Document, file: PrintedFile) -> None:
        with database.transaction() as session:
            keep_print(session, printed=document, file=file)

    run = PrintRun(
        contest_id=contest_id,
        database=database,
        keep=keep,
        press=press(),
        desk=desk,
        workers=workers_here(),
        clock=app.extensions["clock"],
    )
    app.extensions["apart"](run.carry_out)
    return _back(contest_id)


@blueprint.post(f"{_PRINTS}/detener")
def agreement_printing_stop(contest_id: int) -> AnyResponse:
    """Stop the run; what is printed stays."""
    with transaction() as session:
        stop_print_run(session, act(), desk=_desk(), contest_id=contest_id)
    return _back(contest_id)


@blueprint.get(f"{_PRINTS}/avance.json")
def agreement_printing_data(contest_id: int) -> Response:
    """Give the script of the page how far the run is."""
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    sign = _running(contest_id)
    if sign is None:
        return jsonify({"ended": True})
    return jsonify(
        {
            "ended": False,
            "percent": sign.percent,
            "said": gettext("Se imprimen los convenios.")
            if sign.done < sign.total
            else gettext("Se juntan los convenios en un archivo."),
            "figures": gettext("%(done)s de %(total)s", done=sign.done, total=sign.total),
            "advice": gettext(STOPPING) if _desk().is_stopping(contest_id) else "",
        }
    )


@blueprint.get(f"{_PRINTS}/convenios-<int:number>.pdf")
def agreement_volume(contest_id: int, number: int) -> Response:
    """Send a file to print."""
    sign = _ready(contest_id)
    if not 1 <= number <= len(sign.pages):
        raise NotFound(f"file {number} of the agreements of contest {contest_id}")
    return _sent(contest_id, volume_name(number), "application/pdf")


@blueprint.get(f"{_PRINTS}/convenios.zip")
def agreement_archive(contest_id: int) -> Response:
    """Send the agreements as single files in one archive."""
    _ready(contest_id)
    return _sent(contest_id, ZIP, "application/zip")


def _ready(contest_id: int) -> PrintSign:
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    sign = _desk().last_sign(contest_id)
    if sign is None or not sign.holds(agreement_prints(read_session(), contest_id), now()):
        raise NotFound(f"files of the agreements of contest {contest_id}")
    return sign


def _sent(contest_id: int, name: str, media_type: str) -> Response:
    code = contest_by_id(read_session(), contest_id).code
    path = _desk().path(contest_id, name)
    return send_file(path, mimetype=media_type, as_attachment=True, download_name=f"{code}-{name}")


def _volumes(contest_id: int, sign: PrintSign) -> tuple[dict[str, str], ...]:
    """Say of each file to print which agreements it holds, its pages and its size."""
    parts = enumerate(zip(volumes_of(len(sign.made)), sign.pages, strict=True), start=1)
    return tuple(
        {
            "url": url_for("staff.agreement_volume", contest_id=contest_id, number=number),
            "label": gettext("Convenios %(first)s a %(last)s", first=part.start + 1, last=part.stop),
            "facts": f"{ngettext('%(num)s página', '%(num)s páginas', pages)}, "
            + size_in_words(_desk().path(contest_id, volume_name(number)).stat().st_size),
        }
        for number, (part, pages) in parts
    )


def _running(contest_id: int) -> PrintSign | None:
    sign = _desk().last_sign(contest_id)
    return sign if sign is not None and sign.is_running(now()) else None


def _desk() -> PrintDesk:
    return PrintDesk.beside(current_app.extensions["storage"])


def _back(contest_id: int) -> AnyResponse:
    wait_a_moment(lambda: _running(contest_id) is None)
    return redirect(url_for("staff.agreement_printing", contest_id=contest_id), 303)
