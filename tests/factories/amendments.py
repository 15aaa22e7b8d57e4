"""Amendments of published contests, made by the services themselves."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.applications.amending import amend
from contest_portal.applications.services.draft_amendment import draft_amendment
from contest_portal.contests.amendment_models import Amendment
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.amendments import Proposal, proposal_of
from tests.conftest import NOON
from tests.factories.accounts import act_of
from tests.factories.contests import CLOSES

REASON = "Las lluvias cortaron la carretera a Lircay."
DAY = timedelta(days=1)


def proposal(session: Session, contest: Contest, **parts: object) -> Proposal:
    """Give the rules in force with other parts; without any, another venue."""
    book = rulebook_of(session, contest.id)
    return replace(proposal_of(book), **(parts or {"venue": "Coliseo de Lircay"}))  # type: ignore[arg-type]


def later_deadline(session: Session, contest: Contest, *, closes_at: datetime = CLOSES + DAY) -> Proposal:
    calendar = rulebook_of(session, contest.id).calendar
    return proposal(session, contest, calendar=replace(calendar, closes_at=closes_at))


def make_draft_amendment(
    session: Session, contest: Contest, staff: User, wanted: Proposal | None = None, *, at: datetime = NOON
) -> Amendment:
    session.refresh(staff, ["grants"])
    return draft_amendment(
        session,
        act_of(staff, at),
        contest_id=contest.id,
        expected_version=0,
        proposal=wanted or proposal(session, contest),
        reason=REASON,
    )


def make_amendment(
    session: Session, contest: Contest, staff: User, wanted: Proposal | None = None, *, at: datetime = NOON
) -> Amendment:
    """Make a published one."""
    draft = make_draft_amendment(session, contest, staff, wanted, at=at)
    return amend(session, act_of(staff, at), contest_id=contest.id, expected_version=draft.version)
