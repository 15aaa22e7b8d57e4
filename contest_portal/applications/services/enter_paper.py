"""Let a paper that was typed twice into its contest."""

import logging
from collections.abc import Collection
from dataclasses import replace

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.agreeing import keep_agreement
from contest_portal.applications.confirmations import agreement_left
from contest_portal.applications.entering import enter, ready_to_enter
from contest_portal.applications.group_queries import group_members
from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.applications.newcomers import register_newcomer
from contest_portal.applications.ownership import call_window
from contest_portal.applications.paper_desk import note, paper_in_work, typed_twice
from contest_portal.applications.paper_models import PaperEntry
from contest_portal.applications.rules.draft_fields import Draft
from contest_portal.applications.rules.lifecycle import ApplicationFacts, ApplicationState, Ground
from contest_portal.applications.rules.profile import write_profile
from contest_portal.applications.rules.reading import reading_sha256
from contest_portal.applications.rules.sign_off import Means
from contest_portal.contests.queries import frozen_rulebook
from contest_portal.contests.rules.rulebook import GroupRules
from contest_portal.kernel.audit import wait_for_turn
from contest_portal.kernel.problems import N_, Problem, Refused

log = logging.getLogger(__name__)

_LEFT = N_("Hay diferencias sin decidir entre las dos transcripciones. Decídalas antes de presentar.")


def enter_paper(
    session: Session, act: Act, *, paper_id: int, signed: Collection[int] = frozenset()
) -> Application:
    """Make the application of what was settled and let it in, received when the paper was.

    The files that the contest asks for came on paper: they are among the sheets. So is the agreement of the group:
    `signed` names who signed (`paper_signers`), and the office notes it in their stead. A group that is not registered
    is, in the same act. Refused while a difference is left, and for every rule that group or profile breaks.
    """
    wait_for_turn(session)
    paper, book = paper_in_work(session, act, paper_id)
    view = typed_twice(session, paper_id)
    left = view.left(book.form)
    if left:
        raise Refused([Problem("paper.mismatches_left", field="state", message=_LEFT)])
    joined = dict[int, int]()
    if paper.group is None:
        paper.group, joined = register_newcomer(session, act, paper_id)
    application = _draft(paper, paper.group, act, view.settled)
    session.add(application)
    session.flush()
    signers = {joined.get(one, one) for one in signed}
    unsigned = _agreement(session, act, application, book.group, view.settled, signers)
    frozen, window = frozen_rulebook(session, paper.contest_id), _received(paper, act)
    ready = ready_to_enter(
        session, application, frozen=frozen, window=window, ground=Ground.IN_TIME, others=unsigned
    )
    enter(session, act, ready)
    paper.application_id = application.id
    session.flush()
    note(session, act, paper, "entered", application_id=application.id)
    log.info("paper entered", extra={"paper_id": paper_id, "application_id": application.id})
    return application


def _agreement(
    session: Session,
    act: Act,
    application: Application,
    rules: GroupRules,
    typed: Draft,
    signed: Collection[int],
) -> tuple[Problem, ...]:
    """Note who signed, and give what the contest asks for beyond that."""
    digest = reading_sha256(typed.choice, typed.profile)
    for member in group_members(session, application.group_id):
        if member.member_id in signed:
            keep_agreement(
                session,
                act,
                application_id=application.id,
                member_id=member.member_id,
                read_sha256=digest,
                means=Means.SIGNATURE,
            )
    return agreement_left(session, rules, application.id, application.group_id, typed)


def _received(paper: PaperEntry, act: Act) -> ApplicationFacts:
    """Give the window of the call at the instant at which the counter took the paper: before the closing."""
    return call_window(replace(act, at=paper.received_at), paper.contest)


def _draft(paper: PaperEntry, group: ProducerGroup, act: Act, typed: Draft) -> Application:
    return Application(
        contest_id=paper.contest_id,
        group_id=group.id,
        state=ApplicationState.DRAFT.value,
        category_code=typed.choice.category_code,
        line_code=typed.choice.line_code,
        title=typed.choice.title,
        profile=write_profile(typed.profile),
        requested=typed.profile.requested,
        created_at=act.at,
        contest=paper.contest,
        group=group,
    )
