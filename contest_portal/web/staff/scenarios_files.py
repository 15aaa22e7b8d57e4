"""Scenarios as a paper and as a table to take away: both say everywhere that they decide nothing."""

from collections.abc import Callable, Iterator

from flask import Response
from flask_babel import force_locale, gettext

from contest_portal.allocation.documents.what_if import WHAT_IF
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import frozen_rulebook, read_rulebook
from contest_portal.web.shared.bases_paper import rules_html
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.press import printed_page
from contest_portal.web.staff.scenarios_view import ColumnView, ScenariosView

HEADER = ("aviso", "columna", "regla", "cifra", "sobre", "codigo", "grupo", "valor", "en_las_bases", "razon")
Line = tuple[object, ...]


def scenarios_file(contest: Contest, view: Callable[[], ScenariosView]) -> Response:
    """Send a comparison as a PDF in Spanish; office loaded."""
    frozen = frozen_rulebook(read_session(), contest.id)
    with force_locale("es_PE"):
        title = read_rulebook(frozen.data).title
        html = rules_html(WHAT_IF, contest, frozen, title=title, doc=view())
    response = Response(printed_page(html, contest.scored_at or frozen.frozen_at), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="simulacion-{contest.code}.pdf"'
    return response


def scenario_lines(view: ScenariosView) -> Iterator[Line]:
    """List every figure and change of every column on a line of its own, each marked."""
    mark = gettext("Simulación: no vale como decisión")
    for column in view.columns:
        for line in _column_lines(view, column):
            yield (mark, column.label, column.rule, *line)


def _column_lines(view: ScenariosView, column: ColumnView) -> Iterator[Line]:
    for term in column.terms:
        yield (gettext("Condición"), "", "", "", term, "", "")
    for problem in column.problems:
        yield (gettext("Sin resultado"), "", "", "", "", "", problem)
    for envelope, measures in (("", view.measures), *((one.label, (one,)) for one in view.envelopes)):
        for measure in measures:
            for name, value in measure.cells[column.key].figures:
                yield (name, envelope, "", "", value, "", "")
    for change in column.changes:
        yield (
            change.label,
            "",
            change.code,
            change.group_name,
            change.after,
            change.before,
            change.reason,
        )
