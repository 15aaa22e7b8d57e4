"""Decide an observation: the proposed answer becomes the answer, and the letter goes out."""

from sqlalchemy.orm import Session

from contest_portal.accounts.queries import office_by_id
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.allocation.queries import approved_run
from contest_portal.allocation.views import EnvelopeView, LineView
from contest_portal.awards.documents import titles
from contest_portal.awards.documents.observation_answer import (
    OBSERVATION_ANSWER,
    CorrectedMark,
    ObservationAnswer,
)
from contest_portal.awards.observation_desk import hold_observation, note_observation
from contest_portal.awards.observation_models import Observation
from contest_portal.awards.observation_queries import ObservationView, answering_scope, observation_view
from contest_portal.awards.rules.correction import Previewed
from contest_portal.awards.rules.observations import OBSERVATION, Answer
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.documents.services.issue_document import issue_document
from contest_portal.kernel.problems import NotFound, Stale
from contest_portal.scoring.models import Sheet


def decide_observation(
    session: Session, act: Act, *, observation_id: int, expected_version: int
) -> Observation:
    """Approve the proposed answer as somebody else than who proposed it, and issue the letter to the group.

    Not by a juror of the group's sheets. `expected_version` is that of the answer, and of the effect, that this person
    looked at: Stale for another. WrongState when nothing is proposed.
    """
    observation = hold_observation(session, observation_id)
    where = (observation.contest_id, observation.application_id)
    permit(
        act.actor,
        Action.OBSERVATION_DECIDE,
        answering_scope(session, *where, proposer_id=observation.proposed_by),
    )
    OBSERVATION.require(observation, "reject")
    if observation.version != expected_version:
        raise Stale(f"observation {observation_id}")
    contest = contest_by_id(session, observation.contest_id)
    letter = _letter(session, contest, observation_view(session, observation_id))
    document = issue_document(
        session,
        act,
        kind=OBSERVATION_ANSWER,
        office=office_by_id(session, contest.office_id),
        subject=f"application:{observation.application_id}",
        title=titles.ANSWERED.format(code=letter.application_code),
        build=lambda _issue: letter,
    )
    # with its letter: the table takes one only with the other
    OBSERVATION.move(observation, observation.outcome or "", None)
    observation.decided_by, observation.decided_at = act.actor.user_id, act.at
    observation.answer_id = document.id
    note_observation(
        session, act, observation, action=f"observation.{observation.state}", document_id=document.id
    )
    return observation


def _letter(session: Session, contest: Contest, view: ObservationView) -> ObservationAnswer:
    rulebook = rulebook_of(session, contest.id)
    envelope, line = _line(session, contest.id, view.application_id)
    return ObservationAnswer(
        contest_code=contest.code,
        contest_title=contest.title,
        application_code=view.application_code,
        group_name=view.group_name,
        receipt_code=view.receipt_code,
        received_at=view.received_at,
        phase=view.phase,
        criterion=view.criterion,
        upheld=view.outcome == Answer.UPHOLD,
        answer=view.answer or "",
        total=line.total,
        max_points=rulebook.max_points_of(line.category_code),
        pass_mark=rulebook.scoring.pass_mark,
        cut=envelope.cut,
        correction=_corrected(session, rulebook, line, view.previewed) if view.previewed else None,
    )


def _line(session: Session, contest_id: int, application_id: int) -> tuple[EnvelopeView, LineView]:
    for envelope in approved_run(session, contest_id).envelopes:
        for line in envelope.lines:
            if line.application_id == application_id:
                return envelope, line
    raise NotFound(f"line of application {application_id}")


def _corrected(session: Session, rulebook: Rulebook, line: LineView, previewed: Previewed) -> CorrectedMark:
    phase = rulebook.phase(session.get_one(Sheet, previewed.correction.sheet_id).phase_code)
    change = previewed.effect.of(line.code)
    return CorrectedMark(
        phase=phase.name,
        criterion=phase.criterion(previewed.correction.criterion).text,
        before=str(previewed.before),
        after=str(previewed.after),
        total_before=line.total,
        total_after=change.after.total if change else line.total,
        amount_before=line.amount,
        amount_after=change.after.amount if change else line.amount,
    )
