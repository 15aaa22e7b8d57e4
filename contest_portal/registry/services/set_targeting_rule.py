"""Put a new version of the targeting rule in force."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import N_, Problem, Stale, refuse
from contest_portal.registry.models.register import TargetingRule
from contest_portal.registry.rules.targeting import Thresholds, threshold_problems
from contest_portal.registry.targeting import add_rule, refresh_targeting, rule_in_force, thresholds_of

log = logging.getLogger(__name__)


def set_targeting_rule(
    session: Session, act: Act, *, thresholds: Thresholds, source: str, expected_rule_id: int | None
) -> TargetingRule:
    """Keep new thresholds with the document that orders them, and assess every centre under them.

    Earlier versions stay for ever. `expected_rule_id` is the version the person saw (None: there was none); another
    one in force by now raises Stale. Raises Refused for impossible thresholds, no document, or no change.
    """
    permit(act.actor, Action.TARGETING_EDIT)
    source = clean_text(source)[:200]
    current = rule_in_force(session)
    if (current.id if current else None) != expected_rule_id:
        raise Stale("another version of the targeting rule is in force")
    refuse([*threshold_problems(thresholds, source), _same(current, thresholds, source)])
    rule = add_rule(session, thresholds, source=source, at=act.at, actor_id=act.actor.user_id)
    reassessed = refresh_targeting(session, rule)
    log.info("targeting rule set", extra={"rule_id": rule.id, "centres_reassessed": reassessed})
    return rule


def _same(current: TargetingRule | None, thresholds: Thresholds, source: str) -> Problem | None:
    if current is None or (thresholds_of(current), current.source) != (thresholds, source):
        return None
    message = N_(
        "Esa regla ya está vigente. Cambie un valor o el documento, o vuelva a la lista de versiones."
    )
    return Problem("targeting.unchanged", field="form", message=message)
