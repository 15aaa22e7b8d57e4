"""Receive the form of a group on paper."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.group_queries import group_view
from contest_portal.applications.models import Application
from contest_portal.applications.paper_models import PaperEntry
from contest_portal.applications.paper_queries import paper_of_group
from contest_portal.applications.paper_reception import Brought, Presented, contest_at_counter, take_paper
from contest_portal.applications.rules.paper import on_paper
from contest_portal.kernel.problems import N_, Problem
from contest_portal.kernel.storage import Storage

_APPLIED = Problem(
    "paper.applied",
    field="group",
    message=N_("El grupo ya tiene una solicitud de este concurso en el portal. Ayúdele a terminarla ahí."),
)


def receive_paper(
    session: Session, act: Act, *, contest_id: int, group_id: int, brought: Brought, storage: Storage
) -> PaperEntry:
    """Note when a paper came and by whom, and issue its slip; the scan is kept under its hash.

    Refused for a paper from outside the call, for a group that stands in the contest already, and once the days for
    typing are over.
    """
    contest = contest_at_counter(session, act, contest_id)
    group = group_view(session, group_id)
    return take_paper(
        session,
        act,
        contest,
        brought,
        Presented(group.name, group.centre_name, group.district_name, group_id),
        storage=storage,
        others=_second_ways(session, contest_id, group_id),
    )


def _second_ways(session: Session, contest_id: int, group_id: int) -> Iterator[Problem | None]:
    applied = select(Application.id).where(
        Application.contest_id == contest_id, Application.group_id == group_id
    )
    yield on_paper(received=paper_of_group(session, contest_id, group_id) is not None)
    yield None if session.scalar(applied) is None else _APPLIED
