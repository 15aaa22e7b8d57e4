"""A group's profile enters its contest: the one way in, sent on the portal or typed from paper."""

import logging
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.entry import claim_places, keep_version, snapshot_members
from contest_portal.applications.group_facts import group_facts
from contest_portal.applications.models import Application, ApplicationMember
from contest_portal.applications.ownership import choice_of
from contest_portal.applications.queries import newest_code
from contest_portal.applications.receipts import issue_receipt
from contest_portal.applications.rules.answers import asked_only
from contest_portal.applications.rules.completeness import check_profile
from contest_portal.applications.rules.eligibility import check_group
from contest_portal.applications.rules.eligibility_facts import GroupFacts
from contest_portal.applications.rules.lifecycle import APPLICATION, ApplicationFacts, Ground
from contest_portal.applications.rules.profile import read_profile, write_profile
from contest_portal.applications.rules.submission import next_code
from contest_portal.applications.screening_desk import screen_again
from contest_portal.contests.queries import rulebook_of
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import Problem, refuse

log = logging.getLogger(__name__)


def enter(
    session: Session,
    act: Act,
    application: Application,
    *,
    window: ApplicationFacts,
    ground: Ground,
    others: Iterable[Problem | None] = (),
) -> Application:
    """Let a draft in: places of its households, member snapshot, version with hash, receipt.

    It counts as received at the instant of `window`, which may lie before the act, on this ground. The turn is the
    caller's to wait for. WrongState when it was not received within the window; Refused with `others` and every rule
    that is broken.
    """
    facts = _fit_to_enter(session, application, others)
    if application.code is None:
        newest = newest_code(session, application.contest_id)
        application.code = next_code(application.contest.code, newest)
    screen_again(session, act, application)
    claim_places(session, application, facts)
    members = snapshot_members(session, application)
    received = replace(act, at=window.at)
    version = keep_version(session, received, application, members)
    APPLICATION.move(application, "submit", window)
    session.flush()
    issue_receipt(session, act, application, members, version, ground=ground)
    _note(session, act, application, ground, members)
    log.info("application submitted", extra={"application_id": application.id})
    return application


def _note(
    session: Session,
    act: Act,
    application: Application,
    ground: Ground,
    members: Iterable[ApplicationMember],
) -> None:
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


def _fit_to_enter(session: Session, application: Application, others: Iterable[Problem | None]) -> GroupFacts:
    """Refuse what breaks a rule; what enters holds no answer to a question that is not asked any more."""
    rulebook = rulebook_of(session, application.contest_id)
    facts = group_facts(
        session, group_id=application.group_id, contest_id=application.contest_id, rulebook=rulebook
    )
    profile = read_profile(application.profile)
    refuse([*check_group(facts), *check_profile(choice_of(application), profile, rulebook), *others])
    application.profile = write_profile(asked_only(profile, rulebook.form))
    return facts
