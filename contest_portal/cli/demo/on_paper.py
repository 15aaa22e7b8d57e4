"""A group of the demonstration hands in its form on paper: typed twice, and half of what differs is settled."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.models import ProducerGroup
from contest_portal.applications.paper_models import PaperEntry
from contest_portal.applications.paper_reception import Brought
from contest_portal.applications.rules.completeness import Choice
from contest_portal.applications.rules.draft_fields import Draft
from contest_portal.applications.rules.paper import Place
from contest_portal.applications.services.begin_typing import begin_typing
from contest_portal.applications.services.finish_typing import finish_typing
from contest_portal.applications.services.receive_paper import receive_paper
from contest_portal.applications.services.save_typing import save_typing
from contest_portal.applications.services.settle_mismatches import settle_mismatches
from contest_portal.cli.demo.cast import Player, act_of
from contest_portal.cli.demo.entries import DemoGroup
from contest_portal.cli.demo.own_questions import answering
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.kernel.money import Money
from contest_portal.kernel.storage import Storage


def hand_in(
    session: Session,
    contest: Contest,
    registered: ProducerGroup,
    group: DemoGroup,
    *,
    line_code: str,
    office: tuple[Player, Player, Player],
    storage: Storage,
    now: datetime,
) -> PaperEntry:
    """Receive the paper; two people of the office type it with slips, and the third settles one of them."""
    first, second, third = (act_of(session, player, now - timedelta(hours=3)) for player in office)
    paper = receive_paper(
        session,
        first,
        contest_id=contest.id,
        group_id=registered.id,
        brought=Brought(now - timedelta(hours=5), 8),
        storage=storage,
    )
    profile = answering(group.profile, rulebook_of(session, contest.id).form)
    true = Draft(Choice(group.category_code, line_code, group.title), profile)
    misread = replace(
        profile.goods[0], unit_cost=(profile.goods[0].unit_cost or Money.soles(0)) + Money.soles(5)
    )
    slipped = Draft(
        replace(true.choice, title=f"{group.title} de la comunidad"),
        replace(profile, goods=(misread, *profile.goods[1:])),
    )
    _type(session, first, paper, true)
    _type(session, second, paper, slipped)
    settle_mismatches(session, third, paper_id=paper.id, choices={"title": Place.FIRST})
    return paper


def _type(session: Session, act: Act, paper: PaperEntry, draft: Draft) -> None:
    typing = begin_typing(session, act, paper_id=paper.id)
    for section in rulebook_of(session, paper.contest_id).form.sections:
        save_typing(
            session,
            act,
            paper_id=paper.id,
            expected_version=typing.version,
            section=section.code,
            typed=draft,
        )
    finish_typing(session, act, paper_id=paper.id)
