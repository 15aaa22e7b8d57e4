"""A juror's first page, and the groups of one contest."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.queries import contest_by_id
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.jury.invitation_queries import invitations_of_user
from contest_portal.jury.queries import juror_of_user, seats_of_user
from contest_portal.jury.rules.invitations import InvitationState
from contest_portal.scoring.assigning import waits_for_assignment
from contest_portal.scoring.calibration import exercises_of_user
from contest_portal.scoring.own_sheets import has_declared, own_groups, own_second_groups
from contest_portal.scoring.paper_queries import marks_on_paper
from contest_portal.scoring.reminder_queries import unread_reminders
from contest_portal.scoring.second import open_second_scorings
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
    session, user_id = read_session(), current_actor().user_id
    return render_template(
        "juror/home.html",
        seats=seats_of_user(session, user_id),
        invited=[one for one in invitations_of_user(session, user_id) if one.state == InvitationState.SENT],
        reminders=unread_reminders(session, user_id),
        exercises=exercises_of_user(session, user_id),
        progress=open_second_scorings(session, user_id),
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
    asks = shown.state == ContestState.EVALUATING and not juror.is_absent
    if asks and not has_declared(session, contest_id, juror):
        flash(gettext("Antes de ver los perfiles, declare si tiene algún interés en cada grupo."), "info")
        return redirect(url_for("juror.interests", contest_id=contest_id), 303)
    groups = own_groups(session, contest_id, juror)
    progress = own_second_groups(session, contest_id, juror)
    return render_template(
        "juror/contest.html",
        contest=shown,
        groups=groups,
        progress=progress,
        is_absent=juror.is_absent,
        waits=waits_for_assignment(session, contest_id),
        juror_id=juror.juror_id,
        papers=marks_on_paper(session, contest_id, juror_id=juror.juror_id),
        final=sum(sheet.state == "final" for group in groups for sheet in group.sheets),
        sheets=sum(len(group.sheets) for group in groups),
        labels=CELL_STATE_LABELS,
        tones=CELL_STATE_TONES,
    )
