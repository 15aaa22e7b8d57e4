"""What the contests of each year came to, for anyone: totals, tables, a paper, and the grants as open data."""

from flask import Response, render_template, url_for
from flask_babel import force_locale

from contest_portal.documents.rules.kinds import Issue, Letterhead
from contest_portal.documents.typesetting import environment, qr_svg
from contest_portal.kernel.clock import office_date
from contest_portal.publication.documents.annual_report import ANNUAL_REPORT
from contest_portal.publication.grants_data import GRANTS_HEADER, grants_rows
from contest_portal.publication.report_queries import YearReport, reported_years, year_report
from contest_portal.web.public.blueprint import blueprint
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.press import press, printed_page
from contest_portal.web.shared.report_view import REPORT_HEADER, report_rows, report_view, year_rows
from contest_portal.web.shared.spreadsheets import table_response


@blueprint.get("/informes")
def reports() -> str:
    """List the years, with what each came to."""
    session = read_session()
    years = year_rows([year_report(session, year) for year in reported_years(session)])
    return render_template("public/reports.html", years=years)


@blueprint.get("/informes/<int:year>")
def report(year: int) -> str:
    """Show what the contests of a year came to."""
    return render_template("public/report.html", report=report_view(year_report(read_session(), year)))


@blueprint.get("/informes/<int:year>/informe.<any(csv, xlsx):file_format>")
def report_table(year: int, file_format: str) -> Response:
    """Send every figure of the page as one table."""
    view = report_view(year_report(read_session(), year))
    return table_response(f"informe-{year}", file_format, REPORT_HEADER, report_rows(view))


@blueprint.get("/informes/<int:year>/adjudicaciones.<any(csv, xlsx):file_format>")
def report_grants(year: int, file_format: str) -> Response:
    """Send the grants of a year, a row for each, as the open standard names its columns."""
    rows = grants_rows(year_report(read_session(), year))
    return table_response(f"adjudicaciones-{year}", file_format, GRANTS_HEADER, rows)


@blueprint.get("/informes/<int:year>/informe.pdf")
def report_file(year: int) -> Response:
    """Send the report as a paper: Spanish, whatever language the page is read in."""
    found = year_report(read_session(), year)
    with force_locale("es_PE"):
        html = _html(found)
    response = Response(printed_page(html, found.newest), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="informe-{year}.pdf"'
    return response


def _html(found: YearReport) -> str:
    page = press().public_url + url_for("public.report", year=found.year)
    day = office_date(found.newest)
    code = ANNUAL_REPORT.numbered(number=1, year=found.year, office="")
    return (
        environment()
        .get_template(ANNUAL_REPORT.template)
        .render(
            kind=ANNUAL_REPORT,
            issue=Issue(1, code, found.year, found.newest, day, ""),
            office=_letterhead(found),
            title=ANNUAL_REPORT.title,
            doc=report_view(found),
            report_page=page.partition("//")[2],
            qr=qr_svg(page),
            is_void=False,
            is_trial=False,
        )
    )


def _letterhead(found: YearReport) -> Letterhead:
    """Head the paper with every programme and every office in it."""
    programmes = sorted({contest.programme for contest in found.contests})
    offices = sorted({contest.office_name for contest in found.contests})
    return Letterhead("", " · ".join(offices), " · ".join(programmes), "", "", None, "", "")
