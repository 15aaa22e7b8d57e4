"""Receive on paper the form of a group that is not registered yet."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.models import ProducerGroup
from contest_portal.applications.newcomer_models import PaperNewcomer
from contest_portal.applications.newcomers import identity_on_paper, list_members
from contest_portal.applications.paper_models import PaperEntry
from contest_portal.applications.paper_reception import Brought, Presented, contest_at_counter, take_paper
from contest_portal.applications.rules.newcomer import Newcomer, members_problems
from contest_portal.contests.queries import rulebook_of
from contest_portal.kernel.problems import N_, Problem, refuse
from contest_portal.kernel.storage import Storage
from contest_portal.registry.queries.register import centre_by_code


def receive_newcomer(
    session: Session, act: Act, *, contest_id: int, newcomer: Newcomer, brought: Brought, storage: Storage
) -> PaperEntry:
    """Note the paper with what it says of its group, and issue the slip; the group is registered when it enters.

    Refused as any paper is, and for a bad name, a centre outside the contest, a wrong list of members, and a name that
    a registered group of that centre bears: then it is the paper of that group.
    """
    contest = contest_at_counter(session, act, contest_id)
    refuse(identity_on_paper(session, newcomer, rulebook_of(session, contest_id)))
    centre = centre_by_code(session, newcomer.centre_code)
    paper = take_paper(
        session,
        act,
        contest,
        brought,
        Presented(newcomer.name, centre.name, centre.district_name),
        storage=storage,
        others=(*members_problems(newcomer.members), *_known_already(session, newcomer)),
    )
    session.add(PaperNewcomer(paper_id=paper.id, name=newcomer.name, centre_code=newcomer.centre_code))
    list_members(session, paper.id, newcomer.members)
    return paper


def _known_already(session: Session, newcomer: Newcomer) -> Iterator[Problem]:
    same = select(ProducerGroup.id).where(
        ProducerGroup.centre_code == newcomer.centre_code,
        func.lower(ProducerGroup.name) == newcomer.name.lower(),
    )
    if session.scalar(same.limit(1)) is not None:
        message = N_(
            "En ese centro poblado ya hay un grupo registrado con ese nombre. Recíbalo eligiéndolo en la lista."
        )
        yield Problem("newcomer.registered", "name", message)
