"""Choose the name of a department or province among those that files told."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel import audit
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.territory import Area, AreaName

log = logging.getLogger(__name__)


def choose_area_name(session: Session, act: Act, *, name_id: int) -> Area:
    """Call an area by one of its told names; the others stay, so that the choice can be taken back."""
    permit(act.actor, Action.REGISTRY_IMPORT)
    chosen = session.get(AreaName, name_id)
    if chosen is None:
        raise NotFound(f"area name {name_id}")
    area = session.get_one(Area, chosen.code, with_for_update=True)
    before = area.name
    area.name, area.sort_key = chosen.name, chosen.sort_key
    area.chosen_at, area.chosen_by = act.at, act.actor.user_id
    session.flush()
    audit.record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="area.named",
        subject=f"area:{area.code}",
        data={"name": area.name, "before": before},
    )
    log.info("area named", extra={"area": area.code})
    return area
