"""The acta of the jury's session: who sat, by which rules, what each group obtained."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.queries import Entrant, entrants
from contest_portal.applications.screening_queries import NotAdmitted, not_admitted
from contest_portal.awards.documents.acta_changes import ActaStanding
from contest_portal.awards.documents.acta_closing import ActaClosing, acta_closing
from contest_portal.awards.documents.acta_session import ActaSession, acta_session
from contest_portal.awards.documents.acta_text import ACTA_TEXT
from contest_portal.awards.documents.allocation_words import names_of, rule_in_words
from contest_portal.awards.documents.citing import published_on
from contest_portal.awards.documents.wording import JURY_POSITIONS, STANDINGS
from contest_portal.awards.rules.jury_session import JurySession
from contest_portal.contests.amendment_queries import CitedAmendment, cited_amendments, rulebook_version
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import DecidesOn, Phase, Rulebook
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.jury.absence_queries import absences
from contest_portal.jury.assignment_queries import shared_out
from contest_portal.jury.queries import SeatedJuror, panel, recusal_lines
from contest_portal.kernel.audit import AuditHead, head_checkpoint
from contest_portal.kernel.checkpoints import PrintedCheckpoint, printed
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.marks import Score, format_points
from contest_portal.kernel.problems import N_
from contest_portal.kernel.records import added_later
from contest_portal.kernel.sentences import text_of
from contest_portal.registry.queries.register import district_names
from contest_portal.scoring.counting import countable_sheets
from contest_portal.scoring.draws import cancelled_draws, draw_of
from contest_portal.scoring.queries import RankedLine, ranking, sealing_instants
from contest_portal.scoring.rules.totals import printed_points


@dataclass(frozen=True, slots=True)
class ActaJuror:
    """A juror as listed and as signing."""

    full_name: str
    dni: str
    institution: str
    position: str


@dataclass(frozen=True, slots=True)
class ActaShare:
    """A class of evaluators and its share of a phase, in percent."""

    name: str
    percent: int


@dataclass(frozen=True, slots=True)
class ActaPhase:
    """A phase: its name and most points, the presence it asks for (percent), and the days its sheets were sealed.

    `categories` names those whose groups go through it, when not all do; `quorum` is its own, where it has one.
    """

    name: str
    max_points: int
    attendance_percent: str | None
    first_sealed_on: date | None = added_later(None)
    last_sealed_on: date | None = added_later(None)
    categories: tuple[str, ...] = added_later(())
    shares: tuple[ActaShare, ...] = added_later(())
    quorum: int = added_later(0)


@dataclass(frozen=True, slots=True)
class ActaDraw:
    """The lot that decided ties: the numbers as they are hashed, when and before whom they were drawn."""

    numbers: str
    held_at: datetime
    witnesses: str


@dataclass(frozen=True, slots=True)
class ActaCancelledDraw:
    """A lot that was drawn before and cancelled by an act."""

    numbers: str
    held_at: datetime
    witnesses: str
    document: str
    reason: str
    cancelled_at: datetime


@dataclass(frozen=True, slots=True)
class ActaRecusal:
    """A juror who stood aside for a group."""

    juror_name: str
    code: str
    group_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ActaAbsence:
    """A juror who did not take part to the end, and who sat in the place; `sheets` made final before still count."""

    juror_name: str
    position: str
    institution: str
    reason: str
    substitute_name: str
    sheets: int


@dataclass(frozen=True, slots=True)
class ActaAssignment:
    """The numbers by which groups were shared out among evaluators, and before whom they were drawn."""

    numbers: str
    witnesses: str
    made_at: datetime


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
    """What the acta says. `rulebook_sha256` is that of the rules as first published; amendments bring their own."""

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
    exact_decides: bool = added_later(False)
    draw: ActaDraw | None = added_later(None)
    amendments: tuple[CitedAmendment, ...] = added_later(())
    not_admitted: tuple[NotAdmitted, ...] = added_later(())
    hall: ActaSession | None = added_later(None)
    absences: tuple[ActaAbsence, ...] = added_later(())
    assignment: ActaAssignment | None = added_later(None)
    closing: ActaClosing | None = added_later(None)
    checkpoint: PrintedCheckpoint | None = added_later(None)
    allocation_rule: str = added_later("")
    cancelled_draws: tuple[ActaCancelledDraw, ...] = added_later(())


ACTA = DocumentKind(
    code="acta",
    title=N_("Acta de la sesión del jurado"),
    template="acta.html",
    number_format="ACTA N.° {numero:3}-{año}-{oficina}",
    context=Acta,
    text=ACTA_TEXT,
)


def build_acta(session: Session, contest: Contest, told: JurySession) -> Acta:
    """Gather the acta from the panel, the frozen rules, the ranking that closed the scoring, and the log's state."""
    rulebook = rulebook_of(session, contest.id)
    categories = _categories(session, contest.id, rulebook)
    head = session.execute(select(AuditHead.seq, AuditHead.hash)).one()
    return Acta(
        contest_code=contest.code,
        contest_title=contest.title,
        rulebook_sha256=rulebook_version(session, contest.id, 1).sha256,
        published_on=published_on(contest),
        territory=_districts(session, rulebook),
        place=told.place.strip(),
        opened_at=told.opened_at,
        closed_at=told.closed_at,
        remarks=told.remarks.strip(),
        field_from=rulebook.calendar.field_from,
        field_to=rulebook.calendar.field_to,
        jurors=_present(session, contest.id, rulebook),
        phases=_phases(session, contest.id, rulebook),
        max_points=rulebook.max_points,
        pass_mark=rulebook.scoring.pass_mark,
        quorum=rulebook.scoring.quorum,
        entrants=sum(len(category.lines) for category in categories),
        recusals=_recusals(session, contest.id),
        categories=categories,
        passed=sum(category.passed for category in categories),
        checkpoint_seq=head.seq,
        checkpoint_hash=head.hash,
        exact_decides=rulebook.scoring.decides_on is DecidesOn.EXACT,
        draw=_draw(session, contest.id),
        cancelled_draws=_cancelled(session, contest.id),
        amendments=cited_amendments(session, contest.id),
        not_admitted=not_admitted(session, contest.id),
        hall=acta_session(session, contest.id),
        absences=_absences(session, contest.id),
        assignment=_assignment(session, contest.id),
        closing=acta_closing(session, contest, _standings(categories)),
        checkpoint=printed(head_checkpoint(session)),
        allocation_rule=_allocation_rule(session, rulebook),
    )


