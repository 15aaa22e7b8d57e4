"""Two more papers at the counter of the demonstration: one of a group nobody registered, one noted by mistake."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from contest_portal.applications.models import ProducerGroup
from contest_portal.applications.paper_reception import Brought
from contest_portal.applications.rules.group import MemberOffice
from contest_portal.applications.rules.newcomer import Declared, Newcomer
from contest_portal.applications.services.cancel_paper import cancel_paper
from contest_portal.applications.services.receive_newcomer import receive_newcomer
from contest_portal.applications.services.receive_paper import receive_paper
from contest_portal.cli.demo.cast import Player, act_of
from contest_portal.contests.models import Contest
from contest_portal.kernel.storage import Storage

NEWCOMER = Newcomer(
    "Qori Muju de Vista Alegre",
    "0902020019",
    (
        Declared("99300504", MemberOffice.PRESIDENT),
        Declared("99300506", MemberOffice.TREASURER),
        Declared("99300991", MemberOffice.SECRETARY),
        Declared("99300992"),
    ),
)
"""Wrote its form without having been registered; the register of households knows half of its members."""


def receive_two(
    session: Session,
    contest: Contest,
    mistaken: ProducerGroup,
    *,
    office: Player,
    storage: Storage,
    now: datetime,
) -> None:
    """Receive a paper under the name of a group that did not bring it, cancel it, and receive that of a new group."""
    act = act_of(session, office, now - timedelta(hours=6))
    brought = Brought(now - timedelta(hours=7), 7)
    wrong = receive_paper(
        session, act, contest_id=contest.id, group_id=mistaken.id, brought=brought, storage=storage
    )
    cancel_paper(session, act, paper_id=wrong.id, reason="Se anotó con el nombre de otro grupo.")
    receive_newcomer(
        session,
        act_of(session, office, now - timedelta(hours=2)),
        contest_id=contest.id,
        newcomer=NEWCOMER,
        brought=Brought(now - timedelta(hours=2), 8),
        storage=storage,
    )
