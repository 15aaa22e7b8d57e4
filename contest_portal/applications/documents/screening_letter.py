"""The letter that tells a group what the screening decided: admitted, to be cured, or not admitted."""

from dataclasses import dataclass
from datetime import datetime

from contest_portal.applications.documents.screening_text import SCREENING_TEXT
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.problems import N_


@dataclass(frozen=True, slots=True)
class LetterFinding:
    """A defect as the letter lists it."""

    code: str
    text: str
    section: str


@dataclass(frozen=True, slots=True)
class ScreeningLetter:
    """What the letter says. `action` is one of applications/rules/screening.py."""

    contest_code: str
    contest_title: str
    application_code: str
    group_name: str
    business: str
    action: str
    reason: str
    findings: tuple[LetterFinding, ...]
    cure_until: datetime | None


SCREENING_LETTER = DocumentKind(
    code="screening_letter",
    title=N_("Carta de la revisión de admisión"),
    template="screening_letter.html",
    number_format="CARTA N.° {numero:4}-{año}-{oficina}",
    context=ScreeningLetter,
    group_at="application_code",
    text=SCREENING_TEXT,
)
