"""The letter that asks a person to judge a contest, for whoever reads no e-mail; with a slip to answer by hand."""

from dataclasses import dataclass
from datetime import date

from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.jury.documents.invitation_text import INVITATION_TEXT
from contest_portal.kernel.problems import N_


@dataclass(frozen=True, slots=True)
class InvitationLetter:
    """What the letter says. `position` is a code of the panel, `phases` are names; without any none is scored."""

    contest_code: str
    contest_title: str
    full_name: str
    position: str
    phases: tuple[str, ...]
    evaluator_class: str
    field_from: date
    field_to: date
    public_on: date


INVITATION_LETTER = DocumentKind(
    code="invitation_letter",
    title=N_("Carta de invitación al jurado"),
    template="invitation_letter.html",
    number_format="CARTA DE INVITACIÓN N.° {numero:4}-{año}-{oficina}",
    context=InvitationLetter,
    text=INVITATION_TEXT,
)
