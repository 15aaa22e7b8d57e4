"""Scenarios beside a frozen rule on paper: no deed. No number is taken and nothing is stored."""

from contest_portal.allocation.what_if import Column
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.problems import N_

WHAT_IF = DocumentKind(
    code="what_if",
    title=N_("Comparación de escenarios, sin validez"),
    template="what_if.html",
    number_format="SIMULACIÓN {oficina}",
    context=Column,
)
"""`office` in its number is the contest's code."""
