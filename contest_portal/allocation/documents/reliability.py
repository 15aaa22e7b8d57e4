"""The reliability of a scoring on paper: a report of figures, no deed. No number is taken and nothing is stored."""

from contest_portal.allocation.reliability import Reliability
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.problems import N_

RELIABILITY = DocumentKind(
    code="reliability",
    title=N_("Fiabilidad de la calificación"),
    template="reliability.html",
    number_format="FIABILIDAD {oficina}",
    context=Reliability,
)
"""`office` in its number is the contest's code."""
