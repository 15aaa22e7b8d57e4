"""A juror's first page, and the groups of one contest."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.queries import contest_by_id
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.jury.queries import juror_of_user, seats_of_user
from contest_portal.scoring.own_sheets import has_declared, own_groups
from contest_portal.web.juror.blueprint import blueprint
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.labels import (
    CELL_STATE_LABELS,
    CELL_STATE_TONES,
    CONTEST_STATE_LABELS,
    CONTEST_STATE_TONES,
)
from contest_portal.web.shared.session import current_actor


@blueprint.get("/")
def home() -> str:
    """List the contests in which this person is a juror."""
    return render_template(
        "juror/home.html",
        seats=seats_of_user(read_session(), current_actor().user_id),
        labels=CONTEST_STATE_LABELS,
        tones=CONTEST_STATE_TONES,
    )


@blueprint.get("/concursos/<int:contest_id>")
def contest(contest_id: int) -> Response | str:
    """List the groups with the own sheets; the declaration comes first."""
    session, actor = read_session(), current_actor()
    juror = juror_of_user(session, contest_id, actor.user_id)
    permit(actor, Action.SHEET_WRITE, Scope(contest_id=contest_id, owner_id=juror.user_id))
    shown = contest_by_id(session, contest_id)
    if shown.state == ContestState.EVALUATING and not has_declared(session, contest_id, juror):
        flash(gettext("Antes de ver los perfiles, declare si tiene algún interés en cada grupo."), "info")
        return redirect(url_for("juror.interests", contest_id=contest_id), 303)
    groups = own_groups(session, contest_id, juror)
    return render_template(
        "juror/contest.html",
        contest=shown,
        groups=groups,
        final=sum(sheet.state == "final" for group in groups for sheet in group.sheets),
        sheets=sum(len(group.sheets) for group in groups),
        labels=CELL_STATE_LABELS,
        tones=CELL_STATE_TONES,
    )
