"""Named reads: until when drafts may be sent, and the codes that let single groups send later."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from contest_portal.accounts.models import User
from contest_portal.applications.late_code_models import LateCode
from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.applications.paper_queries import groups_on_paper
from contest_portal.applications.rules.late_codes import LateCodeState
from contest_portal.applications.rules.lifecycle import ApplicationFacts, ApplicationState
from contest_portal.contests.models import Contest
from contest_portal.kernel.problems import NotFound


@dataclass(frozen=True, slots=True)
class LateCodeLine:
    """A code in the list of the office."""

    code_id: int
    code: str
    group_name: str
    reason: str
    valid_until: datetime
    state: str
    given_at: datetime
    given_by: str
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenCode:
    """A contest to which a group may send late once it enters its code."""

    contest_title: str
    valid_until: datetime


def sending_windows(
    session: Session, application_ids: Collection[int], at: datetime
) -> dict[int, ApplicationFacts]:
    """Give the window of each application of a published call: the closing, and what goes beyond it."""
    if not application_ids:
        return {}
    rows = session.execute(_windows(), {"application_ids": sorted(application_ids)})
    return {
        number: _facts(at, opens_at, closes_at, begun_at, grace_until, code_until, state)
        for number, opens_at, closes_at, begun_at, grace_until, code_until, state in rows
    }


def _facts(
    at: datetime,
    opens_at: datetime | None,
    closes_at: datetime | None,
    begun_at: datetime,
    grace_until: datetime | None,
    code_until: datetime | None,
    contest_state: str,
) -> ApplicationFacts:
    return ApplicationFacts(
        at=at,
        opens_at=opens_at or at,
        closes_at=closes_at or at,
        begun_at=begun_at,
        grace_until=grace_until,
        code_until=code_until,
        contest_state=contest_state,
    )


@cache
def _windows() -> Select[
    int, datetime | None, datetime | None, datetime, datetime | None, datetime | None, str
]:
    used = and_(
        LateCode.contest_id == Application.contest_id,
        LateCode.group_id == Application.group_id,
        LateCode.state == LateCodeState.USED.value,
    )
    return (
        select(
            Application.id,
            Contest.opens_at,
            Contest.closes_at,
            Application.created_at,
            Contest.grace_until,
            func.max(LateCode.valid_until),
            Contest.state,
        )
        .join(Contest, Contest.id == Application.contest_id)
        .outerjoin(LateCode, used)
        .where(
            Application.id.in_(bindparam("application_ids", expanding=True)), Contest.closes_at.is_not(None)
        )
        .group_by(Application.id, Contest.id)
        .order_by(Application.id)
    )


def sending_window(session: Session, application_id: int, at: datetime) -> ApplicationFacts:
    """Give the window of one application; NotFound while its contest is a draft."""
    window = sending_windows(session, [application_id], at).get(application_id)
    if window is None:
        raise NotFound(f"call of application {application_id}")
    return window


def window_of(session: Session, application: Application, at: datetime) -> ApplicationFacts:
    """Give the window of an application that came with its contest; NotFound while that is a draft.

    Before the closing no code is looked for: nobody needs one.
    """
    contest = application.contest
    if contest.closes_at is None or at >= contest.closes_at:
        return sending_window(session, application.id, at)
    begun_at, no_code = application.created_at, None
    return _facts(
        at, contest.opens_at, contest.closes_at, begun_at, contest.grace_until, no_code, contest.state
    )


def late_codes_of(session: Session, contest_id: int) -> tuple[LateCodeLine, ...]:
    """List every code ever given in a contest, the newest first."""
    giver = aliased(User)
    query = (
        select(
            LateCode.id, LateCode.code, ProducerGroup.name, LateCode.reason, LateCode.valid_until,
            LateCode.state, LateCode.given_at, giver.full_name, LateCode.used_at,
        )
        .join(ProducerGroup, ProducerGroup.id == LateCode.group_id)
        .join(giver, giver.id == LateCode.given_by)
        .where(LateCode.contest_id == contest_id)
        .order_by(LateCode.given_at.desc(), LateCode.id.desc())
    )  # fmt: skip
    return tuple(LateCodeLine(*row) for row in session.execute(query))


def late_code_reasons(session: Session, contest_id: int) -> tuple[tuple[str, int], ...]:
    """Count the codes that stand by their reason, without names: what everybody may know of them."""
    query = (
        select(LateCode.reason, func.count(LateCode.id))
        .where(LateCode.contest_id == contest_id, LateCode.state != LateCodeState.WITHDRAWN.value)
        .group_by(LateCode.reason)
        .order_by(func.count(LateCode.id).desc(), LateCode.reason)
    )
    return tuple((reason, count) for reason, count in session.execute(query))


def open_codes_of(session: Session, group_id: int, at: datetime) -> tuple[OpenCode, ...]:
    """List the codes that a group was given, did not enter yet and still may."""
    query = (
        select(Contest.title, LateCode.valid_until)
        .join(Contest, Contest.id == LateCode.contest_id)
        .where(
            LateCode.group_id == group_id,
            LateCode.state == LateCodeState.GIVEN.value,
            LateCode.valid_until > at,
        )
        .order_by(LateCode.valid_until, LateCode.id)
    )
    return tuple(OpenCode(*row) for row in session.execute(query))


def open_code_of(session: Session, contest_id: int, group_id: int) -> LateCode | None:
    """Give the unused code of a group in a contest; None without one."""
    return session.scalars(
        select(LateCode).where(
            LateCode.contest_id == contest_id,
            LateCode.group_id == group_id,
            LateCode.state == LateCodeState.GIVEN.value,
        )
    ).one_or_none()


def groups_without_entry(session: Session, contest_id: int, territory: Collection[str]) -> dict[int, str]:
    """Give the groups of some districts that sent nothing to a contest, nor on paper: drafts first, then by name."""
    query = (
        select(ProducerGroup.id, ProducerGroup.name)
        .outerjoin(
            Application,
            and_(Application.group_id == ProducerGroup.id, Application.contest_id == contest_id),
        )
        .where(
            func.substr(ProducerGroup.centre_code, 1, 6).in_(territory),
            func.coalesce(Application.state, ApplicationState.DRAFT.value) == ApplicationState.DRAFT.value,
            ProducerGroup.id.not_in(groups_on_paper(contest_id)),
        )
        .order_by(Application.id.is_(None), ProducerGroup.name, ProducerGroup.id)
    )
    return dict(session.execute(query).all())
