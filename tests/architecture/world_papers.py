"""A profile on paper, with what every address of it names."""

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.applications.newcomer_models import PaperNewcomer
from contest_portal.applications.paper_reception import Brought
from contest_portal.applications.services.receive_paper import receive_paper
from contest_portal.documents.models import Document
from contest_portal.kernel.storage import Storage
from tests.architecture.world_contests import PDF, Values, kept_print, made_contest
from tests.conftest import NOON
from tests.factories.accounts import act_of
from tests.factories.allocation import ScoredContest
from tests.factories.applications import make_group


def profile_on_paper(
    session: Session, awarded: ScoredContest, owner: User, storage: Storage
) -> dict[str, Values]:
    """Make a paper at the counter, with its scan and its slip."""
    paper = receive_paper(
        session,
        act_of(awarded.staff, NOON),
        contest_id=made_contest(session, awarded, "published").id,
        group_id=make_group(session, awarded.centre, owner, name="Qellqa").id,
        brought=Brought(NOON, 9),
        storage=storage,
    )
    kept_print(session, session.get_one(Document, paper.document_id), storage)
    paper.scan_sha256, paper.scan_type = storage.put(PDF), "application/pdf"
    session.flush()
    deeds = "begin cancel differences enter finish group scan section signatures slip write".split()
    noted = PaperNewcomer(paper_id=paper.id, name="Qellqa", centre_code=awarded.centre.code)
    session.add(noted)
    session.flush()
    values: Values = {"paper_id": paper.id, "contest_id": paper.contest_id, "slug": "negocio"}
    names = (
        "paper",
        "paper_newcomer",
        "paper_reception",
        "papers",
        "papers_file",
        *(f"paper_{deed}" for deed in deeds),
    )
    return {f"staff.{name}": values for name in names}
