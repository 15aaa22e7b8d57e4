"""Save one field of a draft as it is left, beside whatever other people write in other fields."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.applications.models import Application
from contest_portal.applications.ownership import choice_of, own_draft
from contest_portal.applications.rules.completeness import check_draft_choice, check_section
from contest_portal.applications.rules.draft_fields import (
    Draft,
    Fate,
    merge_field,
    section_versions,
    section_with,
)
from contest_portal.applications.rules.profile import read_profile, write_profile
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.profile_form import FormSection
from contest_portal.kernel.audit import AuditRow, record
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)

SITTING = timedelta(minutes=15)
AUTOSAVED = "application.section_autosaved"


@dataclass(frozen=True, slots=True)
class Autosaved:
    """What became of an edit, and the draft as it is stored now with the versions of the section's fields."""

    fate: Fate
    draft: Draft
    versions: Mapping[str, str]
    application_version: int


def autosave_field(
    session: Session, act: Act, *, application_id: int, field: str, started_from: str, typed: Draft
) -> Autosaved:
    """Keep one field of `typed` in a draft. A conflict is an answer, with nothing changed: both texts are shown.

    Raises WrongState when it is no draft any more or the call is not open, Refused for what `save_section` and
    `save_choice` refuse. Two edits at the very same instant: the later one is a StaleDataError, to be sent again.
    """
    application = own_draft(session, act, application_id, Action.APPLICATION_EDIT)
    rulebook = rulebook_of(session, application.contest_id)
    section = section_with(field, rulebook.form)
    refuse([*check_draft_choice(typed.choice, rulebook), *check_section(typed.profile, section)])
    stored = Draft(choice_of(application), read_profile(application.profile))
    merge = merge_field(stored, typed, field, started_from=started_from)
    if merge.fate is Fate.WRITTEN:
        # The chain's lock comes before the row's, as where a profile is sent: neither can wait for the other.
        _note_sitting(session, act, application, section)
        _write(application, merge.draft)
        session.flush()
        log.info("field saved", extra={"application_id": application.id, "field": field})
    return Autosaved(merge.fate, merge.draft, section_versions(merge.draft, section), application.version)


def _write(application: Application, draft: Draft) -> None:
    application.category_code, application.line_code = draft.choice.category_code, draft.choice.line_code
    application.title = draft.choice.title
    application.profile = write_profile(draft.profile)
    application.requested = draft.profile.requested


def _note_sitting(session: Session, act: Act, application: Application, section: FormSection) -> None:
    """Record that a person works on a section: once a sitting, not once a field, so that the history can be read.

    The sitting ends when anything else happens to the application, and after a quarter of an hour.
    """
    subject = f"application:{application.id}"
    last = session.scalars(
        select(AuditRow).where(AuditRow.subject == subject).order_by(AuditRow.seq.desc()).limit(1)
    ).one_or_none()
    if last is not None and _is_same_sitting(last, act, section):
        return
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action=AUTOSAVED,
        subject=subject,
        data={"section": section.code, "from_version": application.version},
    )


def _is_same_sitting(last: AuditRow, act: Act, section: FormSection) -> bool:
    return (
        last.action == AUTOSAVED
        and last.actor_id == act.actor.user_id
        and last.at > act.at - SITTING
        and json.loads(last.data)["section"] == section.code
    )
