"""What only the stored sources can tell: codes and places that are taken, a synchronisation under way."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.models.sources import NOTED, RegistrySource, SourceRun
from contest_portal.registry.rules.source_run import RunState


def code_taken(session: Session, code: str) -> Problem | None:
    """Object to a code that another source has, or that stands for what people noted."""
    found = session.scalar(select(RegistrySource.id).where(RegistrySource.code == code))
    if found is None and code != NOTED:
        return None
    message = N_("Otra fuente ya tiene ese código. Escriba uno distinto.")
    return Problem("source.code_taken", field="code", message=message)


def precedence_taken(session: Session, precedence: int, *, except_id: int | None) -> Problem | None:
    """Object to a place that another source has: between two sources it must be clear who is believed."""
    name = session.scalar(
        select(RegistrySource.name).where(
            RegistrySource.precedence == precedence, RegistrySource.id.is_distinct_from(except_id)
        )
    )
    if name is None:
        return None
    message = N_("La fuente «%(name)s» ya tiene ese orden. Escriba otro número.")
    return Problem("source.precedence_taken", field="precedence", message=message, params={"name": name})


def run_under_way(session: Session, source_id: int) -> Problem | None:
    """Object while a synchronisation is under way: its pages came from the address that is to change."""
    if live_run(session, source_id) is None:
        return None
    message = N_("Hay una sincronización en curso. Termínela o cancélela antes de cambiar la dirección.")
    return Problem("source.run_under_way", field="base_address", message=message)


def live_run(session: Session, source_id: int) -> SourceRun | None:
    """Give the synchronisation of a source that is under way, or None."""
    live = SourceRun.state.in_((RunState.FETCHING.value, RunState.FETCHED.value))
    return session.scalars(
        select(SourceRun).where(SourceRun.source_id == source_id, live).with_for_update()
    ).one_or_none()
