"""Ties that were proposed and what was decided of them, as the office and the juror see them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.applications.queries import entrants
from contest_portal.contests.queries import rulebook_of
from contest_portal.jury.models import Juror
from contest_portal.jury.queries import panel, recusals
from contest_portal.jury.rules.ties import Ground, Tie
from contest_portal.jury.tie_facts import ties_of_contest
from contest_portal.jury.tie_models import TieDecision
from contest_portal.kernel.problems import NotFound


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided of a tie: of which grounds, with what reason, who and when."""

    is_conflict: bool
    keys: frozenset[str]
    evidence: str
    reason: str
    decided_at: datetime
    decided_by: str


@dataclass(frozen=True, slots=True)
class TieView:
    """A tie with its names. `standing`: proposed, confirmed, dismissed, or recused when the juror left first."""

    tie: Tie
    juror_name: str
    group_name: str
    group_code: str
    standing: str
    decision: Decided | None

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """List what it is made of, the strongest first."""
        return self.tie.grounds


def tie_views(session: Session, contest_id: int) -> tuple[TieView, ...]:
    """List the ties of a contest: first those to decide, the strongest first, then the others."""
    names = {juror.juror_id: juror.full_name for juror in panel(session, contest_id)}
    groups = {group.application_id: group for group in entrants(session, contest_id)}
    decided = _decisions(session, contest_id)
    aside = recusals(session, contest_id)
    found = []
    for tie in ties_of_contest(session, contest_id, rulebook_of(session, contest_id)):
        pair = (tie.juror_id, tie.application_id)
        decision = decided.get(pair)
        group = groups[tie.application_id]
        standing = _standing(tie, decision, is_recused=pair in aside)
        found.append(TieView(tie, names[tie.juror_id], group.group_name, group.code, standing, decision))
    return tuple(sorted(found, key=lambda view: view.standing != "proposed"))


def tie_view(session: Session, contest_id: int, juror_id: int, application_id: int) -> TieView:
    """Give the tie of a juror to a group; NotFound when nothing ties them."""
    for view in tie_views(session, contest_id):
        if (view.tie.juror_id, view.tie.application_id) == (juror_id, application_id):
            return view
    raise NotFound(f"no tie of juror {juror_id} to application {application_id}")


def ties_of_juror(session: Session, contest_id: int, juror_id: int) -> Mapping[int, TieView]:
    """Give what ties one juror to groups, by application."""
    views = tie_views(session, contest_id)
    return {view.tie.application_id: view for view in views if view.tie.juror_id == juror_id}


def _standing(tie: Tie, decision: Decided | None, *, is_recused: bool) -> str:
    if is_recused:
        return "confirmed" if decision is not None and decision.is_conflict else "recused"
    return "dismissed" if decision is not None and tie.keys <= decision.keys else "proposed"


def _decisions(session: Session, contest_id: int) -> Mapping[tuple[int, int], Decided]:
    """Give the last decision of each pair, with the grounds of all of them."""
    rows = session.execute(
        select(TieDecision, User.full_name)
        .join(Juror, Juror.id == TieDecision.juror_id)
        .join(User, User.id == TieDecision.decided_by)
        .where(Juror.contest_id == contest_id)
        .order_by(TieDecision.id)
    )
    keys: dict[tuple[int, int], frozenset[str]] = defaultdict(frozenset)
    found: dict[tuple[int, int], Decided] = {}
    for row, name in rows:
        pair = (row.juror_id, row.application_id)
        keys[pair] |= frozenset(row.keys.split("\n"))
        found[pair] = Decided(row.is_conflict, keys[pair], row.evidence, row.reason, row.decided_at, name)
    return found
