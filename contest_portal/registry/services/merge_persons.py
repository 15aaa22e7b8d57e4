"""Decide that two entries of the register are one person."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import Problem, refuse
from contest_portal.registry.duplicates import Entry, pair_to_decide
from contest_portal.registry.life_acts import Noted, close_ranks, go, home_of, open_event, put_on_record
from contest_portal.registry.models.duplicates import DuplicatePair, PersonMerge
from contest_portal.registry.rules.duplicates import Decision, decision_problems, merge_problem
from contest_portal.registry.rules.life_events import EventKind, Home, departure_problems

log = logging.getLogger(__name__)


def merge_persons(
    session: Session,
    act: Act,
    *,
    pair_id: int,
    expected_version: int,
    kept_id: int,
    reason: str,
    new_head: int | None = None,
) -> DuplicatePair:
    """Keep one entry; the other leaves the register and points to it. No later file brings it back.

    Where the other was a head, the kept one leads if it lives in the same household; else `new_head` must be named.
    """
    pair, one, other = pair_to_decide(session, act, pair_id, expected_version)
    (kept, kept_home), (double, double_home) = (one, other) if kept_id == pair.one_id else (other, one)
    home = home_of(session, double_home)
    head = kept.id if kept_home is double_home else new_head
    refuse(
        [
            *decision_problems(clean_text(reason), is_decided=pair.decision is not None),
            merge_problem(kept_id, (pair.one_id, pair.other_id), _present(one, other)),
            *_head_problems(home, double.id, head),
        ]
    )
    noted = Noted(office_date(act.at), reason, head)
    event = open_event(session, act, EventKind.MERGE, double_home, noted, person=double, other=kept_home)
    go(session, event, [double], None, None)
    close_ranks(session, event, double_home, home, {double.id}, head)
    session.add(PersonMerge(person_id=double.id, kept_id=kept.id, pair_id=pair.id))
    pair.decision, pair.reason, pair.event_id = Decision.SAME.value, clean_text(reason), event.id
    pair.decided_at, pair.decided_by = act.at, act.actor.user_id
    put_on_record(session, act, event, centres=[double_home.centre_code])
    log.info("persons merged", extra={"pair_id": pair.id, "event_id": event.id})
    return pair


def _present(one: Entry, other: Entry) -> list[int]:
    return [person.id for person, _ in (one, other) if person.gone_batch_id is None]


def _head_problems(home: Home, double_id: int, head: int | None) -> tuple[Problem, ...]:
    """Say what a household lacks; that an entry has gone is said already."""
    return departure_problems(home, {double_id}, head, may_end=True) if double_id in home.members else ()
