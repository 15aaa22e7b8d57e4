"""Sheets on paper that an address can name."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.applications.models import Application
from contest_portal.contests.models import Contest
from contest_portal.jury.models import Juror
from contest_portal.kernel.storage import Storage
from tests.factories.allocation import ScoredContest
from tests.factories.applications import make_application, make_group
from tests.factories.sheet_papers import make_paper

PDF = b"%PDF-1.4\n%%EOF\n"
Values = Mapping[str, object]


def sheets_on_paper(
    session: Session, awarded: ScoredContest, judged: Values, staff: User, storage: Storage
) -> dict[str, Values]:
    """Make a sheet that came in on paper with its photo, and one that is only printed."""
    juror = session.get_one(Juror, judged["juror_id"])
    group = make_group(session, awarded.centre, staff, name="Musuq Ñan")
    entry = make_application(session, session.get_one(Contest, judged["contest_id"]), group)
    make_paper(session, juror, entry, staff, phase_code="PUBLIC")
    received = session.get_one(Application, judged["application_id"])
    paper = make_paper(session, juror, received, staff, phase_code="PUBLIC", state="received")
    paper.scan_sha256, paper.scan_type = storage.put(PDF), "application/pdf"
    session.flush()
    values: Values = {"contest_id": judged["contest_id"], "paper_id": paper.id}
    paper_pages = ("enter", "reception", "scan", "settle", "type", "void")
    names = ("sheet_paper", *(f"sheet_paper_{page}" for page in paper_pages))
    lists = ("sheet_papers", "sheet_papers_csv", "sheet_papers_pdf", "sheet_papers_print")
    return {f"staff.{name}": values for name in (*names, *lists)}
