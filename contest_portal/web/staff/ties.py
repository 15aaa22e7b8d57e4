"""Ties between jurors and groups that the system proposes: the list, the evidence, the decision."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.jury.tie_queries import TieView, tie_view, tie_views
from contest_portal.scoring.services.decide_tie import decide_tie
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.filters import say
from contest_portal.web.shared.labels import TIE_STANDING_LABELS, TIE_STANDING_TONES, TIE_STRENGTH_LABELS
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.ties_forms import TieForm

_TIES = "/concursos/<int:contest_id>/jurado/vinculos"


@blueprint.get(_TIES)
def ties(contest_id: int) -> str:
    """List what ties jurors to groups, first what waits for a decision."""
    contest = _seen(contest_id)
    return render_template(
        "staff/jury/ties.html",
        contest=contest,
        views=tie_views(read_session(), contest_id),
        labels=TIE_STANDING_LABELS,
        tones=TIE_STANDING_TONES,
        strengths=TIE_STRENGTH_LABELS,
        may_decide=can(current_actor(), Action.INTEREST_DECIDE, Scope(contest_id=contest_id))
        and contest.state in (ContestState.PUBLISHED, ContestState.EVALUATING),
    )


@blueprint.route(f"{_TIES}/<int:juror_id>/<int:application_id>", methods=["GET", "POST"])
def tie(contest_id: int, juror_id: int, application_id: int) -> Response | tuple[str, int]:
    """Show the evidence and confirm or dismiss."""
    session = read_session()
    permit(current_actor(), Action.INTEREST_DECIDE, Scope(contest_id=contest_id))
    contest = contest_by_id(session, contest_id)
    view = tie_view(session, contest_id, juror_id, application_id)
    form = TieForm(view.tie.keys)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as writing:
                decide_tie(
                    writing,
                    act(),
                    contest_id=contest_id,
                    juror_id=juror_id,
                    application_id=application_id,
                    is_conflict=form.is_conflict,
                    reason=form.reason.data or "",
                    seen=form.seen_keys,
                )
            flash(gettext("La decisión quedó registrada."), "good")
            return redirect(url_for("staff.ties", contest_id=contest_id), 303)
    page = render_template(
        "staff/jury/tie.html", form=form, contest=contest, view=view, strengths=TIE_STRENGTH_LABELS
    )
    return page, form.status


@blueprint.get(f"{_TIES}.csv")
def ties_csv(contest_id: int) -> Response:
    """Send the list with its evidence."""
    contest = _seen(contest_id)
    header = [gettext("Jurado"), gettext("Código"), gettext("Grupo"), gettext("Qué se encontró"), gettext("Peso"),
              gettext("Estado"), gettext("Motivo"), gettext("Decidido por")]  # fmt: skip
    return csv_response(
        f"vinculos-{contest.code}.csv", header, map(_row, tie_views(read_session(), contest_id))
    )


def _row(view: TieView) -> list[str]:
    decision = view.decision
    return [
        view.juror_name,
        view.group_code,
        view.group_name,
        " ".join(say(ground.evidence) for ground in view.grounds),
        gettext(TIE_STRENGTH_LABELS[view.tie.strength]),
        gettext(TIE_STANDING_LABELS[view.standing]),
        decision.reason if decision else "",
        decision.decided_by if decision else "",
    ]


def _seen(contest_id: int) -> Contest:
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    return contest_by_id(read_session(), contest_id)
