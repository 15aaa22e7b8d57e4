"""A group's profile enters its contest: the one way in, sent on the portal or typed from paper."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.entry import claim_places, keep_version, snapshot_members, was_sent
from contest_portal.applications.group_facts import group_facts
from contest_portal.applications.group_queries import GroupView, group_view
from contest_portal.applications.models import Application, ApplicationMember, Attachment
from contest_portal.applications.ownership import choice_of
from contest_portal.applications.queries import newest_code
from contest_portal.applications.receipts import issue_receipt, receipt_stationery
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
from contest_portal.documents.models import Document
from contest_portal.documents.stationery import Stationery
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import Problem, refuse

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReadyDraft:
    """A draft that may enter its contest, with all that was read to tell so: who writes reads nothing again."""

    application: Application
    frozen: ContestRulebook
    profile: Profile
    group: GroupView
    facts: GroupFacts
    files: tuple[Attachment, ...]
    window: ApplicationFacts
    ground: Ground
    stationery: Stationery


@dataclass(frozen=True, slots=True)
class Received:
    """What was received, and its receipt in force."""

    application: Application
    receipt: Document | None


def ready_to_enter(
    session: Session,
    application: Application,
    *,
    frozen: ContestRulebook,
    files: tuple[Attachment, ...] = (),
    window: ApplicationFacts,
    ground: Ground,
    others: Iterable[Problem | None] = (),
) -> ReadyDraft:
    """Gather what the rules judge of a draft. Refused with `others` and every rule that is broken.

    It would count as received at the instant of `window`, which may lie before the act, on this ground, with `files`
    and under the rules `frozen`.
    """
    rulebook, profile = read_rulebook(frozen.data), read_profile(application.profile)
    group = group_view(session, application.group_id)
    facts = group_facts(session, group=group, contest_id=application.contest_id, rulebook=rulebook)
    refuse([*check_group(facts), *check_profile(choice_of(application), profile, rulebook), *others])
    return ReadyDraft(
        application=application,
        frozen=frozen,
        profile=profile,
        group=group,
        facts=facts,
        files=files,
        window=window,
        ground=ground,
        stationery=receipt_stationery(session, application),
    )


def enter(session: Session, act: Act, ready: ReadyDraft) -> Received:
    """Let a draft in: places of its households, member snapshot, version with hash, receipt.

    The turn is the caller's to wait for, and everybody else waits meanwhile: what makes it ready must stand under it.
    WrongState when it was not received within the window; Refused when a household's place was taken since.
    """
    application, frozen, ground = ready.application, ready.frozen, ready.ground
    claim_places(session, application, ready.facts)
    if was_sent(application):
        screen_again(session, act, application)
    _name(session, application)
    asked = asked_only(ready.profile, read_rulebook(frozen.data).form)
    if asked != ready.profile:
        application.profile = write_profile(asked)
    members = snapshot_members(session, application, ready.facts)
    received = replace(act, at=ready.window.at)
    version = keep_version(
        session, received, application, members, rules_sha256=frozen.sha256, files=ready.files
    )
    APPLICATION.move(application, "submit", ready.window)
    session.flush()
    receipt = issue_receipt(
        session, act, application, ready.group, members, version,
        frozen=frozen, ground=ground, stationery=ready.stationery,
    )  # fmt: skip
    _note(session, act, application, ground, members)
    log.info("application submitted", extra={"application_id": application.id})
    return Received(application, receipt)


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
