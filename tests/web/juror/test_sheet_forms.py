"""Forms and views made from the rules."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from contest_portal.applications.rules.profile import (
    Asset,
    AssetKind,
    Assistance,
    Counterpart,
    CounterpartKind,
    Difficulty,
    ProblemKind,
    Prospect,
    Purchase,
    Sale,
    empty_profile,
)
from contest_portal.contests.rules.rulebook import Criterion, Level, Phase
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import Problem, Refused
from contest_portal.kernel.quantities import Quantity
from contest_portal.scoring.desk import Desk, desk_of
from contest_portal.web.juror.profile_view import profile_tables
from contest_portal.web.juror.sheet_view import MarkLine, axes_of, lines_of
from contest_portal.web.shared.sheet_forms import SheetForm, given_marks, sheet_form
from tests.factories.accounts import actor_of
from tests.factories.contests import FIELD, RULEBOOK
from tests.factories.evaluation import make_evaluation
from tests.factories.scoring import make_sheet

MIXED = Phase(
    "MIXED",
    "Mixta",
    70,
    (
        Criterion("version", "Uno", "Un criterio con un nombre del formulario", 10),
        Criterion("2.1a", "Uno", "Un criterio que pesa tres", 10, weight=3),
        Criterion("N", "Dos", "Un nivel", 30, scale="levels", levels=(Level(0, "No"), Level(30, "Sí"))),
    ),
)
BOOK = replace(
    RULEBOOK, phases=(FIELD, MIXED), scoring=replace(RULEBOOK.scoring, marks_per_point=2, tie_breaks=())
)


@pytest.fixture
def desk(session: Session) -> Desk:
    scene = make_evaluation(session, rulebook=BOOK, groups=("Sumaq Kuy",))
    scene.jurors[0].phases = "MIXED"
    make_sheet(session, scene.jurors[0], scene.applications[0], "MIXED", {"2.1a": 15, "N": 60}, final=False)
    return desk_of(
        session, actor_of(scene.users[0]), application_id=scene.applications[0].id, phase_code="MIXED"
    )


@pytest.fixture
def spanish(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def posted(app: Flask, desk: Desk, **values: str) -> SheetForm:
    with app.test_request_context(method="POST", data=values):
        form = sheet_form(desk)
        form.validate_on_submit()
        return form


@pytest.mark.usefixtures("spanish")
def test_a_form_is_filled_with_the_sheet_as_saved(desk: Desk) -> None:
    form = sheet_form(desk)

    assert form.shown_version == 1
    assert form["mark_version"].data is None
    assert str(form["mark_2.1a"].data) == "7.5"
    assert form["mark_N"].data == "30"


@pytest.mark.usefixtures("spanish")
def test_the_hint_names_the_step_of_the_marks(desk: Desk) -> None:
    assert sheet_form(desk)["mark_2.1a"].description == "En pasos de 0.5."


def test_marks_are_read_in_the_contests_units(app: Flask, desk: Desk) -> None:
    form = posted(app, desk, **{"mark_version": "2.5", "mark_2.1a": "10", "mark_N": "0"})

    assert given_marks(form, desk) == {"version": Mark(5, 2), "2.1a": Mark(20, 2), "N": Mark(0, 2)}


def test_an_empty_criterion_is_not_among_the_marks(app: Flask, desk: Desk) -> None:
    form = posted(app, desk, **{"mark_version": "", "mark_2.1a": " ", "mark_N": ""})

    assert given_marks(form, desk) == {}


def test_every_bad_level_is_named(app: Flask, desk: Desk) -> None:
    form = posted(app, desk, mark_N="treinta")

    with pytest.raises(Refused) as refusal:
        given_marks(form, desk)

    assert [(p.code, p.field) for p in refusal.value.problems] == [("mark.not_a_number", "N")]


def test_a_problem_of_a_criterion_lands_on_its_field_even_when_names_collide(app: Flask, desk: Desk) -> None:
    with app.test_request_context(method="POST"):
        form = sheet_form(desk)
        form.add_problems(
            (
                Problem("a", field="version", message="Del criterio."),
                Problem("b", field="comment", message="Del comentario."),
                Problem("c", field="panel", message="De nadie."),
            )
        )

        assert list(form["mark_version"].errors) == ["Del criterio."]
        assert list(form.comment.errors) == ["Del comentario."]
        assert [problem.code for problem in form.problems] == ["c"]


@pytest.mark.usefixtures("spanish")
def test_criteria_stand_under_their_axes_with_what_these_are_worth(desk: Desk) -> None:
    axes = axes_of(sheet_form(desk), desk)

    assert [(axis.name, axis.max_points, [row.is_choice for row in axis.rows]) for axis in axes] == [
        ("Uno", "40", [False, False]),
        ("Dos", "30", [True]),
    ]


def test_lines_show_weights_and_what_is_not_marked(desk: Desk) -> None:
    assert lines_of(desk) == (
        MarkLine("version", "Un criterio con un nombre del formulario", None, 1, None, "10"),
        MarkLine("2.1a", "Un criterio que pesa tres", "7.5", 3, "22.5", "30"),
        MarkLine("N", "Un nivel", "30", 1, "30", "30"),
    )
    assert desk.points == Fraction(105, 2)
    assert [criterion.code for criterion in desk.missing] == ["version"]


@pytest.mark.usefixtures("spanish")
def test_a_profile_is_shown_section_by_section_with_its_sums() -> None:
    profile = replace(
        empty_profile(),
        situation=(Prospect("Sin galpón", "Con galpón"),),
        assets=(Asset(AssetKind.LAND, "Parcela", "m²", Quantity.of(100), Money.soles(2)),),
        problems=(Difficulty(ProblemKind.MARKETING, "Pocos clientes", "Ferias"),),
        assistance=(Assistance("Sanidad", "Menos muertes", "Veterinaria", Quantity.of(5), Money.soles(120)),),
        goods=(Purchase("Jaulas", "unidades", Quantity.of(6), Money.soles(150)),),
        sales=(Sale("Cuyes", "unidades", Quantity.of(480), Money.soles(28)),),
        costs=(Purchase("Alfalfa", "tercios", Quantity.of(20), Money.soles(15, 50)),),
        counterpart=(Counterpart(CounterpartKind.LABOUR, "Jornales", Money.soles(900)),),
    )

    shown = [(table.title, table.rows, table.footer) for table in profile_tables(profile)]

    assert shown == [
        ("Situación y perspectiva", ({"c0": "Sin galpón", "c1": "Con galpón"},), None),
        *_with_sum("Lo que el grupo ya tiene", "Terreno: Parcela (100 m²)", "S/\u00a0200.00"),
        ("Problemas y soluciones", ({"c0": "Venta", "c1": "Pocos clientes", "c2": "Ferias"},), None),
        *_with_sum(
            "Asistencia técnica",
            "Sanidad, con Veterinaria, 5 días. Resultado esperado: Menos muertes",
            "S/\u00a0600.00",
        ),
        *_with_sum("Bienes por comprar", "Jaulas (6 unidades)", "S/\u00a0900.00"),
        *_with_sum("Ventas de un año", "Cuyes (480 unidades)", "S/\u00a013,440.00"),
        *_with_sum("Costos de un año", "Alfalfa (20 tercios)", "S/\u00a0310.00"),
        *_with_sum("Contrapartida del grupo", "Mano de obra: Jornales", "S/\u00a0900.00"),
    ]


@pytest.mark.usefixtures("spanish")
def test_empty_sections_are_left_out() -> None:
    assert profile_tables(empty_profile()) == ()


def _with_sum(title: str, what: str, amount: str) -> list[object]:
    return [(title, ({"what": what, "total": amount},), {"what": "Total", "total": amount})]
