"""Who still stands in the register: one condition for households, persons and centres, wherever they are listed."""

from sqlalchemy import ColumnElement

from contest_portal.registry.models.register import Sourced


def is_present(rows: type[Sourced]) -> ColumnElement[bool]:
    """Say that a row of the register is not gone: no file left it out, and nobody noted that it ended."""
    return rows.gone_batch_id.is_(None)
