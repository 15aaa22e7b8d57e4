"""The acta of the second scoring of a group: who scored its progress, the result, what follows for its transfer."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from contest_portal.awards.documents.acta import ActaJuror, ActaRecusal, listed_juror
from contest_portal.awards.documents.citing import Cited
from contest_portal.awards.documents.follow_up_texts import SECOND_ACTA_TEXT
from contest_portal.awards.documents.party import Party
from contest_portal.awards.documents.wording import STANDINGS
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_sha256
from contest_portal.contests.rules.rulebook import Phase
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.jury.queries import panel, recusal_lines
from contest_portal.kernel.marks import Score, format_points
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_
from contest_portal.scoring.progress import ProgressScore
from contest_portal.scoring.rules.ranking import Standing
from contest_portal.scoring.rules.totals import rounded


@dataclass(frozen=True, slots=True)
class ProgressPhase:
    """A phase with its mean: of `sheets` final ones. The attendance it asks for is a percentage."""

    name: str
    max_points: int
    attendance_percent: str | None
    sheets: int
    mean: str


@dataclass(frozen=True, slots=True)
class ProgressCriterion:
    """What a criterion added, and the most that it can."""

    phase: str
    text: str
    mean: str
    most: str


@dataclass(frozen=True, slots=True)
class ProgressSheet:
    """A sheet behind the score and the seal that it was closed under."""

    phase: str
    juror_name: str
    seal: str


@dataclass(frozen=True, slots=True)
class SecondActa:
    """What the acta says. A group left out has no total; `note` says why it did not pass."""

    party: Party
    place: str
    held_on: date
    jurors: tuple[ActaJuror, ...]
    recusals: tuple[ActaRecusal, ...]
    phases: tuple[ProgressPhase, ...]
    criteria: tuple[ProgressCriterion, ...]
    sheets: tuple[ProgressSheet, ...]
    rulebook_sha256: str
    quorum: int
    pass_mark: Score
    total: Score | None
    is_passed: bool
    standing: str
    note: str
    transfer: Money
    remarks: str
    replaces: Cited | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where and on which day the jury met over a group's progress, and what it adds."""

    place: str
    held_on: date
    remarks: str


@dataclass(frozen=True, slots=True)
class Bound:
    """What the acta is bound to: the group with its agreement, the transfer that waits, the acta that it replaces."""

    party: Party
    transfer: Money
    replaces: Cited | None


SECOND_ACTA = DocumentKind(
    code="second_acta",
    title=N_("Acta de calificación del avance"),
    template="second_acta.html",
    number_format="ACTA DE AVANCE N.° {numero:3}-{año}-{oficina}",
    context=SecondActa,
    text=SECOND_ACTA_TEXT,
)


def second_acta(
    session: Session,
    contest: Contest,
    application_id: int,
    *,
    score: ProgressScore,
    meeting: Meeting,
    bound: Bound,
) -> SecondActa:
    """Write down a second scoring. DNI stand in it, as in every acta that jurors sign."""
    jurors = {juror.juror_id: juror for juror in panel(session, contest.id)}
    made = Counter(sheet.counted.juror for sheet in score.sheets)
    signing = [one for one in jurors.values() if made[one.juror_id] or not (made or one.is_absent)]
    return SecondActa(
        party=bound.party,
        place=meeting.place,
        held_on=meeting.held_on,
        jurors=tuple(listed_juror(juror, score.rules) for juror in signing),
        recusals=_recusals(session, contest.id, application_id, bound.party.group_name),
        phases=tuple(_phase(phase, score) for phase in score.rules.phases_of(score.line.category)),
        criteria=tuple(_criteria(score)),
        sheets=tuple(
            ProgressSheet(
                score.rules.phase(sheet.counted.phase).name,
                jurors[sheet.counted.juror].full_name,
                sheet.seal,
            )
            for sheet in score.sheets
        ),
        rulebook_sha256=rulebook_sha256(session, contest.id),
        quorum=score.rules.scoring.quorum,
        pass_mark=score.rules.scoring.pass_mark,
        total=score.line.total,
        is_passed=score.line.standing is Standing.PASSED,
        standing=STANDINGS[score.line.standing.value],
        note="" if score.line.reason is None else score.line.reason.text,
        transfer=bound.transfer,
        remarks=meeting.remarks,
        replaces=bound.replaces,
    )


def _recusals(
    session: Session, contest_id: int, application_id: int, group_name: str
) -> tuple[ActaRecusal, ...]:
    return tuple(
        ActaRecusal(line.juror_name, line.application_code, group_name, line.reason)
        for line in recusal_lines(session, contest_id)
        if line.application_id == application_id
    )


def _phase(phase: Phase, score: ProgressScore) -> ProgressPhase:
    mean = next((one for one in score.line.score.phase_means if one.phase_code == phase.code), None)
    least = phase.attendance_minimum
    return ProgressPhase(
        name=phase.name,
        max_points=phase.max_points,
        attendance_percent=None if least is None else format_points(least * 100),
        sheets=0 if mean is None else mean.sheets,
        mean="—" if mean is None else str(rounded(mean.mean, score.rules.scoring)),
    )


def _criteria(score: ProgressScore) -> Iterator[ProgressCriterion]:
    for one in score.line.score.criterion_means:
        phase = score.rules.phase(one.phase_code)
        criterion = phase.criterion(one.criterion_code)
        if not criterion.disqualifies:
            yield ProgressCriterion(
                phase=phase.name,
                text=criterion.text,
                mean=str(rounded(one.mean, score.rules.scoring)),
                most=format_points(phase.most(criterion)),
            )
