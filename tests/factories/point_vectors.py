"""What the rules on the server say of marks and sums, for the arithmetic on phones to say the same."""

from collections.abc import Iterator
from fractions import Fraction
from hashlib import sha256
from itertools import product
from math import lcm
from random import Random

from contest_portal.contests.rules.sheets import Criterion, Level, Phase, ReasonRule
from contest_portal.kernel.marks import Mark, parse_mark
from contest_portal.kernel.problems import Refused
from contest_portal.scoring.rules.entries import CountedSheet, CriterionMark
from contest_portal.scoring.rules.shares import sheet_points
from contest_portal.scoring.rules.sheet_rules import mark_problem
from contest_portal.web.juror.phone_package import criterion_rules
from contest_portal.web.juror.sheet_view import points_text
from tests.factories.contests import FIELD, PUBLIC
from tests.factories.sheets import AXES, SHARED, WEIGHTED

Vector = dict[str, object]
_LEVELS = Criterion(
    "L", "", "Niveles", 9, scale="levels", levels=(Level(0, "nada"), Level(4, "algo"), Level(9, "todo"))
)
_BELOW = Criterion("B", "", "Con motivo", 10, reason=ReasonRule.BELOW, reason_below=4, weight=3)
_ALWAYS = Criterion("A", "", "Siempre con motivo", 5, reason=ReasonRule.ALWAYS)
MIXED = Phase("MIXED", "De todo", 54, (_LEVELS, _BELOW, _ALWAYS))
PHASES = (FIELD, PUBLIC, AXES, SHARED, WEIGHTED, MIXED)
TEXTS = (
    "",
    "0",
    "7",
    "7.5",
    "7,5",
    "7.25",
    "10",
    "010",
    "99999",
    "1e3",
    "-1",
    " 8 ",
    "٣",
    "7.",
    ".5",
    "7.1234",
    "1_0",
)


def rules_of(phase: Phase, per_point: int) -> dict[str, object]:
    """Give a phase as it travels to a phone."""
    parts = lcm(*(phase.factor(criterion).denominator for criterion in phase.criteria))
    return {
        "parts": parts,
        "per_point": per_point,
        "criteria": [criterion_rules(phase, criterion, parts) for criterion in phase.criteria],
    }


def _vectors() -> Iterator[Vector]:
    for text in ("", "abc", "ñandú «°»", "x" * 55, "x" * 56, "x" * 64, "é" * 1000):
        yield _of("sha256", [text], sha256(text.encode()).hexdigest())
    for text, per_point in product(TEXTS, (1, 2, 4, 10)):
        yield _of("parseUnits", [text, per_point], _parsed(text, per_point))
    for numerator, denominator in product(
        (0, 1, 2, 7, 15, 200, 2005, 12345), (1, 2, 3, 7, 8, 40, 1000, 2000)
    ):
        expected = points_text(Fraction(numerator, denominator))
        yield _of("pointsText", [str(numerator), str(denominator)], expected)
    for phase, per_point in product(PHASES, (1, 2)):
        yield from _of_phase(phase, per_point)


def _of_phase(phase: Phase, per_point: int) -> Iterator[Vector]:
    rules = rules_of(phase, per_point)
    random = Random(f"{phase.code}{per_point}")  # noqa: S311 - vectors, no secret
    listed = rules["criteria"]
    assert isinstance(listed, list)
    for criterion, sent in zip(phase.criteria, listed, strict=True):
        for units in range(-1, criterion.max_points * per_point + 2):
            mark = Mark(units, per_point)
            fits = mark_problem(phase, criterion.code, mark, per_point) is None
            yield _of("fits", [sent, units, per_point], fits)
            yield _of("wantsReason", [sent, units, per_point], criterion.wants_reason(mark.points))
    for _ in range(6):
        given = [
            CriterionMark(one.code, Mark(random.randrange(one.max_points * per_point + 1), per_point))
            for one in phase.criteria
            if random.random() < 0.8
        ]
        marks = [{"criterion": m.criterion, "units": m.mark.units, "reason": ""} for m in given]
        points = sheet_points(CountedSheet(1, phase.code, tuple(given)), phase)
        yield _of("total", [rules, marks, []], points_text(points))
        coded = {one.criterion for one in given}
        lacking = [
            m.criterion
            for one in phase.criteria
            for m in given
            if m.criterion == one.code and one.wants_reason(m.mark.points)
        ]
        yield _of(
            "missing",
            [rules, marks],
            [[one.code for one in phase.criteria if one.code not in coded], lacking],
        )


def _parsed(text: str, per_point: int) -> int | None:
    try:
        return parse_mark(text, field="", per_point=per_point, maximum=99_999).units
    except Refused:
        return None


def _of(call: str, arguments: list[object], expected: object) -> Vector:
    return {"call": call, "arguments": arguments, "expected": expected}


VECTORS = list(_vectors())
