"""The reliability of a scoring as a paper and as a table to take away."""

from collections.abc import Iterator

from flask import Response
from flask_babel import force_locale

from contest_portal.allocation.documents.reliability import RELIABILITY
from contest_portal.allocation.reliability import Reliability
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import frozen_rulebook, read_rulebook
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.web.shared.bases_paper import rules_html
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.press import printed_page
from contest_portal.web.shared.reliability_view import panel_name, points_text, reliability_view, tau_text

HEADER = ("cifra", "ficha", "jurado", "codigo", "grupo", "valor_exacto", "valor")
Line = tuple[str, ...]


def reliability_file(contest: Contest, found: Reliability) -> Response:
    """Send the figures of a closed scoring as a PDF; office loaded."""
    frozen = frozen_rulebook(read_session(), contest.id)
    book = read_rulebook(frozen.data)
    with force_locale("es_PE"):
        view = reliability_view(found, book)
        html = rules_html(
            RELIABILITY, contest, frozen, title=book.title, doc=view, scored_at=contest.scored_at
        )
    response = Response(printed_page(html, contest.scored_at or frozen.frozen_at), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="fiabilidad-{contest.code}.pdf"'
    return response


def reliability_lines(found: Reliability, rulebook: Rulebook) -> Iterator[Line]:
    """List every figure on a line of its own, exact and as a decimal, for whoever computes on."""
    for spread in found.spreads:
        sheet = panel_name(spread.phase_code, spread.class_code, rulebook)
        group = (spread.code, found.groups[spread.code].group_name)
        for reading in spread.readings:
            name = found.jurors[reading.juror].full_name
            yield ("ficha_de_100", sheet, name, *group, str(reading.share), points_text(reading.share))
        for figure, value in (("rango", spread.width), ("desviacion_media", spread.deviation)):
            yield (figure, sheet, "", *group, str(value), points_text(value))
    yield from _juror_lines(found)
    for panel in found.panels:
        if panel.alpha is not None:
            sheet = panel_name(panel.phase_code, panel.class_code, rulebook)
            yield ("alfa", sheet, "", "", "", str(panel.alpha), points_text(panel.alpha))
    for group_range in found.leaning.groups:
        named = (group_range.code, found.groups[group_range.code].group_name)
        for figure, value in (
            ("total", group_range.total),
            ("total_minimo_sin_un_jurado", group_range.low),
            ("total_maximo_sin_un_jurado", group_range.high),
        ):
            yield (figure, "", "", *named, str(value), points_text(value))


def _juror_lines(found: Reliability) -> Iterator[Line]:
    for one in found.figures:
        name = found.jurors[one.juror].full_name
        if one.severity is not None:
            yield ("severidad", "", name, "", "", str(one.severity), points_text(one.severity, signed=True))
        if tau_text(one):
            yield ("tau_b", "", name, "", "", "", tau_text(one))
    for without in found.leaning.jurors:
        name = found.jurors[without.juror].full_name
        for figure, codes in (("entraria_sin_el", without.enter), ("saldria_sin_el", without.leave)):
            for code in codes:
                yield (figure, "", name, code, found.groups[code].group_name, "", "")
