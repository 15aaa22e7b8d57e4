"""Sheets on paper: printed, taken in, and how far each is."""

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.queries import names_of_users
from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.applications.paper_queries import people_who_type
from contest_portal.applications.rules.paper import third_look_problem
from contest_portal.contests.queries import contest_by_id
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.kernel.problems import NotFound
from contest_portal.scoring.paper_desk import typing_problems
from contest_portal.scoring.paper_queries import SheetPaperView
from contest_portal.scoring.paper_queries import sheet_paper as paper_by_id
from contest_portal.scoring.paper_queries import sheet_papers as papers_of
from contest_portal.scoring.rules.paper_sheets import COMMENT, PaperState
from contest_portal.scoring.services.enter_sheet_paper import enter_sheet_paper
from contest_portal.scoring.services.print_papers import print_papers
from contest_portal.scoring.services.receive_sheet_paper import receive_sheet_paper
from contest_portal.scoring.services.void_sheet_paper import void_sheet_paper
from contest_portal.web.shared.attachment_file import stored_file, withdrawn_word
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.labels import SHEET_PAPER_LABELS, SHEET_PAPER_TONES
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.shared.sheet_paper_print import blank_sheets_file
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.papers import sound_scan
from contest_portal.web.staff.sheet_papers_forms import SheetReceptionForm, VoidPaperForm

_PAPERS = "/concursos/<int:contest_id>/fichas-en-papel"
_PAPER = "/ficha-papel/<int:paper_id>"


@blueprint.get(_PAPERS)
def sheet_papers(contest_id: int) -> str:
    """List the sheets on paper with what is left to do."""
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    contest = contest_by_id(read_session(), contest_id)
    papers = papers_of(read_session(), contest_id)
    return render_template(
        "staff/sheet_papers/list.html",
        contest=contest,
        papers=papers,
        jurors={one.juror_id: one.juror_name for one in papers if one.state is PaperState.PRINTED},
        may_type=contest.state == ContestState.EVALUATING
        and can(current_actor(), Action.PAPER_TYPE, Scope(contest_id=contest_id)),
        labels=SHEET_PAPER_LABELS,
        tones=SHEET_PAPER_TONES,
    )


@blueprint.get(f"{_PAPERS}.csv")
def sheet_papers_csv(contest_id: int) -> Response:
    """Give the list as a spreadsheet; no mark is in it."""
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    header = [
        gettext("Número"),
        gettext("Jurado"),
        gettext("Código"),
        gettext("Grupo"),
        gettext("Fase"),
        gettext("Estado"),
        gettext("Motivo"),
    ]
    lines = (
        (
            one.serial,
            one.juror_name,
            one.code.entry_code,
            one.group_name,
            one.phase_name,
            gettext(SHEET_PAPER_LABELS[one.step]),
            one.reason,
        )
        for one in papers_of(read_session(), contest_id)
    )
    contest = contest_by_id(read_session(), contest_id)
    return csv_response(f"fichas-en-papel-{contest.code}.csv", header, lines)


@blueprint.post(f"{_PAPERS}/preparar")
def sheet_papers_print(contest_id: int) -> AnyResponse:
    """Give every sheet still waited for its paper."""
    with transaction() as session:
        new = print_papers(session, act(), contest_id=contest_id)
    told = ngettext("Se preparó %(num)s ficha nueva.", "Se prepararon %(num)s fichas nuevas.", new)
    flash(f"{told} {gettext('Descárguelas e imprímalas.')}", "good")
    return redirect(url_for("staff.sheet_papers", contest_id=contest_id), 303)


@blueprint.get(f"{_PAPERS}.pdf")
def sheet_papers_pdf(contest_id: int) -> Response:
    """Send the blank sheets of all jurors, or of one (`jurado`), to be printed."""
    permit(current_actor(), Action.PAPER_TYPE, Scope(contest_id=contest_id))
    juror_id = request.args.get("jurado", type=int)
    papers = tuple(
        one
        for one in papers_of(read_session(), contest_id)
        if one.state is PaperState.PRINTED and juror_id in (None, one.juror_id)
    )
    if not papers:
        raise NotFound(f"printed sheets of contest {contest_id}")
    return blank_sheets_file(contest_by_id(read_session(), contest_id), papers)


