"""Send a group's profile to its contest."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.applications.attachment_queries import attachments_of, held_files
from contest_portal.applications.confirmations import own_signs
from contest_portal.applications.entry import claim_places, keep_version, snapshot_members
from contest_portal.applications.group_facts import group_facts
from contest_portal.applications.late_code_queries import sending_window
from contest_portal.applications.models import Application
from contest_portal.applications.ownership import (
    choice_of,
    own_application,
    refuse_two_sides,
)
from contest_portal.applications.queries import newest_code
from contest_portal.applications.receipts import issue_receipt
from contest_portal.applications.rules.answers import asked_only
from contest_portal.applications.rules.attachments import check_files
from contest_portal.applications.rules.completeness import check_profile
from contest_portal.applications.rules.eligibility import check_group
from contest_portal.applications.rules.eligibility_facts import GroupFacts
from contest_portal.applications.rules.lifecycle import (
    APPLICATION,
    ApplicationFacts,
    ApplicationState,
    Ground,
    ground_of,
    not_a_draft,
)
from contest_portal.applications.rules.profile import read_profile, write_profile
from contest_portal.applications.rules.sign_off import sign_off_problems
from contest_portal.applications.rules.submission import next_code
from contest_portal.applications.screening_desk import screen_again
from contest_portal.contests.queries import rulebook_of
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.problems import Stale, WrongState, refuse

log = logging.getLogger(__name__)


def submit_application(
    session: Session, act: Act, *, application_id: int, expected_version: int
) -> Application:
    """Send a draft as it stands: places of its households, member snapshot, version with hash, receipt.

    What was received already is given as it is. WrongState after the deadline (the draft is kept) or when it was
    taken back; Stale when the draft is not the one that was reviewed; Refused with every rule that is broken.
    """
    wait_for_turn(session)
    application = own_application(session, act, application_id, Action.APPLICATION_SUBMIT)
    refuse_two_sides(act)
    if application.state == ApplicationState.SUBMITTED:
        return application  # pressed twice, or the answer was lost on its way
    window = sending_window(session, application.id, act.at)
    ground = _refuse_untimely(window, application, expected_version)
    facts = _fit_to_send(session, application)
    _number(session, application)
    screen_again(session, act, application)
    claim_places(session, application, facts)
    members = snapshot_members(session, application)
    version = keep_version(session, act, application, members)
    APPLICATION.move(application, "submit", window)
    session.flush()
    issue_receipt(session, act, application, members, version, ground=ground)
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="application.submitted",
        subject=f"application:{application.id}",
        data={
            "code": application.code,
            "contest_id": application.contest_id,
            "ground": ground.value,
            "content_sha256": application.content_sha256,
            "households": sorted({member.household_id for member in members}),
        },
    )
    log.info("application submitted", extra={"application_id": application.id})
    return application


def _number(session: Session, application: Application) -> None:
    """Give it the next code of its contest; one that was sent before keeps its own."""
    if application.code is None:
        newest = newest_code(session, application.contest_id)
        application.code = next_code(application.contest.code, newest)


def _refuse_untimely(window: ApplicationFacts, application: Application, expected_version: int) -> Ground:
    problem = not_a_draft(application.state)
    ground, late = ground_of(window), APPLICATION.problems("submit", window)
    if problem is not None or ground is None or late:
        raise WrongState([problem] if problem is not None else late)
    if application.version != expected_version:
        message = f"application {application.id}: version {expected_version} is not {application.version}"
        raise Stale(message)
    return ground


def _fit_to_send(session: Session, application: Application) -> GroupFacts:
    """Refuse what breaks a rule; what is sent holds no answer to a question that is not asked any more."""
    rulebook = rulebook_of(session, application.contest_id)
    facts = group_facts(
        session, group_id=application.group_id, contest_id=application.contest_id, rulebook=rulebook
    )
    profile = read_profile(application.profile)
    choice = choice_of(application)
    held = held_files(attachments_of(session, application.id))
    refuse(
        [
            *check_group(facts),
            *check_profile(choice, profile, rulebook),
            *check_files(held, rulebook.files),
            *sign_off_problems(rulebook.group, own_signs(session, application, choice, profile)),
        ]
    )
    application.profile = write_profile(asked_only(profile, rulebook.form))
    return facts
