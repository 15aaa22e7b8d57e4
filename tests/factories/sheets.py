"""Sheets that use what a scoring sheet can say beyond points and levels."""

from dataclasses import replace
from fractions import Fraction

from contest_portal.contests.rules.rulebook import Criterion, Phase, Rulebook
from contest_portal.contests.rules.sheets import (
    AxisShare,
    Band,
    EvaluatorClass,
    FactKind,
    Weighting,
    WhenEmpty,
)
from tests.factories.contests import RULEBOOK

JURY = EvaluatorClass("JURY", "Jurado", 90, WhenEmpty.BLOCKS)
ADVISER = EvaluatorClass("ADVISER", "Asesor", 10, WhenEmpty.SHARED_OUT)
WEIGHTED = Phase(
    "WEIGHTED",
    "Ficha ponderada",
    100,
    (
        Criterion("J1", "Jurado", "Modelo de negocio", 10, weight=60, min_points=1, marked_by="JURY"),
        Criterion("J2", "Jurado", "Mercado", 10, weight=30, min_points=1, marked_by="JURY"),
        Criterion("A1", "Asesor", "Criterio técnico", 10, weight=10, min_points=1, marked_by="ADVISER"),
    ),
    weighting=Weighting.PERCENT,
    classes=(JURY, ADVISER),
)
"""Marks from 1 to 10, weights in percent, jury 90 and adviser 10, each class with criteria of its own."""
SHARED = replace(
    WEIGHTED,
    code="SHARED",
    criteria=(
        Criterion("S1", "", "Modelo de negocio", 10, weight=70, min_points=1),
        Criterion("S2", "", "Mercado", 10, weight=30, min_points=1),
    ),
)
"""The same classes marking one sheet."""
QUESTION = Criterion("Q", "Requisitos", "Todos los papeles de las bases", 1, scale="yes_no")
AXES = Phase(
    "AXES",
    "Ficha por ejes",
    80,
    (
        QUESTION,
        Criterion("O1", "Organización", "Acuerdos", 10),
        Criterion("O2", "Organización", "Cuentas", 5, weight=2),
        Criterion("C1", "Coherencia", "Plan", 7),
    ),
    weighting=Weighting.AXES,
    axis_shares=(AxisShare("Organización", 40), AxisShare("Coherencia", 60)),
)
"""Axes worth 40 and 60 per cent of 80 points; inside them marks and weights count."""
WOMEN = Criterion(
    "W",
    "Organización",
    "Mujeres en el grupo",
    5,
    scale="register",
    fact=FactKind.WOMEN,
    bands=(Band(Fraction(0), 0), Band(Fraction(1, 100), 1), Band(Fraction(1, 4), 3), Band(Fraction(1, 2), 5)),
)
PRESENT = replace(WOMEN, code="H", text="Hogares presentes", fact=FactKind.ATTENDANCE)
IDEA = Criterion("I", "Propuesta", "Idea de negocio", 95)
COMPUTED = Phase("COMPUTED", "Ficha con padrón", 100, (QUESTION, WOMEN, IDEA))
"""A yes/no question, a share of the register, and a mark."""


def book_of(*phases: Phase, **scoring: object) -> Rulebook:
    """Put phases into the rules of the house."""
    return replace(RULEBOOK, phases=phases, scoring=replace(RULEBOOK.scoring, tie_breaks=(), **scoring))
