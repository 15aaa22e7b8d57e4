"""Funds and contests. The rulebook is the two-phase contest that all tests start from."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, User
from contest_portal.contests.freezing import freeze_draft
from contest_portal.contests.models import Contest, Fund
from contest_portal.contests.rules.envelope_tree import top_amount
from contest_portal.contests.rules.rulebook import (
    BudgetRules,
    Calendar,
    Category,
    Criterion,
    GroupRules,
    Line,
    Phase,
    Rulebook,
    ScoringRules,
    TieBreak,
    TieKind,
)
from contest_portal.contests.rules.second_rules import SecondRules
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.records import to_data
from tests.factories.numbers import new_number

OPENS = datetime(2026, 11, 2, 13, 0, tzinfo=UTC)
CLOSES = datetime(2026, 11, 28, 22, 0, tzinfo=UTC)
SCORED = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
"""When the scoring of a made contest was closed: two hours before the noon of all tests, ahead of its calendar."""

FIELD = Phase(
    code="FIELD",
    name="Evaluación de campo",
    max_points=50,
    attendance_minimum=Fraction(1, 2),
    criteria=(
        Criterion("F1", "Familias", "Compromiso de las familias", 10),
        Criterion("F2", "Organización", "Capacidad de gestión", 10),
        Criterion("F3", "Coherencia", "Actividades y recursos locales", 30),
    ),
)
PUBLIC = Phase(
    code="PUBLIC",
    name="Presentación pública",
    max_points=50,
    criteria=(
        Criterion("P1", "Presentación", "Claridad", 20),
        Criterion("P2", "Presentación", "Identidad y cultura", 10),
        Criterion("P3", "Participación", "Participación de los socios", 20),
    ),
)
RULEBOOK = Rulebook(
    code="I-2026-NEC-LIRCAY",
    title="I Concurso de emprendimientos rurales",
    fund=Money.soles(100_000),
    territory=("090301",),
    calendar=Calendar(
        opens_at=OPENS,
        closes_at=CLOSES,
        field_from=date(2026, 12, 1),
        field_to=date(2026, 12, 4),
        public_on=date(2026, 12, 9),
        results_on=date(2026, 12, 10),
    ),
    lines=(Line("cuyes", "Crianza de cuyes"), Line("panaderia", "Panadería")),
    categories=(
        Category("IDEA", "En idea", Money.soles(40_000)),
        Category("MARCHA", "En marcha", Money.soles(60_000)),
    ),
    phases=(FIELD, PUBLIC),
    group=GroupRules(),
    budget=BudgetRules(min_award=Money.soles(5_000), max_award=Money.soles(20_000)),
    scoring=ScoringRules(
        pass_mark=Score(7000, 2),
        quorum=2,
        tie_breaks=(
            TieBreak(TieKind.PHASE_SCORE, "FIELD"),
            TieBreak(TieKind.MORE_WOMEN),
            TieBreak(TieKind.EARLIER_ENTRY),
        ),
    ),
)

PROGRESS = Phase(
    code="PROGRESS",
    name="Visita del avance",
    max_points=100,
    criteria=(
        Criterion("S1", "Avance", "Lo avanzado corresponde a lo gastado", 60),
        Criterion("S2", "Fondos", "Cuentas claras", 40),
    ),
)
WITH_PROGRESS = replace(RULEBOOK, second=SecondRules((PROGRESS,), Score(7000, 2), quorum=2))
"""The same contest, whose jury scores the progress before the second transfer."""


def make_fund(session: Session, office: Office, *, amount: Money = Money.soles(100_000)) -> Fund:
    fund = Fund(
        office_id=office.id,
        name=f"Fondo {new_number()}",
        source="Recursos ordinarios",
        year=2026,
        amount=amount,
        reserved=ZERO,
    )
    session.add(fund)
    session.flush()
    return fund


def make_contest(
    session: Session,
    office: Office,
    author: User,
    *,
    state: str = "published",
    rulebook: Rulebook = RULEBOOK,
    fund: Fund | None = None,
) -> Contest:
    """Make a contest in any state; beyond draft its rules are frozen and its envelopes exist."""
    fund = fund or make_fund(session, office, amount=rulebook.fund)
    book = replace(rulebook, code=f"{rulebook.code}-{new_number()}")
    contest = Contest(
        code=book.code,
        title=book.title,
        office_id=office.id,
        fund_id=fund.id,
        state=state,
        draft=canonical_json(to_data(book)),
        created_at=OPENS,
    )
    session.add(contest)
    if state != "draft":
        contest.opens_at, contest.closes_at = book.calendar.opens_at, book.calendar.closes_at
        contest.grace_until = book.calendar.grace_until
        contest.published_at = OPENS
        contest.scored_at = None if state in ("published", "evaluating") else SCORED
        session.flush()
        freeze_draft(session, contest, book, at=OPENS, by=author.id)
        fund.reserved = fund.reserved + top_amount(book)
    session.flush()
    return contest