@blueprint.route(f"{_PAPERS}/recibir", methods=["GET", "POST"])
def sheet_paper_reception(contest_id: int) -> AnyResponse | tuple[str, int]:
    """Take in a sheet that a juror filled in by hand."""
    permit(current_actor(), Action.PAPER_TYPE, Scope(contest_id=contest_id))
    form = SheetReceptionForm()
    if form.validate_on_submit():
        with form.accepting():
            scan = sound_scan(form.scanned)
            with transaction() as session:
                paper = receive_sheet_paper(
                    session,
                    act(),
                    contest_id=contest_id,
                    code=form.code.data or "",
                    reason=form.reason.data or "",
                    scan=scan,
                    storage=current_app.extensions["storage"],
                )
            flash(
                gettext("La ficha está recibida: desde ahora es la del jurado. Falta transcribirla."), "good"
            )
            return redirect(url_for("staff.sheet_paper", paper_id=paper.id), 303)
    contest = contest_by_id(read_session(), contest_id)
    return render_template("staff/sheet_papers/receive.html", form=form, contest=contest), form.status


@blueprint.get(_PAPER)
def sheet_paper(paper_id: int) -> str:
    """Show a paper sheet: whose it is, who typed it, what comes next; no mark is shown."""
    paper, session = readable_sheet_paper(paper_id), read_session()
    contest = contest_by_id(session, paper.contest_id)
    workers = people_who_type(session, paper.contest_id)
    return render_template(
        "staff/sheet_papers/paper.html",
        paper=paper,
        gone=withdrawn_word(paper.scan_sha256),
        contest=contest,
        names=names_of_users(session, paper.people),
        differing=len(paper.differing),
        may_type=contest.state == ContestState.EVALUATING
        and can(current_actor(), Action.PAPER_TYPE, Scope(contest_id=paper.contest_id)),
        hindered=typing_problems(session, act(), paper),
        own_look=third_look_problem(current_actor().user_id, paper.typists, workers),
        labels=SHEET_PAPER_LABELS,
        tones=SHEET_PAPER_TONES,
        COMMENT=COMMENT,
    )


@blueprint.get(f"{_PAPER}/escaneo")
def sheet_paper_scan(paper_id: int) -> Response:
    """Give the photo as a download, to whoever may type what is on it, or once the scoring is closed."""
    paper = readable_sheet_paper(paper_id)
    contest = contest_by_id(read_session(), paper.contest_id)
    if contest.state == ContestState.EVALUATING:
        permit(current_actor(), Action.PAPER_TYPE, Scope(contest_id=paper.contest_id))
    if paper.scan_sha256 is None or paper.scan_type is None:
        raise NotFound(f"scan of sheet paper {paper_id}")
    return stored_file(paper.scan_sha256, paper.scan_type, f"ficha-{paper.serial}")


@blueprint.post(f"{_PAPER}/registrar")
def sheet_paper_enter(paper_id: int) -> AnyResponse:
    """Make what was typed the juror's final sheet."""
    with transaction() as session:
        enter_sheet_paper(session, act(), paper_id=paper_id)
    flash(gettext("La ficha en papel quedó registrada como definitiva."), "good")
    return redirect(url_for("staff.sheet_paper", paper_id=paper_id), 303)


@blueprint.route(f"{_PAPER}/anular", methods=["GET", "POST"])
def sheet_paper_void(paper_id: int) -> AnyResponse | tuple[str, int]:
    """Say that a paper does not count."""
    paper = readable_sheet_paper(paper_id)
    permit(current_actor(), Action.PAPER_TYPE, Scope(contest_id=paper.contest_id))
    form = VoidPaperForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                void_sheet_paper(session, act(), paper_id=paper_id, reason=form.reason.data or "")
            flash(gettext("La ficha %(serial)s quedó anulada.", serial=paper.serial), "good")
            return redirect(url_for("staff.sheet_papers", contest_id=paper.contest_id), 303)
    contest = contest_by_id(read_session(), paper.contest_id)
    return render_template(
        "staff/sheet_papers/void.html", form=form, paper=paper, contest=contest
    ), form.status


def readable_sheet_paper(paper_id: int) -> SheetPaperView:
    """Read a paper sheet of a contest that this person may see."""
    paper = paper_by_id(read_session(), paper_id)
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=paper.contest_id))
    return paper
