"""A promoter with three groups: in the open contest one is written, one half written, one not begun."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import ProducerGroup
from contest_portal.applications.rules.completeness import Choice
from contest_portal.applications.rules.profile import SectionCode
from contest_portal.applications.services.appoint_promoter import appoint_promoter
from contest_portal.applications.services.save_choice import save_choice
from contest_portal.applications.services.save_section import save_section
from contest_portal.applications.services.start_application import start_application
from contest_portal.cli.demo.applying import representative
from contest_portal.cli.demo.cast import Player, act_of, open_account
from contest_portal.cli.demo.entries import DemoGroup, demo_groups
from contest_portal.contests.models import Contest

PROMOTER = Player(
    "promotor", "Teófilo Huamaní Ccora", (Role.PROMOTER,), "promotor (yachachiq): escribe por tres grupos"
)
HALF_WRITTEN = 6
PROMOTED = (8, HALF_WRITTEN, 12)
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
    half = told[HALF_WRITTEN]
    _write(session, contest, groups[half.name], half, lines, now)


def _write(
    session: Session,
    contest: Contest,
    registered: ProducerGroup,
    group: DemoGroup,
    lines: dict[str, str],
    now: datetime,
) -> None:
    act = act_of(session, PROMOTER, now - timedelta(hours=30))
    application = start_application(session, act, contest_id=contest.id, group_id=registered.id)
    save_choice(
        session,
        act,
        application_id=application.id,
        expected_version=application.version,
        choice=Choice(group.category_code, lines[group.line], group.title),
        summary=group.profile.summary,
    )
    for section in _WRITTEN:
        save_section(
            session,
            act,
            application_id=application.id,
            expected_version=application.version,
            section=section,
            content=group.profile,
        )
