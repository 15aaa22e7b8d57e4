"""What happens at the counter when a paper comes in, whoever brings it: it is noted, and its slip is issued."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.accounts.queries import names_of_users, office_by_id
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.documents.paper_slip import PAPER_SLIP, PaperSlip
from contest_portal.applications.paper_desk import note
from contest_portal.applications.paper_models import PaperEntry
from contest_portal.applications.quarantine import put_file
from contest_portal.applications.receiving import SoundFile
from contest_portal.applications.rules.paper import (
    Reception,
    reception_problems,
    too_late_to_type,
    typed_until,
)
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id, frozen_rulebook, read_rulebook, rulebook_of
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.documents.rules.kinds import Issue
from contest_portal.documents.services.issue_document import issue_document
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.problems import NotFound, Problem, refuse
from contest_portal.kernel.storage import Storage

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Brought:
    """What lies on the counter: when it came, how many sheets, and the scan made of them."""

    received_at: datetime
    sheets: int
    scan: SoundFile | None = None


@dataclass(frozen=True, slots=True)
class Presented:
    """Whose paper it is, as the slip says; no `group_id` for a group that is not registered."""

    group_name: str
    centre_name: str
    district_name: str
    group_id: int | None = None


def contest_at_counter(session: Session, act: Act, contest_id: int) -> Contest:
    """Give a contest that receives papers to whoever may take them; NotFound when it receives nothing."""
    contest = contest_by_id(session, contest_id)
    permit(act.actor, Action.PAPER_TYPE, Scope(contest_id=contest_id))
    if contest.state != ContestState.PUBLISHED:
        raise NotFound(f"contest {contest_id} receives nothing")
    return contest


def take_paper(
    session: Session,
    act: Act,
    contest: Contest,
    brought: Brought,
    presented: Presented,
    *,
    storage: Storage,
    others: Iterable[Problem | None],
) -> PaperEntry:
    """Note a paper and issue its slip. Refused with `others`, outside the call, once the days for typing are over."""
    calendar = rulebook_of(session, contest.id).calendar
    told = Reception(brought.received_at, act.at, brought.sheets)
    refuse([*reception_problems(told, calendar), too_late_to_type(act.at, calendar), *others])
    scan = brought.scan
    paper = PaperEntry(
        contest_id=contest.id,
        group_id=presented.group_id,
        received_at=brought.received_at,
        noted_at=act.at,
        received_by=act.actor.user_id,
        sheets=brought.sheets,
        scan_sha256=None if scan is None else put_file(session, storage, scan, act.at),
        scan_type=None if scan is None else scan.kind.media_type,
    )
    session.add(paper)
    session.flush()
    _give_slip(session, act, paper, contest, brought, presented)
    note(session, act, paper, "received", sheets=paper.sheets, group_id=paper.group_id)
    log.info("paper received", extra={"paper_id": paper.id})
    return paper


def _give_slip(
    session: Session, act: Act, paper: PaperEntry, contest: Contest, brought: Brought, presented: Presented
) -> None:
    frozen = frozen_rulebook(session, contest.id)
    user_id = paper.received_by
    slip = PaperSlip(
        contest_code=contest.code,
        contest_title=contest.title,
        group_name=presented.group_name,
        centre_name=presented.centre_name,
        district_name=presented.district_name,
        received_at=paper.received_at,
        received_by=names_of_users(session, frozenset({user_id}))[user_id],
        sheets=paper.sheets,
        scan_sha256=None if brought.scan is None else sha256_hex(brought.scan.content),
        rules_sha256=frozen.sha256,
        typed_until=typed_until(read_rulebook(frozen.data).calendar),
    )

    def build(_issue: Issue) -> PaperSlip:
        return slip

    document = issue_document(
        session,
        act,
        kind=PAPER_SLIP,
        office=office_by_id(session, contest.office_id),
        subject=f"paper:{paper.id}",
        title=PAPER_SLIP.title,
        build=build,
    )
    paper.document_id = document.id
    session.flush()
