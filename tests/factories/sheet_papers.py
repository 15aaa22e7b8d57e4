"""Sheets on paper."""

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.applications.models import Application
from contest_portal.contests.queries import rulebook_sha256
from contest_portal.documents.rules.verification import ALPHABET
from contest_portal.jury.models import Juror
from contest_portal.scoring.paper_models import SheetPaper
from contest_portal.scoring.rules.paper_sheets import TypedMark, TypedSheet
from tests.factories.contests import CLOSES
from tests.factories.numbers import new_number

REASON = "Se apagó su teléfono"


def make_paper(
    session: Session,
    juror: Juror,
    application: Application,
    office: User,
    *,
    phase_code: str = "FIELD",
    state: str = "printed",
) -> SheetPaper:
    """Make a printed sheet, or one that came in."""
    paper = SheetPaper(
        serial=_serial(),
        contest_id=juror.contest_id,
        juror_id=juror.id,
        application_id=application.id,
        phase_code=phase_code,
        rulebook_sha256=rulebook_sha256(session, juror.contest_id),
        state=state,
        printed_by=office.id,
        printed_at=CLOSES,
        reason="",
    )
    if state != "printed":
        paper.received_by, paper.received_at, paper.reason = office.id, CLOSES, REASON
    session.add(paper)
    session.flush()
    return paper


def typed(*units: int | None, comment: str = "", phase: str = "F") -> TypedSheet:
    """Read F1, F2, F3 (or P1, P2, P3) as these marks."""
    marks = tuple(TypedMark(f"{phase}{number}", value) for number, value in enumerate(units, 1))
    return TypedSheet(marks, comment)


def _serial() -> str:
    number, letters = new_number(), ""
    for _ in range(8):
        number, digit = divmod(number, len(ALPHABET))
        letters += ALPHABET[digit]
    return f"{letters[:4]}-{letters[4:]}"
