"""All papers of a kind printed in one go: followed while it runs, taken away as files to print or one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import Flask, Response, current_app, jsonify, redirect, render_template, send_file, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.awards.paper_prints import paper_prints
from contest_portal.awards.print_desk import PrintDesk, PrintSign
from contest_portal.awards.print_run import PrintRun
from contest_portal.awards.rules.print_run import Papers, volumes_of
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

_PRINTS = (
    "/concursos/<int:contest_id>/documentos/impresion/<any(convenios, certificados, notificaciones):papers>"
)
STOPPING = N_("Se pidió detener: se detiene cuando salgan los documentos que están en la prensa.")


@dataclass(frozen=True, slots=True)
class PrintWords:
    """What a page calls the papers of a kind: its heading, and what it says while there are none."""

    heading: str
    none: str
    none_yet: str


PRINT_WORDS: Mapping[Papers, PrintWords] = {
    Papers.AGREEMENTS: PrintWords(
        N_("Imprimir los convenios"),
        N_("Este concurso no tiene convenios"),
        N_(
            "Se emiten en la página de documentos, después de la resolución. Vuelva aquí para imprimirlos juntos."
        ),
    ),
    Papers.CERTIFICATES: PrintWords(
        N_("Imprimir los certificados"),
        N_("Este concurso no tiene certificados"),
        N_(
            "Se emiten en la página de documentos, después de la resolución. Vuelva aquí para imprimirlos juntos."
        ),
    ),
    Papers.NOTICES: PrintWords(
        N_("Imprimir las notificaciones"),
        N_("Este concurso no tiene notificaciones"),
        N_("Se emiten solas cuando se anuncia el resultado. Vuelva aquí para imprimirlas juntas."),
    ),
}


@blueprint.get(_PRINTS)
def printing(contest_id: int, papers: str) -> str:
    """Show how many papers are printed, the run at work or how the last one ended, and its files."""
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    desk = _desk(papers)
    prints = paper_prints(read_session(), contest_id, desk.papers)
    sign = desk.last_sign(contest_id)
    is_ready = sign is not None and sign.holds(prints, now())
    return render_template(
        "staff/documents/prints.html",
        contest=contest_by_id(read_session(), contest_id),
        papers=papers,
        words=PRINT_WORDS[desk.papers],
        total=len(prints),
        printed=sum(one.file_sha256 is not None for one in prints),
        sign=sign,
        running=_running(desk, contest_id),
        stopping=desk.is_stopping(contest_id),
        stopping_said=STOPPING,
        is_ready=is_ready,
        volumes=_volumes(desk, contest_id, sign) if sign is not None and is_ready else (),
        zip_size=size_in_words(desk.archive(contest_id).stat().st_size) if is_ready else "",
        may_print=can(current_actor(), Action.DOCUMENT_ISSUE, Scope(contest_id=contest_id)),
    )


@blueprint.post(f"{_PRINTS}/preparar")
def printing_begin(contest_id: int, papers: str) -> AnyResponse:
    """Begin a run, or go on with one that was stopped; wait a moment for its end."""
    desk = _desk(papers)
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
    return _back(desk, contest_id)


@blueprint.post(f"{_PRINTS}/detener")
def printing_stop(contest_id: int, papers: str) -> AnyResponse:
    """Stop the run; what is printed stays."""
    desk = _desk(papers)
    with transaction() as session:
        stop_print_run(session, act(), desk=desk, contest_id=contest_id)
    return _back(desk, contest_id)


@blueprint.get(f"{_PRINTS}/avance.json")
def printing_data(contest_id: int, papers: str) -> Response:
    """Give the script of the page how far the run is."""
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    desk = _desk(papers)
    sign = _running(desk, contest_id)
    if sign is None:
        return jsonify({"ended": True})
    return jsonify(
        {
            "ended": False,
            "percent": sign.percent,
            "said": gettext("Se imprimen los documentos.")
            if sign.done < sign.total
            else gettext("Se juntan los documentos en un archivo."),
            "figures": gettext("%(done)s de %(total)s", done=sign.done, total=sign.total),
            "advice": gettext(STOPPING) if desk.is_stopping(contest_id) else "",
        }
    )


@blueprint.get(f"{_PRINTS}/archivo-<int:number>.pdf")
def printing_volume(contest_id: int, papers: str, number: int) -> Response:
    """Send a file to print."""
    desk = _desk(papers)
    sign = _ready(desk, contest_id)
    if not 1 <= number <= len(sign.pages):
        raise NotFound(f"file {number} of the {papers} of contest {contest_id}")
    return _sent(contest_id, desk.volume(contest_id, number), "application/pdf")


@blueprint.get(f"{_PRINTS}/archivos.zip")
def printing_archive(contest_id: int, papers: str) -> Response:
    """Send the papers as single files in one archive."""
    desk = _desk(papers)
    _ready(desk, contest_id)
    return _sent(contest_id, desk.archive(contest_id), "application/zip")


def _ready(desk: PrintDesk, contest_id: int) -> PrintSign:
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    sign = desk.last_sign(contest_id)
    if sign is None or not sign.holds(paper_prints(read_session(), contest_id, desk.papers), now()):
        raise NotFound(f"files of the {desk.papers} of contest {contest_id}")
    return sign


def _sent(contest_id: int, path: Path, media_type: str) -> Response:
    code = contest_by_id(read_session(), contest_id).code
    return send_file(path, mimetype=media_type, as_attachment=True, download_name=f"{code}-{path.name}")


def _volumes(desk: PrintDesk, contest_id: int, sign: PrintSign) -> tuple[dict[str, str], ...]:
    """Say of each file to print which papers it holds, its pages and its size."""
    parts = enumerate(zip(volumes_of(len(sign.made)), sign.pages, strict=True), start=1)
    return tuple(
        {
            "url": url_for("staff.printing_volume", contest_id=contest_id, papers=desk.papers, number=number),
            "label": gettext("Documentos %(first)s a %(last)s", first=part.start + 1, last=part.stop),
            "facts": f"{ngettext('%(num)s página', '%(num)s páginas', pages)}, "
            + size_in_words(desk.volume(contest_id, number).stat().st_size),
        }
        for number, (part, pages) in parts
    )


def _running(desk: PrintDesk, contest_id: int) -> PrintSign | None:
    sign = desk.last_sign(contest_id)
    return sign if sign is not None and sign.is_running(now()) else None


def _desk(papers: str) -> PrintDesk:
    return PrintDesk.beside(current_app.extensions["storage"], Papers(papers))


def _back(desk: PrintDesk, contest_id: int) -> AnyResponse:
    wait_a_moment(lambda: _running(desk, contest_id) is None)
    return redirect(url_for("staff.printing", contest_id=contest_id, papers=desk.papers), 303)
