"""Register a group of producers."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.applications.models import ProducerGroup
from contest_portal.applications.ownership import refuse_two_sides
from contest_portal.applications.registering import keep_group


def register_group(
    session: Session, act: Act, *, name: str, centre_code: str, ruc: str | None = None
) -> ProducerGroup:
    """Register a group whose representative is the actor. Refused for a bad name, a taken RUC, no such centre."""
    permit(act.actor, Action.GROUP_REGISTER)
    refuse_two_sides(act)
    return keep_group(
        session, act, name=name, centre_code=centre_code, ruc=ruc, representative_id=act.actor.user_id
    )
