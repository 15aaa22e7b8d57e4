"""A promoter with three groups: in the open contest one is written, one half written, one not begun."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.group_queries import group_members
from contest_portal.applications.models import ProducerGroup
from contest_portal.applications.queries import applications_of_group, profile_of
from contest_portal.applications.rules.completeness import Choice
from contest_portal.applications.rules.lifecycle import ApplicationState
from contest_portal.applications.rules.profile import SectionCode
from contest_portal.applications.rules.reading import reading_sha256
from contest_portal.applications.rules.sign_off import DNI_DIGITS
from contest_portal.applications.services.appoint_promoter import appoint_promoter
from contest_portal.applications.services.confirm_profile import confirm_profile
from contest_portal.cli.demo.applying import fill_in, representative
from contest_portal.cli.demo.cast import Player, act_of, open_account
from contest_portal.cli.demo.entries import DemoGroup, demo_groups
from contest_portal.contests.models import Contest

PROMOTER = Player(
    "promotor", "Teófilo Huamaní Ccora", (Role.PROMOTER,), "promotor (yachachiq): escribe por tres grupos"
)
WRITTEN, HALF_WRITTEN = 8, 6
PROMOTED = (WRITTEN, HALF_WRITTEN, 12)
"""Numbers of the groups."""
_WRITTEN = (SectionCode.SITUATION, SectionCode.ASSETS, SectionCode.PROBLEMS)


def tell_promoter(
    session: Session,
    contest: Contest,
    groups: Mapping[str, ProducerGroup],
    lines: dict[str, str],
    now: datetime,
) -> None:
    """Let each group name the promoter, and the promoter write a part of a profile."""
    open_account(session, PROMOTER, now - timedelta(days=5))
    told = {group.number: group for group in demo_groups()}
    for number in PROMOTED:
        act = act_of(session, representative(told[number]), now - timedelta(days=4))
        appoint_promoter(session, act, group_id=groups[told[number].name].id, email=PROMOTER.email)
    _agree(session, groups[told[WRITTEN].name], told[WRITTEN], now)
    half = told[HALF_WRITTEN]
    act = act_of(session, PROMOTER, now - timedelta(hours=30))
    fill_in(session, act, contest, groups[half.name], half, lines, sections=_WRITTEN)


def _agree(session: Session, registered: ProducerGroup, group: DemoGroup, now: datetime) -> None:
    """Let two members confirm on the promoter's phone."""
    act = act_of(session, PROMOTER, now - timedelta(hours=40))
    draft = next(
        view for view in applications_of_group(session, registered.id) if view.state == ApplicationState.DRAFT
    )
    choice = Choice(draft.category_code, draft.line_code, draft.title)
    digest = reading_sha256(choice, profile_of(session, draft.application_id))
    for row, member in list(zip(group_members(session, registered.id), group.members, strict=True))[:2]:
        confirm_profile(
            session,
            act,
            application_id=draft.application_id,
            member_id=row.member_id,
            proof=member.dni[:DNI_DIGITS],
            read_sha256=digest,
            device="Android, Chrome",
        )
