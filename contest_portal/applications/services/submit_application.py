"""Send a group's profile to its contest."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.applications.attachment_queries import attachments_of, held_files
from contest_portal.applications.confirmations import agreement_left
from contest_portal.applications.entering import ReadyDraft, Received, enter, ready_to_enter
from contest_portal.applications.late_code_queries import window_of
from contest_portal.applications.models import Application, Attachment
from contest_portal.applications.ownership import (
    choice_of,
    own_application,
    refuse_two_sides,
)
from contest_portal.applications.receipts import receipt_of
from contest_portal.applications.rules.attachments import check_files
from contest_portal.applications.rules.draft_fields import Draft
from contest_portal.applications.rules.lifecycle import (
    APPLICATION,
    ApplicationFacts,
    ApplicationState,
    Ground,
    ground_of,
    not_a_draft,
)
from contest_portal.applications.rules.profile import read_profile
from contest_portal.contests.queries import frozen_rulebook, read_rulebook
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.audit import deeds_since, look_ahead, wait_for_turn
from contest_portal.kernel.problems import Problem, Stale, WrongState


def submit_application(session: Session, act: Act, *, application_id: int, expected_version: int) -> Received:
    """Send a draft as it stands: places of its households, member snapshot, version with hash, receipt.

    What was received already is given as it is. WrongState after the deadline (the draft is kept) or when it was
    taken back; Stale when the draft is not the one that was reviewed; Refused with every rule that is broken.

    At a closing hundreds wait for one another, so all is read and judged before the turn. Under it, it is read again
    if anything was done meanwhile but what is `_APART`; the places of households are defended by their unique key.
    """
    seen = look_ahead(session)
    found = _judged(session, act, application_id, expected_version)
    wait_for_turn(session)
    if not all(_is_apart(application_id, *deed) for deed in deeds_since(session, seen)):
        session.expire_all()
        found = _judged(session, act, application_id, expected_version)
    return enter(session, act, found) if isinstance(found, ReadyDraft) else found


def _judged(session: Session, act: Act, application_id: int, expected_version: int) -> ReadyDraft | Received:
    """Give the draft as it may enter, or what was received already: pressed twice, or the answer was lost."""
    application = own_application(session, act, application_id, Action.APPLICATION_SUBMIT)
    refuse_two_sides(act)
    if application.state == ApplicationState.SUBMITTED:
        return Received(application, receipt_of(session, application.id))
    window = window_of(session, application, act.at)
    ground = _refuse_untimely(window, application, expected_version)
    frozen, files = frozen_rulebook(session, application.contest_id), attachments_of(session, application.id)
    others = _missing_beside(session, application, read_rulebook(frozen.data), files)
    return ready_to_enter(
        session, application, frozen=frozen, files=files, window=window, ground=ground, others=others
    )


def _is_apart(application_id: int, action: str, subject: str) -> bool:
    return action in _APART and subject != f"application:{application_id}"


_APART = frozenset(
    {
        "access.denied",
        "application.section_autosaved",
        "application.section_saved",
        "application.started",
        "application.submitted",
        "attachment.added",
        "attachment.removed",
        "document.issued",
        "session.code_refused",
        "session.ended",
        "session.opened",
        "session.password_right",
        "session.refused",
    }
)
"""What others do in the minute of a closing: it changes nothing by which this application is judged."""


def _refuse_untimely(window: ApplicationFacts, application: Application, expected_version: int) -> Ground:
    problem = not_a_draft(application.state)
    ground, late = ground_of(window), APPLICATION.problems("submit", window)
    if problem is not None or ground is None or late:
        raise WrongState([problem] if problem is not None else late)
    if application.version != expected_version:
        message = f"application {application.id}: version {expected_version} is not {application.version}"
        raise Stale(message)
    return ground


def _missing_beside(
    session: Session, application: Application, rulebook: Rulebook, files: Iterable[Attachment]
) -> tuple[Problem, ...]:
    """Give what is missing beside the profile: files that the contest asks for, the agreement of the group."""
    words = Draft(choice_of(application), read_profile(application.profile))
    unsigned = agreement_left(session, rulebook.group, application.id, application.group_id, words)
    return (*check_files(held_files(files), rulebook.files), *unsigned)
