"""The screening of a contest: the list of what was received, and the end of cures that nobody sent."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.applications.rules.screening import ScreeningState
from contest_portal.applications.rules.similarity import Likeness
from contest_portal.applications.screening_checks import near_identical
from contest_portal.applications.screening_queries import ScreeningLine, screening_lines
from contest_portal.applications.services.lapse_cures import lapse_cures
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.kernel.clock import office_moment
from contest_portal.kernel.problems import N_
from contest_portal.web.shared import labels
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.labels import SCREENING_STATE_LABELS
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint

_HEADER = (
    N_("Código"),
    N_("Grupo"),
    N_("Admisión"),
    N_("Defectos"),
    N_("Subsanar hasta (hora de Lima)"),
)


@dataclass(frozen=True, slots=True)
class NearProfiles:
    """Two applications with near-identical profiles."""

    one: ScreeningLine
    other: ScreeningLine
    likeness: Likeness


@blueprint.get("/concursos/<int:contest_id>/admision")
def screening(contest_id: int) -> str:
    """List what was received with where its screening stands."""
    scope = Scope(contest_id=contest_id)
    permit(current_actor(), Action.APPLICATION_READ, scope)
    contest = contest_by_id(read_session(), contest_id)
    rules = rulebook_of(read_session(), contest_id).screening
    lines = screening_lines(read_session(), contest_id)
    may_decide = can(current_actor(), Action.SCREENING_DECIDE, scope) and _is_time(contest)
    return render_template(
        "staff/screening/list.html",
        contest=contest,
        rules=rules,
        lines=lines,
        counts=Counter(line.state for line in lines),
        over=_over(lines) if may_decide and rules is not None else 0,
        near=near_profiles(lines),
        is_open=contest.entries_end_at is not None and now() < contest.entries_end_at,
        labels=labels,
    )


@blueprint.get("/concursos/<int:contest_id>/admision.csv")
def screening_csv(contest_id: int) -> Response:
    """Give the list as a spreadsheet, without personal data."""
    permit(current_actor(), Action.APPLICATION_READ, Scope(contest_id=contest_id))
    contest = contest_by_id(read_session(), contest_id)
    header = [gettext(title) for title in _HEADER]
    rows = [
        (
            line.code,
            line.group_name,
            gettext(SCREENING_STATE_LABELS[line.state]),
            line.findings,
            office_moment(line.cure_until) if line.state == ScreeningState.CURE and line.cure_until else "",
        )
        for line in screening_lines(read_session(), contest_id)
    ]
    return csv_response(f"admision-{contest.code}.csv", header, rows)


@blueprint.post("/concursos/<int:contest_id>/admision/vencidos")
def screening_lapse(contest_id: int) -> AnyResponse:
    """Decide by the rule on the cures whose time is over."""
    with transaction() as session:
        ended = lapse_cures(session, act(), contest_id=contest_id)
    flash(
        ngettext(
            "Se aplicó la regla a %(num)s plazo vencido.",
            "Se aplicó la regla a %(num)s plazos vencidos.",
            ended,
        ),
        "good",
    )
    return redirect(url_for("staff.screening", contest_id=contest_id), 303)


def near_profiles(lines: tuple[ScreeningLine, ...]) -> tuple[NearProfiles, ...]:
    """Point out the near-identical profiles among these."""
    by_id: Mapping[int, ScreeningLine] = {line.application_id: line for line in lines}
    pairs = near_identical(read_session(), tuple(by_id))
    return tuple(NearProfiles(by_id[pair.one], by_id[pair.other], pair.likeness) for pair in pairs)


def _is_time(contest: Contest) -> bool:
    return (
        contest.state == ContestState.PUBLISHED
        and contest.entries_end_at is not None
        and now() >= contest.entries_end_at
    )


def _over(lines: tuple[ScreeningLine, ...]) -> int:
    """Count the cures whose time is over."""
    return sum(
        line.state == ScreeningState.CURE and line.cure_until is not None and now() >= line.cure_until
        for line in lines
    )
