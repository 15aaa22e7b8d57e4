"""How far each juror is: reminders to those with missing sheets, and the matrix to take away."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response, flash, redirect, url_for
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.queries import contest_by_id
from contest_portal.jury.queries import panel
from contest_portal.scoring.board import EvaluationBoard, JurorProgress, evaluation_board
from contest_portal.scoring.reminder_queries import LastReminder, last_reminders
from contest_portal.scoring.services.remind_jurors import remind_jurors
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.labels import CELL_STATE_LABELS
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint


@dataclass(frozen=True, slots=True)
class JurorLine:
    """A juror with the own progress and the last reminder."""

    full_name: str
    progress: JurorProgress
    reminder: LastReminder | None


def juror_lines(session: Session, contest_id: int, board: EvaluationBoard) -> tuple[JurorLine, ...]:
    """List the jurors who owe or owed sheets, those with most missing first."""
    progress, reminders = board.juror_progress(), last_reminders(session, contest_id)
    lines = (
        JurorLine(juror.full_name, progress[juror.juror_id], reminders.get(juror.juror_id))
        for juror in panel(session, contest_id)
        if juror.juror_id in progress
    )
    return tuple(sorted(lines, key=lambda line: -line.progress.missing))


@blueprint.post("/concursos/<int:contest_id>/evaluacion/recordatorios")
def remind(contest_id: int) -> AnyResponse:
    """Remind everybody with missing sheets."""
    with transaction() as session:
        reminded = remind_jurors(session, act(), contest_id=contest_id)
    message = ngettext(
        "Se avisó a %(num)s jurado: lo verá al entrar al portal.",
        "Se avisó a %(num)s jurados: lo verán al entrar al portal.",
        reminded,
    )
    flash(message, "good")
    return redirect(url_for("staff.evaluation", contest_id=contest_id), 303)


@blueprint.get("/concursos/<int:contest_id>/evaluacion/avance.csv")
def evaluation_csv(contest_id: int) -> Response:
    """Send who stands where with which group: states, never a mark."""
    session = read_session()
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    contest = contest_by_id(session, contest_id)
    header = [gettext("Fase"), gettext("Código"), gettext("Grupo"), gettext("Jurado"), gettext("Ficha")]
    return csv_response(f"avance-{contest.code}.csv", header, _cells(evaluation_board(session, contest_id)))


def _cells(board: EvaluationBoard) -> Iterator[tuple[str, ...]]:
    for phase in board.phases:
        for row in phase.rows:
            for cell in row.cells:
                state = gettext(CELL_STATE_LABELS[cell.state.value])
                yield phase.phase_name, row.code, row.group_name, cell.juror_name, state
