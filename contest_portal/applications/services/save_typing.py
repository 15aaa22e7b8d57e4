"""Save one section of what is typed from a paper."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.paper_desk import (
    NOT_BEGUN,
    note,
    paper_in_work,
    typing_at,
    with_typed_section,
    write_in,
)
from contest_portal.applications.paper_models import PaperTyping
from contest_portal.applications.paper_queries import paper_view
from contest_portal.applications.rules.draft_fields import Draft
from contest_portal.kernel.problems import N_, Problem, Stale, WrongState

log = logging.getLogger(__name__)

_COMPARED = Problem(
    "paper.compared",
    field="state",
    message=N_(
        "Las dos transcripciones terminaron y ya se comparan: lo que falte se corrige en las diferencias."
    ),
)


def save_typing(
    session: Session, act: Act, *, paper_id: int, expected_version: int, section: str, typed: Draft
) -> PaperTyping:
    """Keep a section in one's own typing, half written or whole.

    WrongState once both are finished, Stale when it was saved elsewhere since, Refused for absurd values.
    """
    paper, book = paper_in_work(session, act, paper_id)
    view = paper_view(session, paper_id)
    place = view.own_place(act.actor.user_id)
    typing = None if place is None else typing_at(session, paper_id, place)
    if place is None or typing is None:
        raise WrongState([NOT_BEGUN])
    if view.is_typed_twice:
        raise WrongState([_COMPARED])
    if typing.version != expected_version:
        raise Stale(f"typing {typing.id}: version {expected_version} is not {typing.version}")
    write_in(typing, with_typed_section(view.typings[place].draft, typed, section, book))
    typing.finished_at = None
    session.flush()
    note(session, act, paper, "section_typed", typing=typing.place, section=section)
    log.info("section typed", extra={"paper_id": paper_id, "section": section})
    return typing
