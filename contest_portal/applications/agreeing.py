"""Keeping a member's agreement, whoever lends the device or notes the signature."""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.confirmation_models import Confirmation
from contest_portal.applications.rules.sign_off import Means
from contest_portal.kernel.audit import record

log = logging.getLogger(__name__)


def keep_agreement(
    session: Session,
    act: Act,
    *,
    application_id: int,
    member_id: int,
    read_sha256: str,
    means: Means,
    device: str = "",
) -> None:
    """Keep it, once for the same words, in the name of the account that took it."""
    if _is_there(session, application_id, member_id, read_sha256):
        return
    session.add(
        Confirmation(
            application_id=application_id,
            member_id=member_id,
            read_sha256=read_sha256,
            means=means.value,
            confirmed_at=act.at,
            account_id=act.actor.user_id,
            device=device,
        )
    )
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="confirmation.given",
        subject=f"application:{application_id}",
        data={"member_id": member_id, "means": means.value},
    )
    log.info("profile confirmed", extra={"application_id": application_id, "member_id": member_id})


def _is_there(session: Session, application_id: int, member_id: int, read_sha256: str) -> bool:
    query = select(Confirmation.id).where(
        Confirmation.application_id == application_id,
        Confirmation.member_id == member_id,
        Confirmation.read_sha256 == read_sha256,
    )
    return session.scalar(query) is not None
