"""The announced results, for anyone: a list, a page for each contest, and the same figures for machines."""

from flask import Response, render_template

from contest_portal.allocation.rules.registry import RULES
from contest_portal.contests.queries import contest_by_code
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.kernel.canonical import canonical_json
from contest_portal.publication.open_data import CSV_HEADER, result_data, result_rows
from contest_portal.publication.queries import (
    announced_contests,
    result_of,
    results_set_aside,
    undone_announcements,
)
from contest_portal.web.public.blueprint import blueprint
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.labels import ALLOCATION_OUTCOME_LABELS, ALLOCATION_OUTCOME_TONES
from contest_portal.web.shared.spreadsheets import csv_response


@blueprint.get("/resultados")
def results() -> str:
    """List the contests whose result is public, and those whose result was set aside."""
    session = read_session()
    return render_template(
        "public/results.html", contests=announced_contests(session), undone=results_set_aside(session)
    )


@blueprint.get("/resultados/<code>")
def result(code: str) -> str:
    """Show who won, who waits and where every sol went; unknown before the announcement. One set aside says why."""
    contest = contest_by_code(read_session(), code)
    undone = undone_announcements(read_session(), contest)
    if undone and contest.state != ContestState.ANNOUNCED:
        return render_template("public/result_undone.html", undone=undone)
    found = result_of(read_session(), code)
    return render_template(
        "public/result.html",
        result=found,
        undone=undone,
        rule=RULES[found.rule],
        outcome_labels=ALLOCATION_OUTCOME_LABELS,
        outcome_tones=ALLOCATION_OUTCOME_TONES,
    )


@blueprint.get("/resultados/<code>/resultado.json")
def result_json(code: str) -> Response:
    """Send the result as open data."""
    data = result_data(result_of(read_session(), code))
    return Response(canonical_json(data), mimetype="application/json")


@blueprint.get("/resultados/<code>/resultado.csv")
def result_csv(code: str) -> Response:
    """Send the result as a table."""
    found = result_of(read_session(), code)
    return csv_response(f"resultado-{found.contest_code}.csv", CSV_HEADER, tuple(result_rows(found)))
