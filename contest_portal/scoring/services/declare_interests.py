"""Declare, group by group, whether a juror may judge."""

import logging
from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.jury.models import Interest
from contest_portal.jury.queries import declarable_groups, juror_of_user
from contest_portal.jury.rules.interests import (
    Declaration,
    choice_field,
    declaration_problems,
    with_own_groups,
)
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import N_, Problem, WrongState, refuse
from contest_portal.scoring.draws import held_by_draw

log = logging.getLogger(__name__)

OWN_GROUP_REASON = "Integra el grupo: su DNI figura en la relación de socios."


def declare_interests(
    session: Session, act: Act, *, contest_id: int, declarations: Iterable[Declaration]
) -> None:
    """Keep a juror's declarations about every group of the contest; later, recusals can be added, never taken back.

    A group of which the juror is a member is recused whatever was declared, with the evidence as its reason. Once the
    lot for ties is drawn, no recusal takes a final sheet out of the count.
    """
    juror = juror_of_user(session, contest_id, act.actor.user_id)
    permit(act.actor, Action.INTEREST_DECLARE, Scope(contest_id=contest_id, owner_id=juror.user_id))
    if hold_contest(session, contest_id).state != ContestState.EVALUATING:
        raise WrongState([_not_now()])
    groups = declarable_groups(session, contest_id, juror)
    kept = _kept(session, juror.juror_id)
    given = tuple(declarations)
    recused_before = frozenset(key for key, interest in kept.items() if interest.recused)
    refuse(declaration_problems(given, groups, recused_before))
    final = with_own_groups(given, groups, OWN_GROUP_REASON)
    refuse(_held(session, contest_id, juror.juror_id, final, recused_before))
    for declaration in final:
        _keep(session, act, juror.juror_id, declaration, kept.get(declaration.application_id))
    session.flush()
    recused = sorted(d.application_id for d in final if d.recused)
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="interests.declared",
        subject=f"juror:{juror.juror_id}",
        data={"contest_id": contest_id, "groups": len(final), "recused": recused},
    )
    log.info("interests declared", extra={"juror_id": juror.juror_id, "contest_id": contest_id})


def _held(
    session: Session,
    contest_id: int,
    juror_id: int,
    declarations: Iterable[Declaration],
    recused_before: frozenset[int],
) -> Iterator[Problem | None]:
    for one in declarations:
        if one.recused and one.application_id not in recused_before:
            field = choice_field(one.application_id)
            yield held_by_draw(
                session, contest_id, juror_id=juror_id, application_id=one.application_id, field=field
            )


def _kept(session: Session, juror_id: int) -> dict[int, Interest]:
    rows = session.scalars(select(Interest).where(Interest.juror_id == juror_id).order_by(Interest.id))
    return {row.application_id: row for row in rows}


def _keep(session: Session, act: Act, juror_id: int, declaration: Declaration, kept: Interest | None) -> None:
    reason = declaration.reason if declaration.recused or declaration.explains else ""
    if kept is None:
        session.add(
            Interest(
                juror_id=juror_id,
                application_id=declaration.application_id,
                recused=declaration.recused,
                reason=reason,
                declared_at=act.at,
            )
        )
    elif not kept.recused and declaration.recused:
        kept.recused, kept.reason, kept.declared_at = True, reason, act.at
    elif not kept.recused and declaration.explains and kept.reason != reason:
        kept.reason, kept.declared_at = reason, act.at


def _not_now() -> Problem:
    return Problem(
        "interest.not_now",
        field="state",
        message=N_("Los intereses se declaran mientras el concurso está en evaluación."),
    )
