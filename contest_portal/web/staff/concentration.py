"""Where the groups of a contest concentrate: by production line and by centre."""

from collections.abc import Iterator

from flask import Response, render_template
from flask_babel import gettext

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.concentration import Share, groups_by_centre, groups_by_line
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.session import current_actor
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint


@blueprint.get("/concursos/<int:contest_id>/concentracion")
def concentration(contest_id: int) -> str:
    """Count the groups by line and by centre."""
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    lines, centres = _both(contest_id)
    return render_template(
        "staff/contests/concentration.html",
        contest=contest_by_id(read_session(), contest_id),
        lines=lines,
        centres=centres,
    )


@blueprint.get("/concursos/<int:contest_id>/concentracion.csv")
def concentration_csv(contest_id: int) -> Response:
    """Send both counts in one table."""
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    contest = contest_by_id(read_session(), contest_id)
    lines, centres = _both(contest_id)
    header = [
        gettext("Por"),
        gettext("Código"),
        gettext("Nombre"),
        gettext("Borradores"),
        gettext("Enviadas"),
        gettext("Total"),
    ]
    rows = [*_rows(gettext("Línea productiva"), lines), *_rows(gettext("Centro poblado"), centres)]
    return csv_response(f"concentracion-{contest.code}.csv", header, rows)


def _both(contest_id: int) -> tuple[tuple[Share, ...], tuple[Share, ...]]:
    session = read_session()
    rulebook = rulebook_of(session, contest_id)
    return groups_by_line(session, contest_id, rulebook), groups_by_centre(session, contest_id)


def _rows(kind: str, shares: tuple[Share, ...]) -> Iterator[list[object]]:
    for share in shares:
        name = share.name or gettext("Aún sin línea")
        yield [kind, share.code, name, share.drafts, share.sent, share.total]
