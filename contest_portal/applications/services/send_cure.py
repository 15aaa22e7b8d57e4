"""Send the correction of a profile: a new version of the application with its own receipt."""

import logging
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.attachment_queries import attachments_of
from contest_portal.applications.cured_files import apply_cure_files, cure_changes
from contest_portal.applications.entry import keep_version
from contest_portal.applications.group_queries import group_view
from contest_portal.applications.models import Application, ApplicationMember, ApplicationVersion
from contest_portal.applications.own_cure import Cure, cure_to_change, missing_in_cure
from contest_portal.applications.ownership import choice_of
from contest_portal.applications.receipts import ground_on, issue_receipt, receipt_of
from contest_portal.applications.rules.answers import asked_only
from contest_portal.applications.rules.completeness import check_profile
from contest_portal.applications.rules.differences import changed_sections
from contest_portal.applications.rules.profile import Profile, read_profile, write_profile
from contest_portal.applications.rules.screening import FILES, SCREENING
from contest_portal.applications.screening_desk import note
from contest_portal.contests.queries import frozen_rulebook
from contest_portal.kernel.canonical import Json
from contest_portal.kernel.problems import N_, Problem, Stale, refuse

log = logging.getLogger(__name__)


def send_cure(session: Session, act: Act, *, application_id: int, expected_version: int) -> Application:
    """Put the correction in the place of what was received; both stay on record, and the day of entry stays.

    Members are those of the first sending. Refused when nothing was corrected or the profile breaks a
    rule, WrongState after the period, Stale when the correction is not the one that was reviewed.
    """
    cure = cure_to_change(session, act, application_id)
    if cure.screening.version != expected_version:
        raise Stale(f"cure of application {application_id}: not version {expected_version}")
    application = cure.application
    corrected = asked_only(cure.profile, cure.rulebook.form)
    changed = changed_sections(read_profile(application.profile), corrected, cure.rulebook.form)
    moved = cure_changes(session, application_id)
    refuse(
        [
            None if changed or moved else _NOTHING_CHANGED,
            *check_profile(choice_of(application), corrected, cure.rulebook),
            *missing_in_cure(session, cure),
        ]
    )
    version = _replace_content(session, act, cure, corrected)
    data: Mapping[str, Json] = {
        "content_sha256": application.content_sha256,
        "sections": [*changed, *([FILES] if moved else [])],
        "version": version.number,
    }
    note(session, act, application_id, action="screening.cure_sent", data=data)
    log.info("cure sent", extra={"application_id": application_id})
    return application


def _replace_content(session: Session, act: Act, cure: Cure, corrected: Profile) -> ApplicationVersion:
    application = cure.application
    application.profile, application.requested = write_profile(corrected), corrected.requested
    cure.screening.profile = None
    apply_cure_files(session, application.id)
    SCREENING.move(cure.screening, "cure", cure.facts(act))
    members = tuple(
        session.scalars(
            select(ApplicationMember)
            .where(ApplicationMember.application_id == application.id)
            .order_by(ApplicationMember.id)
        )
    )
    entered_at, ground = application.submitted_at, ground_on(receipt_of(session, application.id))
    frozen, files = frozen_rulebook(session, application.contest_id), attachments_of(session, application.id)
    version = keep_version(session, act, application, members, rules_sha256=frozen.sha256, files=files)
    application.submitted_at = entered_at  # the entry is that of the first sending: a tie may turn on it
    session.flush()
    group = group_view(session, application.group_id)
    issue_receipt(session, act, application, group, members, version, frozen=frozen, ground=ground)
    return version


_NOTHING_CHANGED = Problem(
    "screening.nothing_changed",
    field="state",
    message=N_("Todavía no cambió nada. Corrija lo que la oficina señaló y después envíe la corrección."),
)
