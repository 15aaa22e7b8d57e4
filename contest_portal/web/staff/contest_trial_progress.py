"""A trial under way: taken up apart from the request, followed by its page, told when it ended."""

from typing import cast

from flask import Flask, current_app, jsonify, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.contests.models import Contest
from contest_portal.kernel.problems import N_
from contest_portal.trials.desk import TrialDesk, TrialSign
from contest_portal.trials.queries import trial_order
from contest_portal.trials.results import TrialResult
from contest_portal.trials.rules.plan import TrialPlan
from contest_portal.trials.rules.steps import STEP_SENTENCES, TrialStep, percent_done
from contest_portal.trials.services.note_trial import note_trial
from contest_portal.trials.services.stop_trial import stop_trial
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.jobs import wait_a_moment
from contest_portal.web.shared.session import act, now
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.contest_parts import draft_contest
from contest_portal.web.staff.contest_trial_forms import named_plan

_PROGRESS = "/concursos/<int:contest_id>/prueba/avance"
STOPPING = N_("Se pidió detener la prueba: se detiene antes de su próximo paso.")


def trial_desk() -> TrialDesk:
    """Give the desk beside this portal's storage."""
    return TrialDesk.beside(current_app.extensions["storage"])


def running_trial(contest_id: int) -> TrialSign | None:
    """Give the sign of a trial that is at work; None when there is none."""
    sign = trial_desk().last_sign(contest_id)
    return sign if sign is not None and sign.is_running(now()) else None


def take_up_trial(contest: Contest, plan: TrialPlan) -> None:
    """Begin a trial and wait a moment for its end: most are short. Refused while another of the contest runs."""
    order = trial_order(read_session(), contest, plan)
    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]
    desk, deed, contest_id = trial_desk(), act(), contest.id
    desk.take_up(contest_id, plan, now())

    def note(result: TrialResult) -> None:
        with transaction() as session:
            note_trial(session, deed, contest_id=contest_id, result=result)

    def work() -> None:
        with app.app_context():
            desk.carry_out(contest_id, order, clock=app.extensions["clock"], note=note)

    app.extensions["apart"](work)
    wait_a_moment(lambda: running_trial(contest_id) is None)


@blueprint.get(_PROGRESS)
def trial_progress(contest_id: int) -> Response | str:
    """Show how far the trial of a draft is, or why it stopped; one that ended well shows its result."""
    contest = draft_contest(contest_id)
    sign = trial_desk().last_sign(contest_id)
    if sign is None:
        return redirect(url_for("staff.contest_trial", contest_id=contest_id), 303)
    plan = named_plan(sign.plan)
    if sign.went_well:
        return redirect(url_for("staff.trial_result", contest_id=contest_id, **plan), 303)
    return render_template(
        "staff/contests/trial/progress.html",
        contest=contest,
        sign=sign,
        plan=plan,
        running=sign.is_running(now()),
        stopping=trial_desk().is_stopping(contest_id),
        percent=percent_done(sign.step),
        said=STEP_SENTENCES[sign.step],
        figures=_figures(sign.step),
        advice=STOPPING,
    )


@blueprint.post(f"{_PROGRESS}/detener")
def stop_running_trial(contest_id: int) -> Response:
    """Stop the trial of a draft; its page says when it did."""
    draft_contest(contest_id)
    with transaction() as session:
        stop_trial(session, act(), trials=trial_desk(), contest_id=contest_id)
    wait_a_moment(lambda: running_trial(contest_id) is None)
    return redirect(url_for("staff.trial_progress", contest_id=contest_id), 303)


@blueprint.get(f"{_PROGRESS}.json")
def trial_progress_data(contest_id: int) -> Response:
    """Give the script of the page how far the trial is."""
    draft_contest(contest_id)
    sign = running_trial(contest_id)
    if sign is None:
        return jsonify({"ended": True})
    return jsonify(
        {
            "ended": False,
            "percent": percent_done(sign.step),
            "said": gettext(STEP_SENTENCES[sign.step]),
            "figures": _figures(sign.step),
            "advice": gettext(STOPPING) if trial_desk().is_stopping(contest_id) else "",
        }
    )


def _figures(step: TrialStep) -> str:
    place = tuple(TrialStep).index(step) + 1
    return str(gettext("Paso %(place)s de %(steps)s", place=place, steps=len(TrialStep)))
