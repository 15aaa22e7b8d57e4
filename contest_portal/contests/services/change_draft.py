"""Change one part of a contest that is still being designed. Every editing service goes through here."""

import logging
from collections.abc import Callable, Iterable

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id, read_rulebook
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.contests.rules.rulebook_checks import CHECKS, Part
from contest_portal.kernel.audit import record
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.problems import N_, Problem, Stale, WrongState, refuse
from contest_portal.kernel.records import to_data

log = logging.getLogger(__name__)

Check = Callable[[Rulebook], Iterable[Problem | None]]


def change_draft(
    session: Session,
    act: Act,
    *,
    contest_id: int,
    expected_version: int,
    part: Part,
    change: Callable[[Rulebook], Rulebook],
    check: Check | None = None,
) -> Contest:
    """Apply `change` to the draft and keep it when the checks of its part (or `check`) find nothing.

    Raises WrongState once published, Stale when somebody saved since `expected_version`.
    """
    contest = contest_by_id(session, contest_id)
    permit(act.actor, Action.CONTEST_EDIT, Scope(contest_id=contest_id))
    _still_a_draft(contest)
    if contest.version != expected_version:
        raise Stale(f"contest {contest_id}")
    book = change(read_rulebook(contest.draft))
    refuse((check or CHECKS[part])(book))
    contest.draft = canonical_json(to_data(book))
    contest.code, contest.title = book.code, book.title
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="contest.edited",
        subject=f"contest:{contest_id}",
        data={"part": part.value, "version": contest.version},
    )
    log.info("contest draft changed", extra={"contest_id": contest_id, "part": part.value})
    return contest


def _still_a_draft(contest: Contest) -> None:
    if contest.state == ContestState.DRAFT:
        return
    raise WrongState(
        [
            Problem(
                "contest.frozen",
                field="state",
                message=N_(
                    "Las reglas de este concurso ya se publicaron y no se pueden cambiar. Prepare una enmienda."
                ),
            )
        ]
    )
