"""Close the scoring of a group's progress: its score is kept, its acta issued, and its sheets change no more."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.awards.documents import titles
from contest_portal.awards.documents.citing import cite
from contest_portal.awards.documents.party import party_of
from contest_portal.awards.documents.second_acta import (
    SECOND_ACTA,
    Bound,
    Meeting,
    SecondActa,
    second_acta,
)
from contest_portal.awards.follow_up_acts import agreement_of, issue_paper, put_on_record
from contest_portal.awards.queries import award_subject
from contest_portal.awards.rules.meeting import meeting_problems
from contest_portal.awards.second_acts import Progress, progress_to_change
from contest_portal.documents.models import Document
from contest_portal.documents.queries import documents_of
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import Problem, refuse
from contest_portal.scoring.detail import detail_of
from contest_portal.scoring.progress import ProgressScore, progress_now
from contest_portal.scoring.rules.ranking import Standing
from contest_portal.scoring.rules.second import SECOND

log = logging.getLogger(__name__)


def close_second_scoring(session: Session, act: Act, *, award_id: int, meeting: Meeting) -> Document:
    """Score the progress of a group and issue the acta.

    Refused naming all that is missing: sheets below quorum, drafts, attendance, seals that do not hold.
    """
    progress = progress_to_change(session, act, award_id)
    SECOND.require(progress.scoring, "close")
    meeting = Meeting(clean_text(meeting.place), meeting.held_on, clean_text(meeting.remarks))
    refuse([*SECOND.problems("close", progress.facts), *_bad_meeting(progress, meeting, act)])
    score = progress_now(session, progress.contest, progress.group)
    paper = _acta(session, progress, score, meeting)
    document = issue_paper(
        session,
        act,
        progress.follow_up.award,
        kind=SECOND_ACTA,
        title=titles.PROGRESS.format(group=progress.group.group_name),
        paper=paper,
    )
    _keep(act, progress, score, document)
    put_on_record(
        session,
        act,
        award_id,
        action="award.second_closed",
        document_id=document.id,
        total="" if score.line.total is None else str(score.line.total),
        standing=score.line.standing.value,
    )
    log.info("second scoring closed", extra={"award_id": award_id})
    return document


def _bad_meeting(progress: Progress, meeting: Meeting, act: Act) -> tuple[Problem, ...]:
    since, today = office_date(progress.scoring.opened_at), office_date(act.at)
    return meeting_problems(meeting.place, meeting.held_on, meeting.remarks, since=since, today=today)


def _keep(act: Act, progress: Progress, score: ProgressScore, document: Document) -> None:
    scoring, exact = progress.scoring, score.line.score.exact_total
    SECOND.move(scoring, "close", progress.facts)
    # with its acta: the table takes one only with the other
    scoring.closed_at, scoring.closed_by, scoring.acta_id = act.at, act.actor.user_id, document.id
    scoring.passed = score.line.standing is Standing.PASSED
    scoring.total_numerator = None if exact is None else exact.numerator
    scoring.total_denominator = None if exact is None else exact.denominator
    scoring.detail = detail_of(score.line, tuple(sheet.sheet_id for sheet in score.sheets))


def _acta(session: Session, progress: Progress, score: ProgressScore, meeting: Meeting) -> SecondActa:
    follow_up = progress.follow_up
    former = [
        one
        for one in documents_of(session, award_subject(follow_up.award_id))
        if one.kind == SECOND_ACTA.code
    ]
    waiting = Money.total(part.amount for part in follow_up.instalments if part.number > 1)
    bound = Bound(
        party=party_of(session, follow_up.award, agreement_of(session, follow_up)),
        transfer=waiting,
        replaces=cite(former[-1]) if former else None,
    )
    return second_acta(
        session,
        progress.contest,
        follow_up.award.application_id,
        score=score,
        meeting=meeting,
        bound=bound,
    )
