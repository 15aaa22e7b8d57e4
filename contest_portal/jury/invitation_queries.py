"""Named reads of invitations, as the office and the invited person see them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.contests.models import Contest
from contest_portal.jury.invitation_models import JurorInvitation
from contest_portal.jury.models import Juror
from contest_portal.jury.rules.panel import Background
from contest_portal.kernel.problems import NotFound


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation with its names. `is_seated`: the person sits in the panel already."""

    invitation_id: int
    contest_id: int
    contest_title: str
    user_id: int
    full_name: str
    email: str
    position: str
    phases: tuple[str, ...]
    evaluator_class: str
    state: str
    sent_at: datetime
    reminded_at: datetime | None
    answered_at: datetime | None
    reason: str
    dni: str
    institution: str
    background: Background
    is_seated: bool


def invitations_of_contest(session: Session, contest_id: int) -> tuple[Invitation, ...]:
    """List the invitations of a contest, the newest first."""
    return _read(session, _invitations().where(JurorInvitation.contest_id == contest_id))


def invitations_of_user(session: Session, user_id: int | None) -> tuple[Invitation, ...]:
    """List what a person was invited to, the newest first."""
    return _read(session, _invitations().where(JurorInvitation.user_id == user_id))


def invitation_of_user(session: Session, user_id: int | None, invitation_id: int) -> Invitation:
    """Give an invitation of a person; NotFound for anybody else's."""
    for one in invitations_of_user(session, user_id):
        if one.invitation_id == invitation_id:
            return one
    raise NotFound(f"invitation {invitation_id} of user {user_id}")


def held_invitation(session: Session, contest_id: int, invitation_id: int) -> JurorInvitation:
    """Give an invitation's row, held for a change; NotFound when the contest has none such."""
    found = session.scalars(
        select(JurorInvitation)
        .where(JurorInvitation.id == invitation_id, JurorInvitation.contest_id == contest_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound(f"invitation {invitation_id} of contest {contest_id}")
    return found


def _invitations() -> Select[JurorInvitation, User, str, int | None]:
    return (
        select(JurorInvitation, User, Contest.title, Juror.id)
        .join(User, User.id == JurorInvitation.user_id)
        .join(Contest, Contest.id == JurorInvitation.contest_id)
        .outerjoin(
            Juror,
            (Juror.contest_id == JurorInvitation.contest_id) & (Juror.user_id == JurorInvitation.user_id),
        )
        .order_by(JurorInvitation.sent_at.desc(), JurorInvitation.id.desc())
    )


def _read(session: Session, query: Select[JurorInvitation, User, str, int | None]) -> tuple[Invitation, ...]:
    return tuple(
        Invitation(
            invitation_id=row.id,
            contest_id=row.contest_id,
            contest_title=title,
            user_id=row.user_id,
            full_name=user.full_name,
            email=user.email,
            position=row.position,
            phases=_codes(row.phases),
            evaluator_class=row.evaluator_class,
            state=row.state,
            sent_at=row.sent_at,
            reminded_at=row.reminded_at,
            answered_at=row.answered_at,
            reason=row.reason,
            dni=row.dni,
            institution=row.institution,
            background=Background(row.specialty, _codes(row.lines), row.territory),
            is_seated=juror_id is not None,
        )
        for row, user, title, juror_id in session.execute(query)
    )


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code for code in text.split(",") if code)
