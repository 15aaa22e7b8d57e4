"""Save what a group applies with: category, production line, title and summary."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.applications.models import Application
from contest_portal.applications.ownership import draft_to_edit
from contest_portal.applications.rules.completeness import Choice, check_draft_choice, check_section
from contest_portal.applications.rules.profile import (
    Profile,
    SectionCode,
    read_profile,
    with_section,
    write_profile,
)
from contest_portal.contests.queries import rulebook_of
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)


def save_choice(
    session: Session,
    act: Act,
    *,
    application_id: int,
    expected_version: int,
    choice: Choice,
    content: Profile,
) -> Application:
    """Keep the choice in a draft, and the summary and answers that `content` has beside it.

    Each part may still be empty, but no category or line of another contest.

    Raises WrongState when it is no draft any more or the call is not open, Stale when somebody saved since.
    """
    application = draft_to_edit(session, act, application_id, expected_version, Action.APPLICATION_EDIT)
    rulebook = rulebook_of(session, application.contest_id)
    section = rulebook.form.section(SectionCode.CHOICE)
    refuse([*check_draft_choice(choice, rulebook), *check_section(content, section)])
    profile = with_section(read_profile(application.profile), section.code, content, section.question_codes)
    application.category_code, application.line_code = choice.category_code, choice.line_code
    application.title = choice.title
    application.profile = write_profile(profile)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="application.section_saved",
        subject=f"application:{application.id}",
        data={"section": SectionCode.CHOICE.value, "version": application.version},
    )
    log.info("section saved", extra={"application_id": application.id, "section": SectionCode.CHOICE.value})
    return application
