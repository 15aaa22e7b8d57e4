"""Settle where two typings of a paper differ."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.paper_desk import paper_in_work, paper_to_settle
from contest_portal.applications.paper_settling import keep_settled
from contest_portal.applications.rules.paper import TYPISTS, Place, settled
from contest_portal.kernel.problems import NotFound


def settle_mismatches(session: Session, act: Act, *, paper_id: int, choices: Mapping[str, Place]) -> None:
    """Take the first or the second typing of each of these fields.

    WrongState for who typed it while the office has others; NotFound for a field in which they do not differ.
    """
    paper, book = paper_in_work(session, act, paper_id)
    view = paper_to_settle(session, act, paper_id)
    if not set(choices) <= set(view.mismatches(book.form)) or not set(choices.values()) <= set(TYPISTS):
        raise NotFound(f"mismatch of paper {paper_id}")
    first, second = (view.typings[place].draft for place in TYPISTS)
    keep_settled(session, act, paper, settled(first, second, view.settled, choices), choices)
