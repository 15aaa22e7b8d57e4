"""Let a paper that was typed twice into its contest."""

import logging
from dataclasses import replace

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.entering import enter
from contest_portal.applications.models import Application
from contest_portal.applications.ownership import call_window
from contest_portal.applications.paper_desk import note, paper_in_work, typed_twice
from contest_portal.applications.paper_models import PaperEntry
from contest_portal.applications.rules.draft_fields import Draft
from contest_portal.applications.rules.lifecycle import ApplicationFacts, ApplicationState, Ground
from contest_portal.applications.rules.profile import write_profile
from contest_portal.kernel.audit import wait_for_turn
from contest_portal.kernel.problems import N_, Problem, Refused

log = logging.getLogger(__name__)

_LEFT = N_("Hay diferencias sin decidir entre las dos transcripciones. Decídalas antes de presentar.")


def enter_paper(session: Session, act: Act, *, paper_id: int) -> Application:
    """Make the application of what was settled and let it in, received when the paper was.

    The files that the contest asks for came on paper: they are among the sheets. Refused while a difference is left,
    and for every rule that group or profile breaks.
    """
    wait_for_turn(session)
    paper, book = paper_in_work(session, act, paper_id)
    view = typed_twice(session, paper_id)
    left = view.left(book.form)
    if left:
        raise Refused([Problem("paper.mismatches_left", field="state", message=_LEFT)])
    application = _draft(paper, act, view.settled)
    session.add(application)
    session.flush()
    enter(session, act, application, window=_received(paper, act), ground=Ground.IN_TIME)
    paper.application_id = application.id
    session.flush()
    note(session, act, paper, "entered", application_id=application.id)
    log.info("paper entered", extra={"paper_id": paper_id, "application_id": application.id})
    return application


def _received(paper: PaperEntry, act: Act) -> ApplicationFacts:
    """Give the window of the call at the instant at which the counter took the paper: before the closing."""
    return call_window(replace(act, at=paper.received_at), paper.contest)


def _draft(paper: PaperEntry, act: Act, typed: Draft) -> Application:
    return Application(
        contest_id=paper.contest_id,
        group_id=paper.group_id,
        state=ApplicationState.DRAFT.value,
        category_code=typed.choice.category_code,
        line_code=typed.choice.line_code,
        title=typed.choice.title,
        profile=write_profile(typed.profile),
        requested=typed.profile.requested,
        created_at=act.at,
        contest=paper.contest,
        group=paper.group,
    )
