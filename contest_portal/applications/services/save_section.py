"""Save one section of a draft."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.applications.models import Application
from contest_portal.applications.ownership import draft_to_edit
from contest_portal.applications.rules.completeness import check_limits
from contest_portal.applications.rules.profile import (
    Profile,
    SectionCode,
    read_profile,
    with_section,
    write_profile,
)
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)


def save_section(
    session: Session,
    act: Act,
    *,
    application_id: int,
    expected_version: int,
    section: SectionCode,
    content: Profile,
) -> Application:
    """Keep one section of `content`; the other sections stay as stored. A draft may be incomplete.

    Raises WrongState when it is no draft any more or the call is not open, Stale when somebody saved since, Refused
    for absurd values.
    """
    application = draft_to_edit(session, act, application_id, expected_version, Action.APPLICATION_EDIT)
    refuse(check_limits(content, section))
    profile = with_section(read_profile(application.profile), section, content)
    application.profile = write_profile(profile)
    application.requested = profile.requested
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="application.section_saved",
        subject=f"application:{application.id}",
        data={"section": section.value, "version": application.version},
    )
    log.info("section saved", extra={"application_id": application.id, "section": section.value})
    return application
