"""What a juror sees: the groups of the contest with the state of the own sheets, and nobody else's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.applications.queries import Entrant, entrant_ids, entrants
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import Phase, Rulebook
from contest_portal.jury.queries import SeatedJuror, interests_of
from contest_portal.jury.scorers import scorers
from contest_portal.scoring.models import Sheet, SheetMark
from contest_portal.scoring.second import groups_in_second, second_seat


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """One sheet of the juror: `missing`, `draft` or `final`, with how many of its criteria are marked."""

    phase_code: str
    phase_name: str
    state: str
    marked: int
    criteria: int
    returned_reason: str


@dataclass(frozen=True, slots=True)
class OwnGroup:
    """A group as this juror may know it. A recused juror has no sheets here."""

    entrant: Entrant
    recused: bool
    recusal_reason: str
    sheets: tuple[OwnSheet, ...]


@dataclass(frozen=True, slots=True)
class _Begun:
    state: str
    marked: int
    returned_reason: str


_MISSING = _Begun("missing", 0, "")


def own_groups(session: Session, contest_id: int, juror: SeatedJuror) -> tuple[OwnGroup, ...]:
    """List the groups a juror declared about, by code, with the own sheets in the order of the phases.

    A group of which only others score every sheet is left out.
    """
    rulebook = rulebook_of(session, contest_id)
    return _own(session, contest_id, juror, rulebook, entrants(session, contest_id))


def own_second_groups(session: Session, contest_id: int, juror: SeatedJuror) -> tuple[OwnGroup, ...]:
    """List the groups whose progress the juror scores or scored, with those sheets; none where it is not scored."""
    rulebook = rulebook_of(session, contest_id)
    groups = groups_in_second(session, contest_id) if rulebook.second is not None else ()
    if not groups:
        return ()
    rules = rulebook.of_second()
    own = _own(session, contest_id, second_seat(juror, rules), rules, groups)
    return tuple(one for one in own if one.sheets or one.recused)


def _own(
    session: Session, contest_id: int, juror: SeatedJuror, rulebook: Rulebook, groups: Iterable[Entrant]
) -> tuple[OwnGroup, ...]:
    phases = tuple(phase for phase in rulebook.phases if phase.code in juror.phases)
    declared = {interest.application_id: interest for interest in interests_of(session, juror.juror_id)}
    who = scorers(session, contest_id, rulebook, juror_id=juror.juror_id)
    begun = _begun(session, juror)
    own: list[OwnGroup] = []
    for group in groups:
        interest = declared.get(group.application_id)
        if interest is None:
            continue
        asked = tuple(phase for phase in phases if phase.is_for(group.category_code))
        sheets = tuple(
            _own_sheet(group.application_id, phase, juror, begun)
            for phase in asked
            if who.may_open(
                juror.juror_id,
                group.application_id,
                phase.code,
                is_final=begun.get((group.application_id, phase.code), _MISSING).state == "final",
            )
        )
        if sheets or interest.recused or not asked:
            own.append(OwnGroup(group, interest.recused, interest.reason, sheets))
    return tuple(own)


def has_declared(session: Session, contest_id: int, juror: SeatedJuror) -> bool:
    """Tell whether a juror declared about every group of the contest."""
    declared = {interest.application_id for interest in interests_of(session, juror.juror_id)}
    return declared.issuperset(entrant_ids(session, contest_id))


def _begun(session: Session, juror: SeatedJuror) -> Mapping[tuple[int, str], _Begun]:
    rows = session.execute(
        select(
            Sheet.application_id,
            Sheet.phase_code,
            Sheet.state,
            Sheet.returned_reason,
            func.count(SheetMark.id),
        )
        .outerjoin(SheetMark, SheetMark.sheet_id == Sheet.id)
        .where(Sheet.juror_id == juror.juror_id)
        .group_by(Sheet.id)
        .order_by(Sheet.id)
    )
    return {
        (group, phase): _Begun(state, marked, reason or "") for group, phase, state, reason, marked in rows
    }


def _own_sheet(
    application_id: int, phase: Phase, juror: SeatedJuror, begun: Mapping[tuple[int, str], _Begun]
) -> OwnSheet:
    asked = [c for c in phase.sheet_of(juror.evaluator_class) if not c.is_computed]
    sheet = begun.get((application_id, phase.code), _MISSING)
    reason = sheet.returned_reason if sheet.state == "draft" else ""
    return OwnSheet(phase.code, phase.name, sheet.state, sheet.marked, len(asked), reason)
