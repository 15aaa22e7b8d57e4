"""Freeze what the register tells of the groups of a contest, as the evaluation opens."""

from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.applications.queries import entrants
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.clock import office_date
from contest_portal.scoring.fact_models import ScoringFact
from contest_portal.scoring.fact_queries import registered_members
from contest_portal.scoring.rules.register_facts import NotedFact, facts_asked, note_fact


def note_facts(session: Session, contest_id: int, rulebook: Rulebook, *, at: datetime) -> int:
    """Note the facts that the sheets ask for, of every group that stands; ages are those of the closing day.

    Gives how many were noted. What changes in the register later changes no mark.
    """
    asked = facts_asked(rulebook)
    if not asked:
        return 0
    members = registered_members(session, contest_id)
    on = office_date(rulebook.calendar.closes_at)
    rows = [
        _row(group.application_id, note_fact(kind, members.get(group.application_id, ()), on=on), at)
        for group in entrants(session, contest_id)
        for kind in asked
    ]
    session.add_all(rows)
    session.flush()
    return len(rows)


def _row(application_id: int, noted: NotedFact, at: datetime) -> ScoringFact:
    return ScoringFact(
        application_id=application_id,
        kind=noted.figure.kind.value,
        part=noted.figure.part,
        whole=noted.figure.whole,
        evidence=canonical_json(noted.evidence),
        noted_at=at,
    )
