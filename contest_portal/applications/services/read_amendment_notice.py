"""Note that the representative or a promoter of a group has read an amendment."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.applications.amendment_notice_models import AmendmentNotice
from contest_portal.applications.ownership import own_application
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import NotFound

log = logging.getLogger(__name__)


def read_amendment_notice(session: Session, act: Act, *, notice_id: int) -> AmendmentNotice:
    """Note it once: the first time counts. Anybody else's notice does not exist."""
    notice = session.get(AmendmentNotice, notice_id)
    if notice is None or notice.user_id != act.actor.user_id:
        raise NotFound(f"notice {notice_id}")
    own_application(session, act, notice.application_id, Action.APPLICATION_EDIT)
    if notice.read_at is not None:
        return notice
    notice.read_at = act.at
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="amendment.read",
        subject=f"application:{notice.application_id}",
        data={"amendment_id": notice.amendment_id},
    )
    log.info("amendment read", extra={"application_id": notice.application_id})
    return notice
