"""The centres that a new rule or a file would move between standings: the first on the page, all as a file."""

from dataclasses import dataclass

from flask import Response

from contest_portal.registry.queries.moves import MoveLine, move_lines
from contest_portal.registry.rules.percentages import format_percent_e4
from contest_portal.registry.rules.targeting import TargetingChange
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.spreadsheets import table_response

SHOWN = 20
COLUMNS = (
    "codigo",
    "nombre",
    "distrito",
    "provincia",
    "departamento",
    "antes",
    "despues",
    "motivo",
    "hogares",
    "que_se_conto",
    "pobreza_pct",
)


@dataclass(frozen=True, slots=True)
class MovesShown:
    """The first centres that would enter and leave, and how many change standing at all."""

    enter: tuple[MoveLine, ...] = ()
    leave: tuple[MoveLine, ...] = ()
    total: int = 0


def moves_shown(change: TargetingChange | None) -> MovesShown:
    """Choose what a page shows of a change."""
    if change is None:
        return MovesShown()
    enter = [move for move in change.moves if move.enters][:SHOWN]
    leave = [move for move in change.moves if move.leaves][:SHOWN]
    session = read_session()
    return MovesShown(tuple(move_lines(session, enter)), tuple(move_lines(session, leave)), len(change.moves))


def moves_response(change: TargetingChange | None, file_format: str) -> Response:
    """Send every centre that changes standing, with what it would be and the figures used."""
    moves = () if change is None else change.moves
    rows = (_row(line) for line in move_lines(read_session(), moves))
    return table_response("centros_que_cambian", file_format, COLUMNS, rows)


def _row(line: MoveLine) -> tuple[object, ...]:
    move, after = line.move, line.move.after
    return (
        move.centre_code,
        line.name,
        line.district_name,
        line.province,
        line.department,
        move.before,
        after.status,
        after.reason,
        after.households,
        after.counted,
        None if after.poverty_e4 is None else format_percent_e4(after.poverty_e4),
    )
