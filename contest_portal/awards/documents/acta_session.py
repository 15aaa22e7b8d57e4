"""What the acta tells of the session as it was run in the portal: agenda, who was there, the order drawn, incidents."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.contests.queries import rulebook_of
from contest_portal.jury.rules.session import PresentationState
from contest_portal.jury.session_queries import PresentJuror, Turn, hall_session, hall_view


@dataclass(frozen=True, slots=True)
class ActaPresence:
    """A juror who was in the hall, from when; `left_at` of one who went before the end."""

    full_name: str
    arrived_at: datetime
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class ActaTurn:
    """A group in the order drawn, with the hours of its presentation; `postponed`: why it went to the end."""

    drawn: int
    code: str
    group_name: str
    began_at: datetime | None
    ended_at: datetime | None
    postponed: str


@dataclass(frozen=True, slots=True)
class ActaIncident:
    """What happened, and when."""

    happened_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class ActaSession:
    """The session as it was run: `turns` in the order in which groups were heard. `numbers` are as they are hashed."""

    phase_name: str
    agenda: tuple[str, ...]
    present: tuple[ActaPresence, ...]
    absent: tuple[str, ...]
    numbers: str
    witnesses: str
    drawn_at: datetime | None
    turns: tuple[ActaTurn, ...]
    incidents: tuple[ActaIncident, ...]


def acta_session(session: Session, contest_id: int) -> ActaSession | None:
    """Gather the session of a contest; None when it was not run in the portal."""
    hall = hall_session(session, contest_id)
    if hall is None:
        return None
    view = hall_view(session, hall)
    return ActaSession(
        phase_name=rulebook_of(session, contest_id).phase(hall.phase_code).name,
        agenda=tuple(line.strip() for line in hall.agenda.splitlines() if line.strip()),
        present=tuple(_presence(one, one.arrived_at) for one in view.jurors if one.arrived_at is not None),
        absent=tuple(one.juror.full_name for one in view.jurors if one.arrived_at is None),
        numbers=hall.draw_numbers or "",
        witnesses=hall.draw_witnesses or "",
        drawn_at=hall.drawn_at,
        turns=tuple(_turn(turn) for turn in view.turns),
        incidents=tuple(
            ActaIncident(one.happened_at, one.text) for one in view.incidents if one.withdrawn_at is None
        ),
    )


def _presence(one: PresentJuror, arrived_at: datetime) -> ActaPresence:
    return ActaPresence(one.juror.full_name, arrived_at, one.left_at)


def _turn(turn: Turn) -> ActaTurn:
    heard = turn.state == PresentationState.DONE
    return ActaTurn(
        drawn=turn.drawn,
        code=turn.code,
        group_name=turn.group_name,
        began_at=turn.began_at if heard else None,
        ended_at=turn.ended_at if heard else None,
        postponed=turn.postponed_reason,
    )
