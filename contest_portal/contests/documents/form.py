"""The form of a profile on paper: blank for writing by hand, or as a group filled it in. Nothing is stored."""

from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.problems import N_

BLANK_FORM = DocumentKind(
    code="blank_form",
    title=N_("Formulario del perfil"),
    template="form_blank.html",
    number_format="FORMULARIO {oficina} · BASES VERSIÓN {numero}",
    context=Rulebook,
)
"""`office` in its number is the contest's code, the number the version of the rules."""
