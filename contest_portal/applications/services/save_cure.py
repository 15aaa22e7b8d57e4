"""Save one of the marked sections of a profile that is being cured."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.own_cure import cure_to_change
from contest_portal.applications.rules.completeness import check_section
from contest_portal.applications.rules.profile import Profile, with_section, write_profile
from contest_portal.applications.rules.screening import not_marked
from contest_portal.applications.screening_desk import note
from contest_portal.applications.screening_models import Screening
from contest_portal.kernel.canonical import Json
from contest_portal.kernel.problems import Stale, WrongState, refuse

log = logging.getLogger(__name__)


def save_cure(
    session: Session,
    act: Act,
    *,
    application_id: int,
    expected_version: int,
    section: str,
    content: Profile,
) -> Screening:
    """Keep one section of the correction. What was received stays as it is until the correction is sent.

    WrongState for a section that nobody marked and after the period, Stale when somebody saved since.
    """
    cure = cure_to_change(session, act, application_id)
    problem = not_marked(section, cure.findings, cure.rulebook.form)
    if problem is not None:
        raise WrongState([problem])
    if cure.screening.version != expected_version:
        raise Stale(f"cure of application {application_id}: not version {expected_version}")
    asked = cure.rulebook.form.section(section)
    refuse(check_section(content, asked))
    corrected = with_section(cure.profile, section, content, asked.question_codes)
    cure.screening.profile = write_profile(corrected)
    session.flush()
    data: dict[str, Json] = {"section": asked.code, "version": cure.screening.version}
    note(session, act, application_id, action="screening.cure_saved", data=data)
    log.info("cure saved", extra={"application_id": application_id, "section": asked.code})
    return cure.screening
