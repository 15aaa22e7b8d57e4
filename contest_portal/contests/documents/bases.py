"""The bases of a contest on paper. No number is taken and nothing is stored (`docs/decisions.md`)."""

from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.problems import N_

BASES = DocumentKind(
    code="bases",
    title=N_("Bases del concurso"),
    template="bases.html",
    number_format="BASES {oficina} · VERSIÓN {numero}",
    context=Rulebook,
)
"""`office` in its number is the contest's code."""

RULES_INSIDE = "Las reglas tal como se calculó su huella"
"""What the PDF says of the file that it carries."""
