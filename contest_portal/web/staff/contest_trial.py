"""Test mode: a draft carried through all stages with invented people. Nothing of it is kept but that it was run."""

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.allocation.rules.registry import RULES
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import publication_problems, read_rulebook
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import NotFound, refuse
from contest_portal.trials.papers import print_paper
from contest_portal.trials.queries import trial_order
from contest_portal.trials.results import TrialResult
from contest_portal.trials.rules.plan import TrialPlan, suggested_groups
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.labels import ALLOCATION_OUTCOME_LABELS, ALLOCATION_OUTCOME_TONES
from contest_portal.web.shared.press import press
from contest_portal.web.shared.session import now
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.contest_hub import part_lines
from contest_portal.web.staff.contest_parts import draft_contest
from contest_portal.web.staff.contest_trial_forms import TrialForm, asked_plan, named_plan
from contest_portal.web.staff.contest_trial_progress import running_trial, take_up_trial, trial_desk
from contest_portal.web.staff.contest_trial_view import (
    COLUMNS,
    trial_categories,
    trial_findings,
    trial_lines,
    trial_phases,
    trial_row,
    trial_stages,
)

_TRIAL = "/concursos/<int:contest_id>/prueba"


@blueprint.route(_TRIAL, methods=["GET", "POST"])
def contest_trial(contest_id: int) -> AnyResponse | tuple[str, int]:
    """Ask what to invent, and run it; a draft that could not be published is not tried."""
    contest = draft_contest(contest_id)
    book = read_rulebook(contest.draft)
    problems = publication_problems(contest, now=now(), allocation_rules=frozenset(RULES))
    if problems:
        parts = [part for part in part_lines(contest, book, problems) if part.problems]
        page = render_template("staff/contests/trial/missing.html", contest=contest, parts=parts)
        return page, 422 if request.method == "POST" else 200
    form = TrialForm(obj=_plan_to_begin_with(book))
    if form.validate_on_submit():
        with form.accepting():
            take_up_trial(contest, form.plan())
            return redirect(url_for("staff.trial_progress", contest_id=contest_id), 303)
    page = render_template(
        "staff/contests/trial/start.html", contest=contest, form=form, running=running_trial(contest_id)
    )
    return page, form.status


@blueprint.get(f"{_TRIAL}/resultado")
def trial_result(contest_id: int) -> str:
    """Show what came of it: every group with why, the envelopes, the documents."""
    contest, result = _tried(contest_id)
    return render_template(
        "staff/contests/trial/result.html",
        contest=contest,
        result=result,
        plan=named_plan(result.order.plan),
        stages=trial_stages(result),
        findings=trial_findings(result),
        categories=trial_categories(result),
        outcome_labels=ALLOCATION_OUTCOME_LABELS,
        outcome_tones=ALLOCATION_OUTCOME_TONES,
    )


@blueprint.get(f"{_TRIAL}/resultado.csv")
def trial_csv(contest_id: int) -> Response:
    """Send the same lines to take away; each says that it is of a trial."""
    contest, result = _tried(contest_id)
    return csv_response(f"PRUEBA-sin-valor-{contest.code}.csv", COLUMNS, trial_lines(result))


@blueprint.get(f"{_TRIAL}/grupos/<int:number>")
def trial_group(contest_id: int, number: int) -> str:
    """Show the sheets of one invented group and what they add up to."""
    contest, result = _tried(contest_id)
    group = next((one for one in result.groups if one.invented.number == number), None)
    if group is None:
        raise NotFound(f"group {number} of the trial")
    return render_template(
        "staff/contests/trial/group.html",
        contest=contest,
        group=group,
        row=trial_row(group),
        plan=named_plan(result.order.plan),
        phases=trial_phases(group, result),
        outcome_labels=ALLOCATION_OUTCOME_LABELS,
        outcome_tones=ALLOCATION_OUTCOME_TONES,
    )


@blueprint.get(f"{_TRIAL}/documentos/<int:number>.pdf")
def trial_paper(contest_id: int, number: int) -> Response:
    """Print a document as a contest with these rules would issue it, marked on every page."""
    contest, result = _tried(contest_id)
    if not 1 <= number <= len(result.papers):
        raise NotFound(f"document {number} of the trial")
    response = Response(print_paper(press(), result.papers[number - 1]), content_type="application/pdf")
    name = f"PRUEBA-sin-valor-{contest.code}-{number}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _plan_to_begin_with(book: Rulebook) -> TrialPlan:
    """Give the plan of the trial that the page was opened from, or so many groups that the envelopes run out."""
    return asked_plan(request.args) if request.args else TrialPlan(groups=suggested_groups(book))


def _tried(contest_id: int) -> tuple[Contest, TrialResult]:
    """Give the result that the address names, run again if it is not kept."""
    contest = draft_contest(contest_id)
    refuse(publication_problems(contest, now=now(), allocation_rules=frozenset(RULES)))
    order = trial_order(read_session(), contest, asked_plan(request.args))
    return contest, trial_desk().result_of(contest_id, order)
