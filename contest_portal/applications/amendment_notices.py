"""Named reads of the notices of amendments: what who files for groups has not read yet, and who was told."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from contest_portal.accounts.models import User
from contest_portal.applications.amendment_notice_models import AmendmentNotice
from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.applications.promoter_queries import promoted_by
from contest_portal.contests.amendment_models import Amendment
from contest_portal.contests.models import Contest, ContestRulebook
from contest_portal.contests.queries import read_rulebook
from contest_portal.contests.rules.amendments import Change, changes


@dataclass(frozen=True, slots=True)
class UnreadNotice:
    """An amendment that who files for a group has not read, beside the application that it concerns."""

    notice_id: int
    application_id: int
    group_name: str
    contest_code: str
    contest_title: str
    number: int
    published_at: datetime
    reason: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ToldRepresentative:
    """Who was told of an amendment, its representative or a promoter, for which application; when it was read."""

    number: int
    application_id: int
    application_code: str
    application_state: str
    group_name: str
    representative: str
    told_at: datetime
    read_at: datetime | None


def unread_notices(session: Session, user_id: int) -> tuple[UnreadNotice, ...]:
    """List what somebody has not read, of the groups they file for today, the newest first."""
    before, after = aliased(ContestRulebook), aliased(ContestRulebook)
    rows = session.execute(
        select(
            AmendmentNotice,
            Amendment,
            Contest.code,
            Contest.title,
            ProducerGroup.name,
            before.data,
            after.data,
        )
        .join(Amendment, Amendment.id == AmendmentNotice.amendment_id)
        .join(Contest, Contest.id == Amendment.contest_id)
        .join(Application, Application.id == AmendmentNotice.application_id)
        .join(ProducerGroup, ProducerGroup.id == Application.group_id)
        .join(after, after.id == Amendment.rulebook_id)
        .join(before, (before.contest_id == after.contest_id) & (before.version == Amendment.number))
        .where(
            AmendmentNotice.user_id == user_id,
            AmendmentNotice.read_at.is_(None),
            (ProducerGroup.representative_id == user_id) | ProducerGroup.id.in_(promoted_by(user_id)),
        )
        .order_by(AmendmentNotice.told_at.desc(), AmendmentNotice.id.desc())
    )
    return tuple(
        UnreadNotice(
            notice_id=notice.id,
            application_id=notice.application_id,
            group_name=group_name,
            contest_code=code,
            contest_title=title,
            number=amendment.number,
            published_at=notice.told_at,
            reason=amendment.reason,
            changes=changes(read_rulebook(old), read_rulebook(new)),
        )
        for notice, amendment, code, title, group_name, old, new in rows
    )


def told_representatives(session: Session, contest_id: int) -> tuple[ToldRepresentative, ...]:
    """List who was told of each amendment of a contest, the newest amendment first, then by group."""
    rows = session.execute(
        select(
            AmendmentNotice,
            Amendment.number,
            Application.code,
            Application.state,
            ProducerGroup.name,
            User.full_name,
        )
        .join(Amendment, Amendment.id == AmendmentNotice.amendment_id)
        .join(Application, Application.id == AmendmentNotice.application_id)
        .join(ProducerGroup, ProducerGroup.id == Application.group_id)
        .join(User, User.id == AmendmentNotice.user_id)
        .where(Amendment.contest_id == contest_id)
        .order_by(Amendment.number.desc(), ProducerGroup.name, AmendmentNotice.id)
    )
    return tuple(
        ToldRepresentative(
            number=number,
            application_id=notice.application_id,
            application_code=code or "",
            application_state=state,
            group_name=group_name,
            representative=full_name,
            told_at=notice.told_at,
            read_at=notice.read_at,
        )
        for notice, number, code, state, group_name, full_name in rows
    )
