"""The acta of the jury's session: who sat, by which rules, what each group obtained."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.queries import Entrant, entrants
from contest_portal.awards.documents.citing import published_on
from contest_portal.awards.documents.wording import JURY_POSITIONS, STANDINGS
from contest_portal.awards.rules.jury_session import JurySession
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of, rulebook_sha256
from contest_portal.contests.rules.rulebook import Phase, Rulebook
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.jury.queries import SeatedJuror, panel, recusal_lines
from contest_portal.kernel.audit import AuditHead
from contest_portal.kernel.marks import Score, format_points
from contest_portal.kernel.problems import N_
from contest_portal.registry.queries import district_names
from contest_portal.scoring.queries import RankedLine, ranking


@dataclass(frozen=True, slots=True)
class ActaJuror:
    """A juror as listed and as signing."""

    full_name: str
    dni: str
    institution: str
    position: str


@dataclass(frozen=True, slots=True)
class ActaPhase:
    """A phase of the evaluation: its name and most points, and the presence of households it asks for (percent)."""

    name: str
    max_points: int
    attendance_percent: str | None


@dataclass(frozen=True, slots=True)
class ActaRecusal:
    """A juror who stood aside for a group."""

    juror_name: str
    code: str
    group_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ActaLine:
    """A group: `means` follow the phases, a disqualified one has no total, `note` says why or what decided."""

    place: int | None
    code: str
    group_name: str
    title: str
    line_name: str
    district_name: str
    means: tuple[str, ...]
    total: Score | None
    standing: str
    note: str


@dataclass(frozen=True, slots=True)
class ActaCategory:
    """The result table of a category."""

    name: str
    lines: tuple[ActaLine, ...]
    passed: int


@dataclass(frozen=True, slots=True)
class Acta:
    """What the acta says."""

    contest_code: str
    contest_title: str
    rulebook_sha256: str
    published_on: date
    territory: tuple[str, ...]
    place: str
    opened_at: datetime
    closed_at: datetime
    remarks: str
    field_from: date
    field_to: date
    jurors: tuple[ActaJuror, ...]
    phases: tuple[ActaPhase, ...]
    max_points: int
    pass_mark: Score
    quorum: int
    entrants: int
    recusals: tuple[ActaRecusal, ...]
    categories: tuple[ActaCategory, ...]
    passed: int
    checkpoint_seq: int
    checkpoint_hash: str


ACTA = DocumentKind(
    code="acta",
    title=N_("Acta de la sesión del jurado"),
    template="acta.html",
    number_format="ACTA N.° {number:03d}-{year}-{office}",
    context=Acta,
)


def build_acta(session: Session, contest: Contest, told: JurySession) -> Acta:
    """Gather the acta from the panel, the frozen rules and the ranking that closed the scoring.

    It also carries the end of the audit chain: signed on paper, it contradicts whoever rewrites the chain later.
    """
    rulebook = rulebook_of(session, contest.id)
    categories = _categories(session, contest.id, rulebook)
    head = session.scalars(select(AuditHead)).one()
    names = district_names(session, rulebook.territory)
    return Acta(
        contest_code=contest.code,
        contest_title=contest.title,
        rulebook_sha256=rulebook_sha256(session, contest.id),
        published_on=published_on(contest),
        territory=tuple(names[ubigeo] for ubigeo in rulebook.territory if ubigeo in names),
        place=told.place.strip(),
        opened_at=told.opened_at,
        closed_at=told.closed_at,
        remarks=told.remarks.strip(),
        field_from=rulebook.calendar.field_from,
        field_to=rulebook.calendar.field_to,
        jurors=tuple(_juror(juror) for juror in panel(session, contest.id)),
        phases=tuple(_phase(phase) for phase in rulebook.phases),
        max_points=rulebook.max_points,
        pass_mark=rulebook.scoring.pass_mark,
        quorum=rulebook.scoring.quorum,
        entrants=sum(len(category.lines) for category in categories),
        recusals=_recusals(session, contest.id),
        categories=categories,
        passed=sum(category.passed for category in categories),
        checkpoint_seq=head.seq,
        checkpoint_hash=head.hash,
    )


def _juror(juror: SeatedJuror) -> ActaJuror:
    return ActaJuror(juror.full_name, juror.dni, juror.institution, JURY_POSITIONS[juror.position])


def _phase(phase: Phase) -> ActaPhase:
    least = phase.attendance_minimum
    return ActaPhase(phase.name, phase.max_points, None if least is None else format_points(least * 100))


def _recusals(session: Session, contest_id: int) -> tuple[ActaRecusal, ...]:
    groups = {entrant.application_id: entrant.group_name for entrant in entrants(session, contest_id)}
    return tuple(
        ActaRecusal(line.juror_name, line.application_code, groups[line.application_id], line.reason)
        for line in recusal_lines(session, contest_id)
        if line.application_id in groups
    )


def _categories(session: Session, contest_id: int, rulebook: Rulebook) -> tuple[ActaCategory, ...]:
    groups = {entrant.application_id: entrant for entrant in entrants(session, contest_id)}
    ranked = [line for line in ranking(session, contest_id) if line.application_id in groups]
    return tuple(
        _category(
            category.name,
            (
                _line(line, groups[line.application_id], rulebook)
                for line in ranked
                if line.category_code == category.code
            ),
        )
        for category in rulebook.categories
    )


def _category(name: str, lines: Iterable[ActaLine]) -> ActaCategory:
    listed = tuple(lines)
    return ActaCategory(name, listed, sum(line.place is not None for line in listed))


def _line(line: RankedLine, group: Entrant, rulebook: Rulebook) -> ActaLine:
    scoring = rulebook.scoring
    means = {mean.phase_code: mean.mean for mean in line.phase_means}
    return ActaLine(
        place=line.place,
        code=line.code,
        group_name=line.group_name,
        title=group.title,
        line_name=rulebook.line(group.line_code).name,
        district_name=group.district_name,
        means=tuple(
            str(Score.rounded(means[phase.code], scoring.decimals, scoring.rounding))
            if phase.code in means
            else "—"
            for phase in rulebook.phases
        ),
        total=line.total,
        standing=STANDINGS[line.standing],
        note=line.reason or line.tie_note,
    )
