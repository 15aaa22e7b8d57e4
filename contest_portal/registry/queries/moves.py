"""The centres whose standing a change would move, with their names: a page of them, or all to take away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.registry.models.register import Centre, District
from contest_portal.registry.rules.targeting import Move

AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A move with where the centre lies; a centre that only the file tells of has no name yet."""

    move: Move
    name: str | None
    district_name: str | None
    province: str | None
    department: str | None


def move_lines(session: Session, moves: Sequence[Move]) -> Iterator[MoveLine]:
    """Give the moves in their order with names, some at a time."""
    for start in range(0, len(moves), AT_ONCE):
        some = moves[start : start + AT_ONCE]
        places = _places(session, {move.centre_code[:6] for move in some})
        names = dict(
            session.execute(
                select(Centre.code, Centre.name).where(Centre.code.in_([move.centre_code for move in some]))
            ).all()
        )
        for move in some:
            code = move.centre_code
            yield MoveLine(move, names.get(code), *places.get(code[:6], (None, None, None)))


def _places(session: Session, ubigeos: set[str]) -> dict[str, tuple[str, str, str]]:
    rows = session.execute(
        select(District.ubigeo, District.name, District.province, District.department).where(
            District.ubigeo.in_(ubigeos)
        )
    )
    return {row.ubigeo: (row.name, row.province, row.department) for row in rows}
