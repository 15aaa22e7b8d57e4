"""The report of a year on paper. No number is taken and nothing is stored: it is printed from what was announced."""

from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.problems import N_
from contest_portal.publication.report_queries import YearReport

ANNUAL_REPORT = DocumentKind(
    code="annual_report",
    title=N_("Informe anual de los concursos"),
    template="annual_report.html",
    number_format="INFORME ANUAL {año}",
    context=YearReport,
)
