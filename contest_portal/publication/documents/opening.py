"""A group's own opening on paper: what its result follows from. No number is taken and nothing is stored."""

from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.problems import N_
from contest_portal.publication.rules.opening import Opening

OPENING = DocumentKind(
    code="opening",
    title=N_("Cómo se llegó al resultado del grupo"),
    template="opening.html",
    number_format="RESULTADO {oficina}",
    context=Opening,
)
"""`office` in its number is the contest's code."""
