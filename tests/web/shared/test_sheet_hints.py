"""A sheet in words, for the call, the bases on paper and the juror."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from flask import Flask

from contest_portal.contests.rules.rulebook import Criterion, Disqualifies, Level, Phase
from contest_portal.contests.rules.sheets import Band, FactKind, ReasonRule, Weighting
from contest_portal.web.shared.rulebook_view import PhaseView, rulebook_view
from contest_portal.web.shared.scale_labels import (
    DISQUALIFIES_LABELS,
    FACT_LABELS,
    FACT_SENTENCES,
    REASON_LABELS,
    WEIGHTING_LABELS,
    WHEN_EMPTY_LABELS,
)
from contest_portal.web.shared.sheet_hints import band_lines, criterion_hints
from tests.factories.contests import FIELD, PUBLIC, RULEBOOK
from tests.factories.sheets import AXES, COMPUTED, IDEA, PRESENT, QUESTION, SHARED, WEIGHTED, WOMEN, book_of


@pytest.fixture(autouse=True)
def page(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def shown(phase: Phase, **scoring: object) -> PhaseView:
    (view,) = rulebook_view(book_of(phase, **scoring), {}).phases
    return view


@pytest.mark.parametrize(
    ("criterion", "hints"),
    [
        pytest.param(IDEA, (), id="plain points need no word"),
        pytest.param(replace(IDEA, min_points=5), ("Nota de 5 a 95.",), id="a lowest mark"),
        pytest.param(
            replace(IDEA, scale="levels", levels=(Level(95, "Convence"), Level(1, "No convence"))),
            ("95 puntos: Convence", "1 punto: No convence"),
            id="levels",
        ),
        pytest.param(
            QUESTION,
            ("Se contesta sí o no. No da puntos: un «no» puede descalificar y lleva su motivo.",),
            id="a question",
        ),
        pytest.param(
            WOMEN,
            (
                "Se calcula con el padrón: Mujeres entre los socios.",
                "Desde 50 %: 5 puntos",
                "Desde 25 % hasta menos de 50 %: 3 puntos",
                "Desde 1 % hasta menos de 25 %: 1 punto",
                "Desde 0 % hasta menos de 1 %: 0 puntos",
            ),
            id="bands without a hole",
        ),
        pytest.param(
            replace(IDEA, reason=ReasonRule.ALWAYS), ("El jurado escribe el motivo.",), id="a reason always"
        ),
        pytest.param(
            replace(IDEA, reason=ReasonRule.BELOW, reason_below=60),
            ("Con menos de 60, el jurado escribe el motivo.",),
            id="a reason below",
        ),
    ],
)
def test_a_criterion_says_how_it_is_marked(criterion: Criterion, hints: tuple[str, ...]) -> None:
    assert criterion_hints(COMPUTED, criterion) == hints


def test_a_criterion_of_a_class_names_it() -> None:
    assert criterion_hints(WEIGHTED, WEIGHTED.criteria[0]) == ("Nota de 1 a 10.", "Lo califica: Jurado.")


def test_bands_are_written_from_the_highest_whatever_their_order() -> None:
    shuffled = replace(WOMEN, bands=(Band(Fraction(3, 8), 2), Band(Fraction(0), 0), Band(Fraction(1), 5)))

    assert band_lines(shuffled) == (
        "Desde 100 %: 5 puntos",
        "Desde 37.5 % hasta menos de 100 %: 2 puntos",
        "Desde 0 % hasta menos de 37.5 %: 0 puntos",
    )


@pytest.mark.parametrize(
    ("phase", "written"),
    [
        pytest.param(
            WEIGHTED,
            [("J1", "60", "60 %"), ("J2", "30", "30 %"), ("A1", "10", "10 %")],
            id="percentages stand beside what they are worth",
        ),
        pytest.param(
            replace(WEIGHTED, max_points=25),
            [("J1", "15", "60 %"), ("J2", "7.5", "30 %"), ("A1", "2.5", "10 %")],
            id="of a phase of 25",
        ),
        pytest.param(
            COMPUTED, [("Q", "", ""), ("W", "5", ""), ("I", "95", "")], id="a question gives nothing"
        ),
        pytest.param(
            Phase("M", "Mexicana", 60, (Criterion("A", "", "Producto", 10, weight=6, min_points=5),)),
            [("A", "60", "10 × 6")],
            id="mark times weight",
        ),
        pytest.param(
            AXES,
            [("Q", "", ""), ("O1", "16", ""), ("O2", "16", "5 × 2"), ("C1", "48", "")],
            id="axes in percent",
        ),
    ],
)
def test_what_a_criterion_gives_at_most(phase: Phase, written: list[tuple[str, str, str]]) -> None:
    criteria = [criterion for axis in shown(phase).axes for criterion in axis.criteria]

    assert [(criterion.code, criterion.most, criterion.weight) for criterion in criteria] == written


def test_axes_add_up_to_parts_of_points_where_weights_do() -> None:
    assert [(axis.name, axis.max_points) for axis in shown(replace(WEIGHTED, max_points=25)).axes] == [
        ("Jurado", "22.5"),
        ("Asesor", "2.5"),
    ]


@pytest.mark.parametrize(
    ("phase", "notes"),
    [
        pytest.param(FIELD, (), id="plain"),
        pytest.param(
            SHARED,
            (
                "Cada criterio aporta su peso por la nota, dividida entre la nota más alta.",
                "Jurado: 90 % de la fase. Si no hay ninguna ficha suya: no se puede cerrar el puntaje.",
                "Asesor: 10 % de la fase. Si no hay ninguna ficha suya: su parte pasa a las otras clases.",
            ),
            id="classes",
        ),
        pytest.param(
            AXES,
            (
                "Cada eje vale su porcentaje de la fase; dentro del eje cuentan la nota y el peso.",
                "Un grupo queda descalificado si más de la mitad de las fichas dicen «no».",
            ),
            id="axes",
        ),
        pytest.param(
            replace(PUBLIC, categories=("IDEA", "OTRA")),
            ("Solo para los grupos de la categoría: En idea, OTRA.",),
            id="some categories alone",
        ),
        pytest.param(
            COMPUTED,
            ("Un grupo queda descalificado si más de la mitad de las fichas dicen «no».",),
            id="a question",
        ),
    ],
)
def test_a_phase_says_what_is_special_about_it(phase: Phase, notes: tuple[str, ...]) -> None:
    assert shown(phase).notes == notes


@pytest.mark.parametrize(
    ("rule", "note"),
    [
        (Disqualifies.ANY, "Un grupo queda descalificado si una sola ficha dice «no»."),
        (Disqualifies.ALL, "Un grupo queda descalificado si todas las fichas dicen «no»."),
    ],
)
def test_whose_no_decides_is_said(rule: Disqualifies, note: str) -> None:
    assert shown(COMPUTED, disqualifies=rule).notes == (note,)


def test_every_choice_has_a_name() -> None:
    assert set(FACT_LABELS) == set(FACT_SENTENCES) == {kind.value for kind in FactKind}
    assert set(REASON_LABELS) == {rule.value for rule in ReasonRule}
    assert set(WEIGHTING_LABELS) == {weighting.value for weighting in Weighting}
    assert set(DISQUALIFIES_LABELS) == {rule.value for rule in Disqualifies}
    assert set(WHEN_EMPTY_LABELS) == {"blocks", "shared_out", "zero"}
    assert PRESENT.fact is FactKind.ATTENDANCE
    assert RULEBOOK.scoring.disqualifies is Disqualifies.MAJORITY
