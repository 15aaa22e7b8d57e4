"""The forms that groups hand in on paper: received, listed, and how far each is."""

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.queries import names_of_users
from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.applications.documents.paper_slip import PAPER_SLIP
from contest_portal.applications.newcomers import newcomer_view
from contest_portal.applications.paper_queries import (
    PaperView,
    groups_without_application,
    paper_view,
    papers_in,
    people_who_type,
)
from contest_portal.applications.paper_reception import Brought
from contest_portal.applications.receiving import SoundFile
from contest_portal.applications.rules.paper import third_look_problem, too_late_to_type, typed_until
from contest_portal.applications.services.begin_typing import begin_typing
from contest_portal.applications.services.cancel_paper import cancel_paper
from contest_portal.applications.services.enter_paper import enter_paper
from contest_portal.applications.services.finish_typing import finish_typing
from contest_portal.applications.services.receive_paper import receive_paper
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.kernel.problems import NotFound
from contest_portal.web.shared.attachment_file import stored_file, withdrawn_word
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.filters import instant
from contest_portal.web.shared.labels import MEMBER_OFFICE_LABELS, PAPER_STATE_LABELS, PAPER_STATE_TONES
from contest_portal.web.shared.letters import issued_response
from contest_portal.web.shared.received_file import received_file
from contest_portal.web.shared.section_pages import pages_of
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.paper_mismatches import decided_labels, mismatched_sections
from contest_portal.web.staff.papers_forms import CancelForm, ReceptionForm

_PAPER = "/papel/<int:paper_id>"


@blueprint.get("/concursos/<int:contest_id>/papel")
def papers(contest_id: int) -> str:
    """List the papers of a contest with what is left to do."""
    permit(current_actor(), Action.APPLICATION_READ, Scope(contest_id=contest_id))
    book = rulebook_of(read_session(), contest_id)
    contest = contest_by_id(read_session(), contest_id)
    found = papers_in(read_session(), contest_id)
    is_open = contest.state == ContestState.PUBLISHED and too_late_to_type(now(), book.calendar) is None
    return render_template(
        "staff/papers/list.html",
        contest=contest,
        papers=[(paper, paper.state(book.form)) for paper in found],
        names=_names(*found),
        until=typed_until(book.calendar),
        may_receive=is_open and can(current_actor(), Action.PAPER_TYPE, Scope(contest_id=contest_id)),
        labels=PAPER_STATE_LABELS,
        tones=PAPER_STATE_TONES,
    )


@blueprint.get("/concursos/<int:contest_id>/papel.csv")
def papers_file(contest_id: int) -> Response:
    """Give the list as a spreadsheet."""
    permit(current_actor(), Action.APPLICATION_READ, Scope(contest_id=contest_id))
    book = rulebook_of(read_session(), contest_id)
    found = papers_in(read_session(), contest_id)
    names = _names(*found)
    header = [gettext("Grupo"), gettext("Recibido"), gettext("Recibió"), gettext("Hojas"), gettext("Estado")]
    lines: list[list[object]] = [
        [
            paper.group_name,
            instant(paper.received_at),
            names[paper.received_by],
            paper.sheets,
            gettext(PAPER_STATE_LABELS[paper.state(book.form)]),
        ]
        for paper in found
    ]
    return csv_response(f"papel-{book.code}.csv", header, lines)


@blueprint.route("/concursos/<int:contest_id>/papel/recibir", methods=["GET", "POST"])
def paper_reception(contest_id: int) -> AnyResponse | tuple[str, int]:
    """Note a paper that a group hands in, and give its slip."""
    permit(current_actor(), Action.PAPER_TYPE, Scope(contest_id=contest_id))
    contest = contest_by_id(read_session(), contest_id)
    book = rulebook_of(read_session(), contest_id)
    form = ReceptionForm(data={"received_at": now()})
    groups = groups_without_application(read_session(), contest_id, book.territory)
    form.offer(groups)
    if form.validate_on_submit():
        with form.accepting():
            scan = sound_scan(form.scanned)
            with transaction() as session:
                paper = receive_paper(
                    session,
                    act(),
                    contest_id=contest_id,
                    group_id=int(form.group.data),
                    brought=Brought(form.received_at.data, form.sheets.data, scan),
                    storage=current_app.extensions["storage"],
                )
            flash(gettext("El papel está recibido. Imprima el cargo y entréguelo al grupo."), "good")
            return redirect(url_for("staff.paper", paper_id=paper.id), 303)
    return render_template(
        "staff/papers/receive.html", form=form, contest=contest, groups=groups, calendar=book.calendar
    ), form.status


def sound_scan(scanned: tuple[bytes, str] | None) -> SoundFile | None:
    """Look at a scan before anything is kept; None without one."""
    if scanned is None:
        return None
    return received_file(*scanned)


