"""Start a contest as a draft."""

import logging
from collections.abc import Mapping

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.contests.models import Contest
from contest_portal.contests.names_taken import code_taken
from contest_portal.contests.queries import current_rulebook, fund_by_id
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.contests.rules.publication_checks import fund_room
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.contests.rules.rulebook_checks import basics_problems
from contest_portal.contests.rules.templates import TEMPLATES, start_rulebook
from contest_portal.kernel.audit import record
from contest_portal.kernel.canonical import Json, canonical_json
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_, Problem, Refused, refuse
from contest_portal.kernel.records import to_data

log = logging.getLogger(__name__)


def create_contest(
    session: Session,
    act: Act,
    *,
    fund_id: int,
    code: str,
    title: str,
    amount: Money,
    template: str | None = None,
    earlier_contest_id: int | None = None,
) -> Contest:
    """Copy the rules of a template or of an earlier contest into a draft, with dates ahead of today."""
    permit(act.actor, Action.CONTEST_EDIT)
    fund = fund_by_id(session, fund_id)
    book = start_rulebook(
        _seed(session, template, earlier_contest_id),
        code=code,
        title=title,
        fund=amount,
        today=office_date(act.at),
    )
    refuse(
        [*basics_problems(book), fund_room(amount, free=fund.free), code_taken(session, code, except_id=None)]
    )
    contest = Contest(
        code=code,
        title=title,
        office_id=fund.office_id,
        fund_id=fund.id,
        state=ContestState.DRAFT.value,
        draft=canonical_json(to_data(book)),
        created_at=act.at,
    )
    session.add(contest)
    session.flush()
    _record(session, act, contest, {"template": template, "earlier_contest": earlier_contest_id})
    return contest


def _record(session: Session, act: Act, contest: Contest, origin: Mapping[str, Json]) -> None:
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="contest.created",
        subject=f"contest:{contest.id}",
        data={"code": contest.code, "fund": contest.fund_id, **origin},
    )
    log.info("contest created", extra={"contest_id": contest.id})


def _seed(session: Session, template: str | None, earlier_contest_id: int | None) -> Rulebook:
    if earlier_contest_id is not None:
        return current_rulebook(session, earlier_contest_id)
    if template is not None and template in TEMPLATES:
        return TEMPLATES[template].rulebook
    raise Refused(
        [
            Problem(
                "basics.no_base",
                field="base",
                message=N_("Elija con qué reglas empieza el concurso: una plantilla o un concurso anterior."),
            )
        ]
    )
