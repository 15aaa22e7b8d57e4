"""Set how long answers about personal data may take and how long such data is kept."""

import logging
from collections.abc import Mapping

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.problems import Stale, refuse
from contest_portal.registry.models.privacy_terms import PrivacyTerm
from contest_portal.registry.queries.privacy_terms import privacy_terms, terms_version
from contest_portal.registry.rules.privacy_terms import TermCode, term_problems

log = logging.getLogger(__name__)


def set_privacy_terms(
    session: Session, act: Act, *, amounts: Mapping[TermCode, int], expected_version: int
) -> None:
    """Keep every term as told; only what changes is written. What was already received keeps its day.

    Refused out of bounds; Stale when somebody set a term since the page was read.
    """
    permit(act.actor, Action.PRIVACY_TERMS_EDIT)
    wait_for_turn(session)
    if terms_version(session) != expected_version:
        raise Stale("privacy terms")
    refuse(term_problems(amounts))
    before = privacy_terms(session)
    changed = {code: amount for code, amount in amounts.items() if before[code] != amount}
    for code, amount in changed.items():
        row = session.get(PrivacyTerm, code.value)
        if row is None:
            session.add(PrivacyTerm(code=code.value, amount=amount))
        else:
            row.amount = amount
    if not changed:
        return
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="privacy_terms.set",
        subject="privacy_terms:all",
        data={
            "before": {code.value: before[code] for code in changed},
            "after": {code.value: amount for code, amount in changed.items()},
        },
    )
    log.info("privacy terms set", extra={"changed": len(changed)})
