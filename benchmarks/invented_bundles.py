"""Invented contests as bundles: every kind of sheet, tie chain, rounding and allocation rule, from a seed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from random import Random

from benchmarks.invented_envelopes import with_envelopes
from contest_portal.allocation.rules.claims import OwnPart
from contest_portal.contests.rules.allocation_terms import AllocationTerms, CountedPart, Limit, LimitOf
from contest_portal.contests.rules.rulebook import (
    BudgetRules,
    Calendar,
    Category,
    DecidesOn,
    Disqualifies,
    GroupRules,
    Line,
    Rulebook,
    ScoringRules,
    TieBreak,
    TieKind,
)
from contest_portal.contests.rules.second_rules import SecondRules
from contest_portal.contests.rules.sheets import (
    AxisShare,
    Band,
    Criterion,
    EvaluatorClass,
    FactKind,
    Level,
    Phase,
    ReasonRule,
    Weighting,
    WhenEmpty,
)
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import Money
from contest_portal.kernel.rounding import Rounding
from contest_portal.publication.rules.bundle import (
    FORMAT,
    VERSION,
    Bundle,
    BundleCheckpoint,
    BundleDocument,
    BundleDraw,
    BundleGroup,
    BundleJuror,
    BundleReason,
    BundleRecusal,
    BundleSheet,
)
from contest_portal.publication.rules.bundle_filling import filled
from contest_portal.publication.verify import CHECKED, REPEATED
from contest_portal.scoring.rules.entries import FactFigure, PhaseAttendance

SENT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
CLASSES = ("JURY", "ADVISER")
DISTRICTS, LINES = ("090301", "090302"), ("cuyes", "miel")


def invented_bundle(
    seed: int, *, groups: int = 8, jurors: int = 4, criteria: int = 4, nested: bool = False
) -> Bundle:
    """Make a whole contest; of two contests of the same seed every byte is the same.

    A `nested` one has envelopes inside others, and a rule for which they mean something.
    """
    random = Random(seed)
    rules = _rules(random, criteria, with_quorum=min(2, jurors - 1))
    rules = with_envelopes(rules, Random(f"envelopes {seed}")) if nested else rules
    panel = tuple(
        BundleJuror(f"J{n}", 100 + n, CLASSES[n % 2] if n < 3 else CLASSES[0]) for n in range(1, jurors + 1)
    )
    entered = tuple(_group(random, rules, f"G-{n:03d}") for n in range(1, groups + 1))
    aside = BundleRecusal("J4", "G-001") if jurors > 3 else None
    sheets: list[BundleSheet] = []
    for number, group in enumerate(entered):
        twin = entered[number - 1] if number and random.random() < 0.4 else None
        if twin and twin.category == group.category and twin.code != "G-001":
            sheets += [replace(sheet, group=group.code) for sheet in sheets if sheet.group == twin.code]
            continue
        scoring = [
            one for one in panel if aside is None or (one.code, group.code) != (aside.juror, aside.group)
        ]
        sheets += _sheets(random, rules, group, scoring)
    return filled(
        Bundle(
            FORMAT,
            VERSION,
            rules,
            entered,
            panel,
            tuple(sheets),
            office="Oficina inventada",
            recusals=(aside,) if aside else (),
            draw=BundleDraw("-".join(str(random.randint(1, 90)) for _ in range(4)), SENT),
            documents=(_document(random, "acta"), _document(random, "resolution")),
            checkpoint=BundleCheckpoint(random.randint(1, 9999), _hash(random)),
        )
    )


def _hash(random: Random) -> str:
    return f"{random.getrandbits(256):064x}"


def _document(random: Random, kind: str) -> BundleDocument:
    code = f"{kind.upper()} 001-2026"
    return BundleDocument(kind, code, f"{random.getrandbits(40):010X}", SENT, "issued", _hash(random))


def _rules(random: Random, criteria: int, *, with_quorum: int) -> Rulebook:
    categories = tuple(
        Category(code, code.title(), Money.soles(random.randint(5, 60) * 1000)) for code in ("IDEA", "MARCHA")
    )
    phases = (_phase(random, "FIELD", criteria), _phase(random, "PUBLIC", criteria))
    if random.random() < 0.2:
        phases = (*phases, replace(_phase(random, "EXTRA", criteria), categories=("MARCHA",)))
    rule = random.choice((*REPEATED, CHECKED))
    if rule == "pass_funded":  # a fund that is short gives no allocation
        categories = tuple(replace(one, envelope=Money.soles(1_600_000)) for one in categories)
    return Rulebook(
        code=f"C-{random.randint(1, 99):02d}-2026",
        title="Concurso inventado, con ñ y «comillas»",
        fund=Money.total(one.envelope for one in categories) + Money(random.choice((0, 12_345))),
        territory=DISTRICTS,
        calendar=Calendar(
            SENT, SENT, date(2026, 12, 1), date(2026, 12, 4), date(2026, 12, 9), date(2026, 12, 10)
        ),
        lines=tuple(Line(code, code.title()) for code in LINES),
        categories=categories,
        phases=phases,
        group=GroupRules(),
        budget=BudgetRules(Money.soles(random.choice((500, 5_000))), Money.soles(20_000)),
        scoring=_scoring(random, with_quorum),
        allocation_rule=rule,
        allocation=_terms(random, categories),
        second=_second(random),
    )


def _terms(random: Random, categories: tuple[Category, ...]) -> AllocationTerms:
    """Fix terms for every rule, of which one reads its own. Only maxima: a minimum may be in the way."""
    about = random.choice(
        (
            (LimitOf.LINE, LINES[0]),
            (LimitOf.DISTRICT, DISTRICTS[1]),
            (LimitOf.CATEGORY, categories[0].code),
        )
    )
    limit = Limit(
        *about, max_awards=random.randint(0, 3), max_amount=Money.soles(random.randint(5, 40) * 1000)
    )
    return AllocationTerms(
        share_percent=random.choice((33, 80, 100)),
        counted=tuple(random.sample(list(CountedPart), random.randint(0, 3))),
        most_winners=random.choice((0, 1, 2)),
        limits=random.choice(((), (limit,))),
    )


def _second(random: Random) -> SecondRules | None:
    """Score the progress now and then; nothing of the first scoring depends on it."""
    phase = _phase(random, "LATER", 2)
    return SecondRules((phase,), Score(7000, 2), quorum=2) if random.random() < 0.3 else None


def _scoring(random: Random, quorum: int) -> ScoringRules:
    chain = [
        TieBreak(TieKind.PHASE_SCORE, "FIELD"),
        TieBreak(TieKind.PHASE_SCORE, "PUBLIC"),
        TieBreak(TieKind.MORE_WOMEN),
        TieBreak(TieKind.MORE_HOUSEHOLDS),
        TieBreak(TieKind.EARLIER_ENTRY),
        TieBreak(TieKind.LOT),
    ]
    return ScoringRules(
        pass_mark=Score(random.choice((4000, 5050, 6000)), 2),
        quorum=quorum,
        marks_per_point=random.choice((1, 2, 10)),
        decimals=random.choice((0, 1, 2)),
        rounding=random.choice(list(Rounding)),
        decides_on=random.choice(list(DecidesOn)),
        tie_breaks=tuple(random.sample(chain, random.randint(1, 4))),
        disqualifies=random.choice(list(Disqualifies)),
    )


def _phase(random: Random, code: str, criteria: int) -> Phase:
    weighting = random.choice(list(Weighting))
    classes = random.random() < 0.3
    shares = (
        EvaluatorClass("JURY", "Jurado", 90),
        EvaluatorClass("ADVISER", "Asesor", 10, random.choice((WhenEmpty.SHARED_OUT, WhenEmpty.ZERO))),
    )
    return Phase(
        code=code,
        name=code.title(),
        max_points=50,
        criteria=tuple(_criterion(random, f"{code[0]}{n}", n) for n in range(1, criteria + 1)),
        quorum=random.choice((0, 1)),
        attendance_minimum=Fraction(1, 2) if code == "FIELD" else None,
        weighting=weighting,
        classes=shares if classes else (),
        axis_shares=(AxisShare("UNO", 60), AxisShare("DOS", 40)) if weighting is Weighting.AXES else (),
    )


def _criterion(random: Random, code: str, number: int) -> Criterion:
    axis = ("UNO", "DOS")[number % 2]
    kind = "points" if number < 3 else random.choice(("points", "points", "levels", "register", "yes_no"))
    most = 1 if kind == "yes_no" else random.randint(5, 15)
    weight = 1 if kind == "yes_no" else random.randint(1, 3)
    plain = Criterion(code, axis, f"Criterio {code}", most, scale=kind, weight=weight)
    if kind == "levels":
        return replace(plain, levels=tuple(Level(points, "Nivel") for points in (0, most // 2, most)))
    if kind == "register":
        bands = (Band(Fraction(0), 0), Band(Fraction(1, 3), most // 2), Band(Fraction(2, 3), most))
        return replace(plain, fact=random.choice((FactKind.WOMEN, FactKind.ATTENDANCE)), bands=bands)
    if kind == "points":
        return replace(plain, reason=random.choice((ReasonRule.NEVER, ReasonRule.BELOW)), reason_below=3)
    return plain


def _group(random: Random, rules: Rulebook, code: str) -> BundleGroup:
    households = random.randint(3, 6)
    present = households if random.random() < 0.9 else 1
    women = random.randint(0, households)
    return BundleGroup(
        code=code,
        category=random.choice(("IDEA", "MARCHA")),
        women=women,
        households=households,
        requested=Money.soles(random.randint(5, 20) * 1000),
        submitted_at=SENT - timedelta(minutes=random.randint(0, 3), seconds=random.randint(0, 1)),
        attendance=tuple(PhaseAttendance(phase.code, present, households) for phase in rules.phases),
        facts=(FactFigure(FactKind.WOMEN, women, households),),
        line=random.choice(LINES),
        district=random.choice(DISTRICTS),
        own_parts=tuple(OwnPart(kind, Money(random.randint(0, 900_000))) for kind in CountedPart),
    )


def _sheets(
    random: Random, rules: Rulebook, group: BundleGroup, panel: list[BundleJuror]
) -> Iterator[BundleSheet]:
    """Let everybody score a group; now and then nobody of the smaller class does."""
    for phase in rules.phases_of(group.category):
        alone = bool(phase.classes) and len(panel) > 3 and random.random() < 0.2
        for juror in panel:
            if not (alone and juror.evaluator_class == CLASSES[1]):
                yield _sheet(random, rules, phase, group, juror)


def _sheet(
    random: Random, rules: Rulebook, phase: Phase, group: BundleGroup, juror: BundleJuror
) -> BundleSheet:
    steps = rules.scoring.marks_per_point
    marks, reasons = {}, []
    for criterion in phase.criteria:
        if criterion.is_computed:
            continue
        points = _points(random, criterion, steps)
        marks[criterion.code] = int(points * steps)
        if criterion.wants_reason(points):
            reasons.append(BundleReason(criterion.code, "No convenció"))
    return BundleSheet(group.code, juror.code, phase.code, marks, tuple(reasons))


def _points(random: Random, criterion: Criterion, steps: int) -> Fraction:
    if criterion.levels:
        return Fraction(random.choice(criterion.level_points))
    if criterion.disqualifies:
        return Fraction(random.random() < 0.97)
    return Fraction(random.randint(criterion.max_points * steps // 2, criterion.max_points * steps), steps)
