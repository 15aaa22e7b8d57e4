"""The second scoring of a contest: opened group by group, closed with an acta, called off or opened again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.applications.queries import entrant
from contest_portal.awards.second_queries import NOT_OPENED, ProgressLine, progress_line, progress_lines
from contest_portal.awards.services.cancel_second_scoring import cancel_second_scoring
from contest_portal.awards.services.close_second_scoring import close_second_scoring
from contest_portal.awards.services.open_second_scoring import open_second_scoring
from contest_portal.awards.services.reopen_second_scoring import reopen_second_scoring
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.kernel.problems import N_, Problem
from contest_portal.scoring.progress import missing_for_progress
from contest_portal.scoring.rules.second import SECOND, SecondState
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.filters import say
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.labels import CELL_STATE_LABELS, CELL_STATE_TONES
from contest_portal.web.shared.second_labels import SECOND_STATE_LABELS, SECOND_STATE_TONES
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.shared.spreadsheets import table_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.follow_up_acts import Wording
from contest_portal.web.staff.follow_ups_forms import ReasonForm
from contest_portal.web.staff.second_scoring_forms import MeetingForm, OpenProgressForm

Answer = AnyResponse | tuple[str, int]
_PAGE = "/concursos/<int:contest_id>/calificacion-del-avance"
_GROUP = f"{_PAGE}/<int:award_id>"
_CLOSE = Wording(
    N_("Cerrar la calificación del avance"),
    N_(
        "Se calcula el puntaje con las fichas definitivas y se emite el acta con su número. Después se ve en el "
        "seguimiento del premio, y las fichas ya no cambian."
    ),
    N_("Cerrar y emitir el acta"),
    N_("La calificación quedó cerrada. Imprima el acta para que la firme el jurado."),
    asks=True,
)
_CANCEL = Wording(
    N_("Dejar sin efecto la calificación del avance"),
    N_("El jurado deja de ver estas fichas. Se conservan, y si la abre otra vez siguen donde quedaron."),
    N_("Dejar sin efecto"),
    N_("La calificación del avance quedó sin efecto."),
    tone="danger",
)
_REOPEN = Wording(
    N_("Reabrir la calificación del avance"),
    N_(
        "El acta queda anulada con este motivo, y su puntaje deja de contar. Después puede devolver fichas al jurado y "
        "cerrar otra vez, con otra acta."
    ),
    N_("Anular el acta y reabrir"),
    N_("La calificación está abierta otra vez. Devuelva la ficha que haya que corregir."),
    tone="danger",
    asks=True,
)


@dataclass(frozen=True, slots=True)
class _Group:
    """The group that an act is about."""

    contest: Contest
    line: ProgressLine


@blueprint.route(_PAGE, methods=["GET", "POST"])
def second_scoring(contest_id: int) -> Answer:
    """Show the groups that won with how far the scoring of their progress is; the secretary opens it."""
    session, scope = read_session(), Scope(contest_id=contest_id)
    permit(current_actor(), Action.CONTEST_SEE, scope)
    contest = contest_by_id(session, contest_id)
    lines = progress_lines(session, contest)
    form = OpenProgressForm.of(lines)
    if form.is_submitted():
        permit(current_actor(), Action.EVALUATION_RUN, scope)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as writing:
                opened = open_second_scoring(
                    writing, act(), contest_id=contest_id, award_ids=form.awards.data or ()
                )
            flash(_opened(opened), "good")
            return redirect(url_for("staff.second_scoring", contest_id=contest_id), 303)
    page = render_template(
        "staff/second/groups.html",
        contest=contest,
        form=form,
        lines=lines,
        rules=rulebook_of(session, contest_id).second,
        states=SECOND_STATE_LABELS,
        state_tones=SECOND_STATE_TONES,
        labels=CELL_STATE_LABELS,
        tones=CELL_STATE_TONES,
        may_run=can(current_actor(), Action.EVALUATION_RUN, scope),
        may_see_history=can(current_actor(), Action.SHEET_HISTORY_SEE, scope),
    )
    return page, form.status


def _opened(number: int) -> str:
    return str(
        ngettext(
            "La calificación del avance está abierta para %(num)s grupo. El jurado ya ve su ficha.",
            "La calificación del avance está abierta para %(num)s grupos. El jurado ya ve sus fichas.",
            number,
        )
    )


@blueprint.get(f"{_PAGE}.<any(csv, xlsx):file_format>")
def second_scoring_file(contest_id: int, file_format: str) -> Response:
    """Give the list as a file: groups by their name, no person, and no score before it is closed."""
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    contest = contest_by_id(read_session(), contest_id)
    header = [
        gettext("Solicitud"),
        gettext("Grupo"),
        gettext("Estado"),
        gettext("Fichas definitivas"),
        gettext("Fichas esperadas"),
        gettext("Puntaje"),
        gettext("Mínimo"),
        gettext("Qué falta"),
    ]
    rows = _rows(progress_lines(read_session(), contest))
    return table_response(f"avance-{contest.code}", file_format, header, rows)


def _rows(lines: tuple[ProgressLine, ...]) -> Iterator[list[object]]:
    for line in lines:
        score = line.score
        yield [
            line.code,
            line.group_name,
            gettext(SECOND_STATE_LABELS[line.state]),
            line.final,
            line.awaited,
            "" if score is None or score.score is None else str(score.score),
            "" if score is None else str(score.pass_mark),
            " ".join(say(problem) for problem in line.problems) if line.state == NOT_OPENED else "",
        ]


@blueprint.route(f"{_GROUP}/cierre", methods=["GET", "POST"])
def second_close(contest_id: int, award_id: int) -> Answer:
    """Say what is missing, or ask where the jury met, and close."""
    found = _group(contest_id, award_id)
    missing: tuple[Problem, ...] = ()
    if found.line.state == SecondState.OPEN:
        session = read_session()
        missing = missing_for_progress(session, found.contest, entrant(session, found.line.application_id))
    form = MeetingForm()

    def deed(session: Session) -> object:
        return close_second_scoring(session, act(), award_id=award_id, meeting=form.meeting())

    return _ask(found, form, deed, _CLOSE, "close", missing=missing)


@blueprint.route(f"{_GROUP}/sin-efecto", methods=["GET", "POST"])
def second_cancel(contest_id: int, award_id: int) -> Answer:
    """Ask why, and call it off."""
    form = ReasonForm()

    def deed(session: Session) -> None:
        cancel_second_scoring(session, act(), award_id=award_id, reason=form.reason.data or "")

    return _ask(_group(contest_id, award_id), form, deed, _CANCEL, "cancel")


@blueprint.route(f"{_GROUP}/reabrir", methods=["GET", "POST"])
def second_reopen(contest_id: int, award_id: int) -> Answer:
    """Ask why, void the acta and open it again."""
    form = ReasonForm()

    def deed(session: Session) -> None:
        reopen_second_scoring(session, act(), award_id=award_id, reason=form.reason.data or "")

    return _ask(_group(contest_id, award_id), form, deed, _REOPEN, "reopen")


def _group(contest_id: int, award_id: int) -> _Group:
    permit(current_actor(), Action.EVALUATION_RUN, Scope(contest_id=contest_id))
    contest = contest_by_id(read_session(), contest_id)
    return _Group(contest, progress_line(read_session(), contest, award_id))


def _ask(
    found: _Group,
    form: PortalForm,
    deed: Callable[[Session], object],
    wording: Wording,
    action: str,
    *,
    missing: tuple[Problem, ...] = (),
) -> Answer:
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                deed(session)
            flash(gettext(wording.done), "good")
            return redirect(url_for("staff.second_scoring", contest_id=found.contest.id), 303)
    page = render_template(
        "staff/second/act.html",
        contest=found.contest,
        line=found.line,
        form=form,
        wording=wording,
        is_possible=action in SECOND.available(found.line.state),
        missing=missing,
    )
    return page, form.status
