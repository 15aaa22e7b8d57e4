"""Named reads of the session in the hall."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.contests.queries import rulebook_of
from contest_portal.jury.models import Juror
from contest_portal.jury.queries import SeatedJuror, panel
from contest_portal.jury.rules.session import PresentationState, Quorum
from contest_portal.jury.scorers import Scorers, scorers
from contest_portal.jury.session_models import HallIncident, HallSession, JurorPresence, Presentation
from contest_portal.kernel.problems import NotFound


@dataclass(frozen=True, slots=True)
class PresentJuror:
    """A juror of the panel in the session: since when in the hall, and until when. `scores` in the phase heard."""

    juror: SeatedJuror
    scores: bool
    arrived_at: datetime | None
    left_at: datetime | None

    @property
    def is_present(self) -> bool:
        """Tell whether the juror is in the hall."""
        return self.arrived_at is not None and self.left_at is None


@dataclass(frozen=True, slots=True)
class Turn:
    """A group's turn to present."""

    application_id: int
    code: str
    group_name: str
    category_code: str
    drawn: int
    state: str
    began_at: datetime | None
    ended_at: datetime | None
    postponed_at: datetime | None
    postponed_reason: str


@dataclass(frozen=True, slots=True)
class Incident:
    """Something noted in the session."""

    incident_id: int
    happened_at: datetime
    text: str
    noted_by: str
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class HallView:
    """The session as it stands: jurors by position and name, turns in their present order, incidents by hour."""

    hall: HallSession
    jurors: tuple[PresentJuror, ...]
    quorum: Quorum
    turns: tuple[Turn, ...]
    incidents: tuple[Incident, ...]
    who: Scorers

    @property
    def presenting(self) -> Turn | None:
        """Give the group that presents now."""
        return next((turn for turn in self.turns if turn.state == PresentationState.PRESENTING), None)

    @property
    def waiting(self) -> tuple[Turn, ...]:
        """List the groups still to come, the next one first."""
        return tuple(turn for turn in self.turns if turn.state == PresentationState.WAITING)

    @property
    def incident_hours(self) -> tuple[datetime, ...]:
        """List when something happened, without what was withdrawn."""
        return tuple(one.happened_at for one in self.incidents if one.withdrawn_at is None)

    @property
    def heard(self) -> int:
        """Count the groups that have presented."""
        return sum(turn.state == PresentationState.DONE for turn in self.turns)

    def must_leave(self, turn: Turn) -> tuple[PresentJuror, ...]:
        """List the jurors in the hall who must leave it while a group presents, because they are recused."""
        return tuple(
            one
            for one in self.jurors
            if one.is_present and self.who.is_recused(one.juror.juror_id, turn.application_id)
        )

    def may_score(self, turn: Turn) -> int:
        """Count the jurors in the hall who may score a group: not recused, and assigned where groups are."""
        return sum(
            one.is_present
            and one.scores
            and self.who.may_score(one.juror.juror_id, turn.application_id, self.hall.phase_code)
            for one in self.jurors
        )


def hall_session(session: Session, contest_id: int) -> HallSession | None:
    """Give the session of a contest; None while nobody opened one."""
    return session.scalars(select(HallSession).where(HallSession.contest_id == contest_id)).one_or_none()


def hall_by_token(session: Session, token: str) -> HallSession:
    """Give the session whose screen has this address; NotFound for any other."""
    hall = session.scalars(select(HallSession).where(HallSession.screen_token == token)).one_or_none()
    if hall is None:
        raise NotFound("no screen has this address")
    return hall


def hall_view(session: Session, hall: HallSession) -> HallView:
    """Gather a session; the number of queries does not grow with groups or jurors."""
    jurors, rulebook = _jurors(session, hall), rulebook_of(session, hall.contest_id)
    return HallView(
        hall=hall,
        jurors=jurors,
        quorum=Quorum(
            seated=sum(one.scores for one in jurors),
            present=sum(one.scores and one.is_present for one in jurors),
            asked=rulebook.quorum_of(rulebook.phase(hall.phase_code)),
        ),
        turns=turns_of(session, hall.id),
        incidents=_incidents(session, hall.id),
        who=scorers(session, hall.contest_id, rulebook),
    )


def turns_of(session: Session, session_id: int) -> tuple[Turn, ...]:
    """List the groups in the order in which they present."""
    rows = session.execute(
        select(Presentation, Application.code, ProducerGroup.name, Application.category_code)
        .join(Application, Application.id == Presentation.application_id)
        .join(ProducerGroup, ProducerGroup.id == Application.group_id)
        .where(Presentation.session_id == session_id)
        .order_by(Presentation.turn, Presentation.id)
    )
    return tuple(
        Turn(
            application_id=row.application_id,
            code=code or "",
            group_name=name,
            category_code=category or "",
            drawn=row.drawn,
            state=row.state,
            began_at=row.began_at,
            ended_at=row.ended_at,
            postponed_at=row.postponed_at,
            postponed_reason=row.postponed_reason,
        )
        for row, code, name, category in rows
    )


def _jurors(session: Session, hall: HallSession) -> tuple[PresentJuror, ...]:
    rows = session.execute(
        select(JurorPresence.juror_id, JurorPresence.arrived_at, JurorPresence.left_at)
        .join(Juror, Juror.id == JurorPresence.juror_id)
        .where(JurorPresence.session_id == hall.id)
        .order_by(JurorPresence.id)
    )
    noted = {juror_id: (arrived_at, left_at) for juror_id, arrived_at, left_at in rows}
    return tuple(
        PresentJuror(juror, hall.phase_code in juror.phases, *noted.get(juror.juror_id, (None, None)))
        for juror in panel(session, hall.contest_id)
    )


def _incidents(session: Session, session_id: int) -> tuple[Incident, ...]:
    rows = session.execute(
        select(HallIncident, User.full_name)
        .join(User, User.id == HallIncident.noted_by)
        .where(HallIncident.session_id == session_id)
        .order_by(HallIncident.happened_at, HallIncident.id)
    )
    return tuple(Incident(row.id, row.happened_at, row.text, name, row.withdrawn_at) for row, name in rows)