@blueprint.get(_PAPER)
def paper(paper_id: int) -> str:
    """Show a paper: what was received, who typed what, and what comes next."""
    found = readable_paper(paper_id)
    session = read_session()
    book = rulebook_of(session, found.contest_id)
    user_id = current_actor().user_id
    workers = people_who_type(session, found.contest_id)
    sections = mismatched_sections(found, book) if found.is_typed_twice else ()
    return render_template(
        "staff/papers/paper.html",
        paper=found,
        gone=withdrawn_word(found.scan_sha256),
        newcomer=newcomer_view(session, paper_id),
        sign_off=book.group.sign_off,
        offices=MEMBER_OFFICE_LABELS,
        contest=contest_by_id(session, found.contest_id),
        state=found.state(book.form),
        names=_names(found),
        own=found.own_place(user_id),
        first_slug=pages_of(book.form)[0].slug,
        own_look=third_look_problem(user_id, found.typists, workers),
        fields=decided_labels(sections),
        left=len(found.left(book.form)) if found.is_typed_twice else 0,
        late=too_late_to_type(now(), book.calendar),
        until=typed_until(book.calendar),
        may_type=can(current_actor(), Action.PAPER_TYPE, Scope(contest_id=found.contest_id)),
        labels=PAPER_STATE_LABELS,
        tones=PAPER_STATE_TONES,
    )


@blueprint.post(f"{_PAPER}/cargo")
def paper_slip(paper_id: int) -> Response:
    """Give the slip as a file; the first time it is asked for, it is printed and kept."""
    found = readable_paper(paper_id)
    return issued_response(f"paper:{paper_id}", found.document_id or 0, kind=PAPER_SLIP, name="cargo")


@blueprint.get(f"{_PAPER}/escaneo")
def paper_scan(paper_id: int) -> Response:
    """Give the scan as a download."""
    found = readable_paper(paper_id)
    if found.scan_sha256 is None or found.scan_type is None:
        raise NotFound(f"scan of paper {paper_id}")
    return stored_file(found.scan_sha256, found.scan_type, f"papel-{paper_id}")


@blueprint.post(f"{_PAPER}/empezar")
def paper_begin(paper_id: int) -> AnyResponse:
    """Begin one's own typing."""
    with transaction() as session:
        begin_typing(session, act(), paper_id=paper_id)
    book = rulebook_of(read_session(), readable_paper(paper_id).contest_id)
    return redirect(url_for("staff.paper_section", paper_id=paper_id, slug=pages_of(book.form)[0].slug), 303)


@blueprint.post(f"{_PAPER}/terminar")
def paper_finish(paper_id: int) -> AnyResponse:
    """Finish one's own typing."""
    with transaction() as session:
        finish_typing(session, act(), paper_id=paper_id)
    flash(gettext("Su transcripción está terminada. Cuando estén las dos se comparan."), "good")
    return redirect(url_for("staff.paper", paper_id=paper_id), 303)


@blueprint.post(f"{_PAPER}/presentar")
def paper_enter(paper_id: int) -> AnyResponse:
    """Let what was typed into the contest."""
    with transaction() as session:
        application = enter_paper(session, act(), paper_id=paper_id)
    flash(
        gettext("La solicitud entró al concurso con la hora del papel. El grupo tiene su constancia."), "good"
    )
    return redirect(url_for("staff.application", application_id=application.id), 303)


@blueprint.route(f"{_PAPER}/anular", methods=["GET", "POST"])
def paper_cancel(paper_id: int) -> AnyResponse | tuple[str, int]:
    """Say that a paper was recorded wrongly; its number stays and its slip is void."""
    found = readable_paper(paper_id)
    permit(current_actor(), Action.PAPER_TYPE, Scope(contest_id=found.contest_id))
    form = CancelForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                cancel_paper(session, act(), paper_id=paper_id, reason=form.reason.data or "")
            flash(
                gettext("El papel quedó anulado y su cargo ya no vale. Reciba otra vez el formulario."),
                "good",
            )
            return redirect(url_for("staff.papers", contest_id=found.contest_id), 303)
    contest = contest_by_id(read_session(), found.contest_id)
    return render_template("staff/papers/cancel.html", form=form, paper=found, contest=contest), form.status


def readable_paper(paper_id: int) -> PaperView:
    """Read a paper of a contest whose applications this person may read."""
    found = paper_view(read_session(), paper_id)
    permit(current_actor(), Action.APPLICATION_READ, Scope(contest_id=found.contest_id))
    return found


def _names(*found: PaperView) -> dict[int, str]:
    return names_of_users(read_session(), frozenset(one for paper in found for one in paper.people))