def _standings(categories: Iterable[ActaCategory]) -> tuple[ActaStanding, ...]:
    return tuple(
        ActaStanding(line.code, line.place, line.total, line.standing)
        for category in categories
        for line in category.lines
    )


def _allocation_rule(session: Session, rulebook: Rulebook) -> str:
    names = names_of(rulebook, district_names(session, rulebook.territory))
    nested = bool(rulebook.pots)
    return rule_in_words(rulebook.allocation_rule, rulebook.allocation, names, nested=nested)


def _present(session: Session, contest_id: int, rulebook: Rulebook) -> tuple[ActaJuror, ...]:
    return tuple(listed_juror(juror, rulebook) for juror in panel(session, contest_id) if not juror.is_absent)


def _districts(session: Session, rulebook: Rulebook) -> tuple[str, ...]:
    names = district_names(session, rulebook.territory)
    return tuple(names[ubigeo] for ubigeo in rulebook.territory if ubigeo in names)


def listed_juror(juror: SeatedJuror, rulebook: Rulebook) -> ActaJuror:
    """List a juror as actas do, with the phase of a panel of its own."""
    position, own = JURY_POSITIONS[juror.position], rulebook.panel_of(juror.phases)
    if own:
        position = f"{position} ({rulebook.phase(own).name})"
    return ActaJuror(juror.full_name, juror.dni, juror.institution, position)


def _phases(session: Session, contest_id: int, rulebook: Rulebook) -> tuple[ActaPhase, ...]:
    sealed = sealing_instants(session, contest_id)
    return tuple(
        ActaPhase(
            name=phase.name,
            max_points=phase.max_points,
            attendance_percent=_percent(phase),
            first_sealed_on=office_date(sealed[phase.code][0]) if phase.code in sealed else None,
            last_sealed_on=office_date(sealed[phase.code][1]) if phase.code in sealed else None,
            categories=tuple(rulebook.category(code).name for code in phase.categories),
            shares=tuple(ActaShare(one.name, one.share) for one in phase.classes),
            quorum=phase.quorum,
        )
        for phase in rulebook.phases
    )


def _percent(phase: Phase) -> str | None:
    least = phase.attendance_minimum
    return None if least is None else format_points(least * 100)


def _draw(session: Session, contest_id: int) -> ActaDraw | None:
    drawn = draw_of(session, contest_id)
    return None if drawn is None else ActaDraw(drawn.numbers, drawn.held_at, drawn.witnesses)


def _cancelled(session: Session, contest_id: int) -> tuple[ActaCancelledDraw, ...]:
    return tuple(ActaCancelledDraw(**asdict(one)) for one in cancelled_draws(session, contest_id))


def _assignment(session: Session, contest_id: int) -> ActaAssignment | None:
    made = shared_out(session, contest_id)
    return None if made is None else ActaAssignment(made.numbers, made.witnesses, made.made_at)


def _absences(session: Session, contest_id: int) -> tuple[ActaAbsence, ...]:
    made = Counter(sheet.counted.juror for sheet in countable_sheets(session, contest_id))
    return tuple(
        ActaAbsence(
            juror_name=one.juror_name,
            position=JURY_POSITIONS[one.position],
            institution=one.institution,
            reason=one.told,
            substitute_name=one.substitute_name,
            sheets=made[one.juror_id],
        )
        for one in absences(session, contest_id)
    )


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
    written = _written_means(ranked, rulebook)
    return tuple(
        _category(
            category.name,
            (
                _line(line, groups[line.application_id], rulebook, written)
                for line in ranked
                if line.category_code == category.code
            ),
        )
        for category in rulebook.categories
    )


def _written_means(lines: Iterable[RankedLine], rulebook: Rulebook) -> Mapping[str, Mapping[Fraction, Score]]:
    """Write the means of each phase so that those which decided a tie can be told apart."""
    listed = tuple(lines)
    return {
        phase.code: printed_points(
            (mean.mean for line in listed for mean in line.phase_means if mean.phase_code == phase.code),
            rulebook.scoring,
        )
        for phase in rulebook.phases
    }


def _category(name: str, lines: Iterable[ActaLine]) -> ActaCategory:
    listed = tuple(lines)
    return ActaCategory(name, listed, sum(line.place is not None for line in listed))


def _line(
    line: RankedLine, group: Entrant, rulebook: Rulebook, written: Mapping[str, Mapping[Fraction, Score]]
) -> ActaLine:
    means = {mean.phase_code: mean.mean for mean in line.phase_means}
    return ActaLine(
        place=line.place,
        code=line.code,
        group_name=line.group_name,
        title=group.title,
        line_name=rulebook.line(group.line_code).name,
        district_name=group.district_name,
        means=tuple(
            str(written[phase.code][means[phase.code]]) if phase.code in means else "—"
            for phase in rulebook.phases
        ),
        total=line.total,
        standing=STANDINGS[line.standing],
        note=text_of(line.notes),
    )
