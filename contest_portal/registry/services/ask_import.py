"""Ask for an uploaded file to be checked."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.registry.imports.jobs import ImportOrder, add_job
from contest_portal.registry.models.jobs import ImportJob
from contest_portal.registry.rules.kinds.every_kind import file_kind


def ask_import(session: Session, act: Act, *, order: ImportOrder) -> ImportJob:
    """Queue a file that was just uploaded. NotFound for an unknown kind."""
    permit(act.actor, Action.REGISTRY_IMPORT)
    file_kind(order.kind)
    return add_job(session, act, order)
