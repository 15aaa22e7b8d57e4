"""Named reads of observations: those of a contest, of one group, and what the next one would rest on."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session, aliased, selectinload

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.permissions import Scope
from contest_portal.allocation.models import AllocationLine, AllocationRun
from contest_portal.allocation.rules.lifecycle import RunState
from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.awards.observation_models import Observation, ObservationFile
from contest_portal.awards.rules.correction import Previewed
from contest_portal.awards.rules.observations import DECIDED, About, FilingFacts, window_of
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.documents.models import Document
from contest_portal.jury.models import Juror
from contest_portal.kernel.problems import NotFound
from contest_portal.kernel.records import from_data
from contest_portal.scoring.models import Sheet

Found = Row[Observation, str | None, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class ObservationView:
    """An observation with its numbers and names; `answer` and what belongs to it once one was proposed."""

    id: int
    contest_id: int
    application_id: int
    application_code: str
    group_name: str
    state: str
    phase_code: str | None
    criterion_code: str | None
    phase: str
    criterion: str
    text: str
    received_at: datetime
    on_paper: bool
    document_id: int
    receipt_code: str
    outcome: str | None
    answer: str | None
    previewed: Previewed | None
    proposed_by: int | None
    proposer: str | None
    decided_at: datetime | None
    decider: str | None
    answer_id: int | None
    answer_code: str | None
    version: int
    files: tuple[ObservationFile, ...] = ()

    @property
    def is_decided(self) -> bool:
        """Tell whether the answer was given."""
        return self.state in DECIDED


def observations_in(session: Session, contest_id: int) -> tuple[ObservationView, ...]:
    """List the observations of a contest as they arrived; those that wait first."""
    query = _observations().where(Observation.contest_id == contest_id)
    return _views(
        session, session.execute(query.order_by(Observation.state.in_(DECIDED), Observation.id)).all()
    )


def observations_of(session: Session, application_id: int) -> tuple[ObservationView, ...]:
    """List the observations of one group as they arrived. The caller answers for the reader being its own."""
    query = _observations().where(Observation.application_id == application_id)
    return _views(session, session.execute(query.order_by(Observation.id)).all())


def has_observed(session: Session, application_id: int) -> bool:
    """Tell whether a group observed any result of its application."""
    mine = select(Observation.id).where(Observation.application_id == application_id)
    return session.scalar(mine.limit(1)) is not None


def observation_view(session: Session, observation_id: int) -> ObservationView:
    """Give one observation; NotFound when there is none."""
    row = session.execute(_observations().where(Observation.id == observation_id)).one_or_none()
    if row is None:
        raise NotFound(f"observation {observation_id}")
    return _views(session, [row])[0]


def filing_facts(
    session: Session, contest: Contest, application_id: int, arrived_at: datetime
) -> FilingFacts:
    """Gather what decides whether a group's observation is taken."""
    count = select(func.count()).select_from(Observation)
    mine = (Observation.application_id == application_id, Observation.announced_at == contest.announced_at)
    days = rulebook_of(session, contest.id).calendar.observation_days
    window = window_of(contest.announced_at, days)
    filed = session.scalar(count.where(*mine)) or 0
    return FilingFacts(arrived_at, window, filed, takes_any=days > 0)


def has_result(session: Session, application_id: int) -> bool:
    """Tell whether the allocation that stands approved has a line of this application."""
    line = select(AllocationLine.id).join(AllocationRun, AllocationRun.id == AllocationLine.run_id)
    stands = (AllocationLine.application_id == application_id, AllocationRun.state == RunState.APPROVED.value)
    return session.scalar(line.where(*stands).limit(1)) is not None


def answering_scope(
    session: Session, contest_id: int, application_id: int, *, proposer_id: int | None = None
) -> Scope:
    """Give what the permission table asks before a group is answered: by no juror of its sheets, nor who proposed."""
    query = select(Juror.user_id).join(Sheet, Sheet.juror_id == Juror.id)
    jurors = session.scalars(query.where(Sheet.application_id == application_id).order_by(Juror.user_id))
    return Scope(contest_id=contest_id, earlier_ids=frozenset({*jurors, proposer_id or 0}))


def observable(rulebook: Rulebook, category_code: str) -> tuple[About, ...]:
    """List what a group of a category may observe: the allocation, its phases, and their criteria."""
    phases = rulebook.phases_of(category_code)
    parts = (
        About(phase.code, code) for phase in phases for code in (None, *(c.code for c in phase.criteria))
    )
    return (About(), *parts)


def about_names(rulebook: Rulebook, about: About) -> tuple[str, str]:
    """Give the name of the phase and the text of the criterion; empty what is not observed by itself."""
    if about.phase is None:
        return "", ""
    phase = rulebook.phase(about.phase)
    texts = (one.text for one in phase.criteria if one.code == about.criterion)
    return phase.name, next(texts, "")


def previewed_of(observation: Observation) -> Previewed | None:
    """Read the correction of a proposed answer with the effect that was shown; None where it corrects no mark."""
    if observation.correction is None:
        return None
    return from_data(Previewed, json.loads(observation.correction))


def _observations() -> Select[Observation, str | None, str, str, str, str, str]:
    receipt, answer = aliased(Document), aliased(Document)
    proposer, decider = aliased(User), aliased(User)
    return (
        select(
            Observation, Application.code, ProducerGroup.name, receipt.code, answer.code,
            proposer.full_name, decider.full_name,
        )
        .join(Application, Application.id == Observation.application_id)
        .join(ProducerGroup, ProducerGroup.id == Application.group_id)
        .join(receipt, receipt.id == Observation.document_id)
        .outerjoin(answer, answer.id == Observation.answer_id)
        .outerjoin(proposer, proposer.id == Observation.proposed_by)
        .outerjoin(decider, decider.id == Observation.decided_by)
        .options(selectinload(Observation.files))
    )  # fmt: skip


def _views(session: Session, rows: Collection[Found]) -> tuple[ObservationView, ...]:
    books = {number: rulebook_of(session, number) for number in {row[0].contest_id for row in rows}}
    return tuple(_view(books[row[0].contest_id], *row) for row in rows)


def _view(
    rulebook: Rulebook,
    one: Observation,
    application_code: str | None,
    group_name: str,
    receipt_code: str,
    answer_code: str | None,
    proposer: str | None,
    decider: str | None,
) -> ObservationView:
    phase, criterion = about_names(rulebook, About(one.phase_code, one.criterion_code))
    return ObservationView(
        id=one.id,
        contest_id=one.contest_id,
        application_id=one.application_id,
        application_code=application_code or "",
        group_name=group_name,
        state=one.state,
        phase_code=one.phase_code,
        criterion_code=one.criterion_code,
        phase=phase,
        criterion=criterion,
        text=one.text,
        received_at=one.received_at,
        on_paper=one.on_paper,
        document_id=one.document_id,
        receipt_code=receipt_code,
        outcome=one.outcome,
        answer=one.answer,
        previewed=previewed_of(one),
        proposed_by=one.proposed_by,
        proposer=proposer,
        decided_at=one.decided_at,
        decider=decider,
        answer_id=one.answer_id,
        answer_code=answer_code,
        version=one.version,
        files=tuple(one.files),
    )
