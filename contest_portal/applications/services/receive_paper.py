"""Receive the form of a group on paper."""

import logging
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.queries import names_of_users, office_by_id
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.documents.paper_slip import PAPER_SLIP, PaperSlip
from contest_portal.applications.group_queries import group_view
from contest_portal.applications.models import Application
from contest_portal.applications.paper_desk import note
from contest_portal.applications.paper_models import PaperEntry
from contest_portal.applications.paper_queries import paper_of_group
from contest_portal.applications.receiving import SoundFile
from contest_portal.applications.rules.paper import (
    Reception,
    on_paper,
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
from contest_portal.kernel.problems import N_, NotFound, Problem, refuse
from contest_portal.kernel.storage import Storage

log = logging.getLogger(__name__)

_APPLIED = Problem(
    "paper.applied",
    field="group",
    message=N_("El grupo ya tiene una solicitud de este concurso en el portal. Ayúdele a terminarla ahí."),
)


def receive_paper(
    session: Session,
    act: Act,
    *,
    contest_id: int,
    group_id: int,
    received_at: datetime,
    sheets: int,
    scan: SoundFile | None = None,
    storage: Storage,
) -> PaperEntry:
    """Note when a paper came and by whom, and issue its slip; the scan is kept under its hash.

    Refused for a paper from outside the call, for a group that stands in the contest already, and once the days for
    typing are over.
    """
    contest = contest_by_id(session, contest_id)
    permit(act.actor, Action.PAPER_TYPE, Scope(contest_id=contest_id))
    if contest.state != ContestState.PUBLISHED:
        raise NotFound(f"contest {contest_id} receives nothing")
    told = Reception(received_at, act.at, sheets)
    refuse([*_untimely(session, contest_id, told), *_second_ways(session, contest_id, group_id)])
    paper = PaperEntry(
        contest_id=contest_id,
        group_id=group_id,
        received_at=received_at,
        noted_at=act.at,
        received_by=act.actor.user_id,
        sheets=sheets,
        scan_sha256=None if scan is None else storage.put(scan.content),
        scan_type=None if scan is None else scan.kind.media_type,
    )
    session.add(paper)
    session.flush()
    _give_slip(session, act, paper, contest, scan)
    note(session, act, paper, "received", sheets=sheets, group_id=group_id)
    log.info("paper received", extra={"paper_id": paper.id})
    return paper


def _untimely(session: Session, contest_id: int, told: Reception) -> Iterator[Problem | None]:
    calendar = rulebook_of(session, contest_id).calendar
    yield from reception_problems(told, calendar)
    yield too_late_to_type(told.noted_at, calendar)


def _second_ways(session: Session, contest_id: int, group_id: int) -> Iterator[Problem | None]:
    applied = select(Application.id).where(
        Application.contest_id == contest_id, Application.group_id == group_id
    )
    yield on_paper(received=paper_of_group(session, contest_id, group_id) is not None)
    yield None if session.scalar(applied) is None else _APPLIED


def _give_slip(
    session: Session, act: Act, paper: PaperEntry, contest: Contest, scan: SoundFile | None
) -> None:
    group = group_view(session, paper.group_id)
    frozen = frozen_rulebook(session, contest.id)
    user_id = paper.received_by
    slip = PaperSlip(
        contest_code=contest.code,
        contest_title=contest.title,
        group_name=group.name,
        centre_name=group.centre_name,
        district_name=group.district_name,
        received_at=paper.received_at,
        received_by=names_of_users(session, frozenset({user_id}))[user_id],
        sheets=paper.sheets,
        scan_sha256=None if scan is None else sha256_hex(scan.content),
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
