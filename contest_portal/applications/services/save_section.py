"""Save one section of a draft."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.applications.models import Application
from contest_portal.applications.ownership import draft_to_edit
from contest_portal.applications.rules.completeness import check_section
from contest_portal.applications.rules.profile import Profile, read_profile, with_section, write_profile
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.profile_form import FormSection, ProfileForm
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import NotFound, refuse

log = logging.getLogger(__name__)


def save_section(
    session: Session,
    act: Act,
    *,
    application_id: int,
    expected_version: int,
    section: str,
    content: Profile,
) -> Application:
    """Keep one section of `content`; the other sections stay as stored. A draft may be incomplete.

    Raises NotFound for a section that the contest does not ask for, WrongState when it is no draft any more or the
    call is not open, Stale when somebody saved since, Refused for absurd values.
    """
    application = draft_to_edit(session, act, application_id, expected_version, Action.APPLICATION_EDIT)
    asked = _asked(rulebook_of(session, application.contest_id).form, section)
    refuse(check_section(content, asked))
    profile = with_section(read_profile(application.profile), section, content, asked.question_codes)
    application.profile = write_profile(profile)
    application.requested = profile.requested
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="application.section_saved",
        subject=f"application:{application.id}",
        data={"section": asked.code, "version": application.version},
    )
    log.info("section saved", extra={"application_id": application.id, "section": asked.code})
    return application


def _asked(form: ProfileForm, code: str) -> FormSection:
    """Give a section of a contest's form; NotFound when it does not ask for it."""
    if not form.asks(code):
        raise NotFound(f"section {code}")
    return form.section(code)
