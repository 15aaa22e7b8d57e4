"""Begin to type a form received on paper."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.paper_desk import new_typing, note, paper_in_work
from contest_portal.applications.paper_models import PaperTyping
from contest_portal.applications.paper_queries import paper_view
from contest_portal.applications.rules.completeness import Choice
from contest_portal.applications.rules.draft_fields import Draft
from contest_portal.applications.rules.profile import empty_profile
from contest_portal.kernel.problems import N_, Problem, Refused

log = logging.getLogger(__name__)

_OWN = Problem(
    "paper.typed_by_you",
    field="state",
    message=N_("Usted ya transcribió este papel: la segunda transcripción la hace otra persona."),
)
_TAKEN = Problem(
    "paper.typed_by_two",
    field="state",
    message=N_("Otras dos personas transcriben ya este papel. Elija otro."),
)


def begin_typing(session: Session, act: Act, *, paper_id: int) -> PaperTyping:
    """Take the first typing that is free. Refused for who has one already, and when both are taken."""
    paper, _ = paper_in_work(session, act, paper_id)
    view = paper_view(session, paper_id)
    if view.own_place(act.actor.user_id) is not None:
        raise Refused([_OWN])
    if view.free_place is None:
        raise Refused([_TAKEN])
    typing = new_typing(act, paper_id, view.free_place, Draft(Choice(None, None, ""), empty_profile()))
    session.add(typing)
    session.flush()
    note(session, act, paper, "typing_begun", typing=typing.place)
    log.info("typing begun", extra={"paper_id": paper_id, "place": typing.place})
    return typing
