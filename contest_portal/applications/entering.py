"""A group's profile enters its contest: the one way in, sent on the portal or typed from paper."""

import logging
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.entry import claim_places, keep_version, snapshot_members, was_sent
from contest_portal.applications.group_facts import group_facts
from contest_portal.applications.group_queries import GroupView, group_view
from contest_portal.applications.models import Application, ApplicationMember, Attachment
from contest_portal.applications.ownership import choice_of
from contest_portal.applications.queries import newest_code
from contest_portal.applications.receipts import issue_receipt
from contest_portal.applications.rules.answers import asked_only
from contest_portal.applications.rules.completeness import check_profile
from contest_portal.applications.rules.eligibility import check_group
from contest_portal.applications.rules.eligibility_facts import GroupFacts
from contest_portal.applications.rules.lifecycle import APPLICATION, ApplicationFacts, Ground
from contest_portal.applications.rules.profile import Profile, read_profile, write_profile
from contest_portal.applications.rules.submission import next_code
from contest_portal.applications.screening_desk import screen_again
from contest_portal.contests.models import ContestRulebook
from contest_portal.contests.queries import read_rulebook
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import Problem, refuse

log = logging.getLogger(__name__)


def enter(
    session: Session,
    act: Act,
    application: Application,
    *,
    frozen: ContestRulebook,
    files: Iterable[Attachment] = (),
    window: ApplicationFacts,
    ground: Ground,
    others: Iterable[Problem | None] = (),
) -> Application:
    """Let a draft in: places of its households, member snapshot, version with hash, receipt.

    It counts as received at the instant of `window`, which may lie before the act, on this ground, with `files` and
    under the rules `frozen`. The turn is the caller's to wait for, and what was read under it stands: everybody else
    waits meanwhile, so nothing is read twice. WrongState when it was not received within the window; Refused with
    `others` and every rule that is broken.
    """
    rulebook, profile = read_rulebook(frozen.data), read_profile(application.profile)
    group = group_view(session, application.group_id)
    facts = _fit_to_enter(session, application, group, rulebook, profile, others)
    claim_places(session, application, facts)
    if was_sent(application):
        screen_again(session, act, application)
    _name(session, application)
    asked = asked_only(profile, rulebook.form)
    if asked != profile:
        application.profile = write_profile(asked)
    members = snapshot_members(session, application, facts)
    received = replace(act, at=window.at)
    version = keep_version(session, received, application, members, rules_sha256=frozen.sha256, files=files)
    APPLICATION.move(application, "submit", window)
    session.flush()
    issue_receipt(session, act, application, group, members, version, frozen=frozen, ground=ground)
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


def _name(session: Session, application: Application) -> None:
    """Give the next code of the contest; who took a profile back and sends it again keeps the first."""
    if application.code is None:
        newest = newest_code(session, application.contest_id)
        application.code = next_code(application.contest.code, newest)


def _fit_to_enter(
    session: Session,
    application: Application,
    group: GroupView,
    rulebook: Rulebook,
    profile: Profile,
    others: Iterable[Problem | None],
) -> GroupFacts:
    """Gather what the rules judge, and refuse what breaks one."""
    facts = group_facts(session, group=group, contest_id=application.contest_id, rulebook=rulebook)
    refuse([*check_group(facts), *check_profile(choice_of(application), profile, rulebook), *others])
    return facts
