"""A trial in words: each stage, each group with why it is there and what became of it, each sheet."""

from dataclasses import replace

import pytest

from contest_portal.allocation.rules.results import Outcome
from contest_portal.allocation.views import EnvelopeView
from contest_portal.contests.rules.rulebook import Category, ScreeningRules
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import NotFound
from contest_portal.trials.results import TrialResult
from contest_portal.trials.rules.findings import Fate, findings
from contest_portal.trials.rules.plan import Strength, TrialPlan
from contest_portal.trials.rules.purposes import Purpose
from contest_portal.trials.run import run_trial
from contest_portal.web.staff.contest_trial_forms import STRENGTH_LABELS, asked_plan, named_plan
from contest_portal.web.staff.contest_trial_view import (
    COLUMNS,
    PURPOSE_LABELS,
    SheetRow,
    TrialPhase,
    TrialRow,
    trial_categories,
    trial_findings,
    trial_lines,
    trial_phases,
    trial_row,
    trial_stages,
)
from tests.factories.trials import SMALL, template_book, trial_order_of


@pytest.fixture(scope="module")
def small() -> TrialResult:
    return run_trial(trial_order_of(SMALL))


def test_every_purpose_and_strength_has_its_words() -> None:
    assert set(PURPOSE_LABELS) == set(Purpose)
    assert set(STRENGTH_LABELS) == {strength.value for strength in Strength}


@pytest.mark.parametrize(
    ("number", "row"),
    [
        (
            1,
            TrialRow(
                number=1,
                name="Grupo inventado 1",
                code="C-2026-T-001",
                purpose="Tiene las notas más altas.",
                place="1",
                total="98.00",
                outcome=Outcome.AWARDED,
                amount="S/ 15,000.00",
                reasons=(
                    "Puesto 1: recibe los S/ 15,000.00 que solicitó; en el sobre había S/ 40,000.00 y quedan "
                    "S/ 25,000.00.",
                ),
            ),
        ),
        (
            3,
            TrialRow(
                number=3,
                name="Grupo inventado 3",
                code="C-2026-T-003",
                purpose="Empata: otro grupo tiene sus mismas notas.",
                place="4",
                total="87.33",
                outcome=Outcome.RESERVE,
                amount="—",
                reasons=(
                    "Empate con C-2026-T-002 en 87.33 puntos.",
                    "Decide la presentación más temprana.",
                    "Puesto 4: el sobre se cerró en C-2026-T-002; espera en reserva con S/ 17,250.00 solicitados.",
                ),
            ),
        ),
        (
            5,
            TrialRow(
                number=5,
                name="Grupo inventado 5",
                code="C-2026-T-005",
                purpose="Tiene las notas más bajas.",
                place="—",
                total="42.67",
                outcome=Outcome.BELOW_PASS,
                amount="—",
                reasons=("42.67 puntos, por debajo del mínimo de 70.00.",),
            ),
        ),
        (
            6,
            TrialRow(
                number=6,
                name="Grupo inventado 6",
                code="C-2026-T-006",
                purpose="Sus familias faltan a la visita.",
                place="—",
                total="—",
                outcome=Outcome.DISQUALIFIED,
                amount="—",
                reasons=(
                    "Descalificado en Evaluación de campo: 1 de 4 hogares presentes, menos del 50 % exigido.",
                ),
            ),
        ),
    ],
    ids=["paid", "tied and waiting", "below", "absent"],
)
def test_a_group_says_why_it_is_there_and_what_decided(
    small: TrialResult, number: int, row: TrialRow
) -> None:
    group = next(one for one in small.groups if one.invented.number == number)

    found = trial_row(group)

    plain = tuple(reason.replace("\u00a0", " ") for reason in found.reasons)
    assert replace(found, amount=found.amount.replace("\u00a0", " "), reasons=plain) == row


def test_groups_stand_in_order_under_their_category_and_its_envelope(small: TrialResult) -> None:
    (category,) = trial_categories(small)

    assert [row.number for row in category.rows] == [1, 4, 2, 3, 5, 6]
    assert (category.name, category.envelope.percent_awarded) == ("En idea", 70)


def test_categories_stand_in_the_order_of_the_rules(small: TrialResult) -> None:
    empty = EnvelopeView("MARCHA", "En marcha", Money.soles(1), ZERO, ())
    categories = (Category("MARCHA", "En marcha", Money.soles(1)), *SMALL.categories)
    run = replace(small.run, envelopes=(*small.run.envelopes, empty))

    found = trial_categories(replace(small, rulebook=replace(SMALL, categories=categories), run=run))

    assert [(category.name, len(category.rows)) for category in found] == [("En marcha", 0), ("En idea", 6)]


def test_each_stage_is_told_in_figures(small: TrialResult) -> None:
    told = tuple((label, text.replace("\u00a0", " ")) for label, text in trial_stages(small))

    assert told[0][1].startswith("Las reglas se congelan con la huella ")
    assert told[1:] == (
        ("Recepción de perfiles", "Entran 6 perfiles que cumplen las reglas del grupo y del presupuesto."),
        ("Evaluación", "3 evaluadores dejan 14 fichas definitivas; el quórum es de 2 por grupo y fase."),
        ("Orden de mérito", "Aprueban 4 de 6 grupos."),
        ("Reparto del fondo", "Se adjudican S/ 28,350.00 de S/ 40,000.00 a 2 grupos; 2 quedan en reserva."),
    )


def test_screening_and_a_lot_are_told_where_there_were_some(small: TrialResult) -> None:
    screened = replace(SMALL, screening=ScreeningRules(cure_days=3))

    told = dict(trial_stages(replace(small, rulebook=screened, draw="48151")))

    assert told["Revisión de admisión"] == "Todos los perfiles se admiten."
    assert told["Orden de mérito"].endswith("Un empate se decide por sorteo, con los números 48151.")


def test_what_the_rules_do_is_said_by_the_rule_that_finds_it(small: TrialResult) -> None:
    fates = tuple(Fate("IDEA", one.invented.purpose, one.line.outcome) for one in small.groups)

    assert trial_findings(small) == tuple(sentence.text for sentence in findings(SMALL, fates)) == ()


def test_sheets_stand_side_by_side_and_add_up(small: TrialResult) -> None:
    fewer = next(one for one in small.groups if one.invented.purpose is Purpose.FEWER_SHEETS)

    assert trial_phases(fewer, small) == (
        TrialPhase(
            name="Evaluación de campo",
            jurors=("Jurado 1", "Jurado 3"),
            rows=(
                SheetRow("F1", "Compromiso de las familias", ("9", "9"), "18.0000"),
                SheetRow("F2", "Capacidad de gestión", ("9", "9"), "18.0000"),
                SheetRow("F3", "Actividades y recursos locales", ("28", "26"), "54.0000"),
            ),
            told=("3 de 3 hogares presentes.", "Promedio de la fase: 90 de 100 puntos."),
        ),
    )


def test_a_group_that_nobody_marks_shows_its_criteria_empty(small: TrialResult) -> None:
    absent = next(one for one in small.groups if one.invented.purpose is Purpose.ABSENT)

    (phase,) = trial_phases(absent, small)

    assert (phase.jurors, [row.marks for row in phase.rows]) == ((), [(), (), ()])
    assert phase.told == ("1 de 4 hogares presentes.",)


def test_evaluators_are_called_by_their_class_and_each_marks_its_own() -> None:
    result = run_trial(trial_order_of(template_book("weighted")))

    (phase,) = trial_phases(result.groups[0], result)

    assert phase.jurors == ("Jurado 1", "Jurado 2", "Jurado 3", "Asesor 4")
    assert [row.marks[3] == "—" for row in phase.rows] == [True] * 11 + [False]
    assert phase.rows[-1].marks[:3] == ("—", "—", "—")


def test_what_the_register_told_stands_beside_the_sheets() -> None:
    result = run_trial(trial_order_of(template_book("young_entrepreneurs")))
    leader, *_, below = result.groups

    assert trial_phases(leader, result)[0].told[:2] == (
        "3 de 3 socios son mujeres.",
        "3 de 3 socios tienen de 18 a 29 años.",
    )
    assert trial_phases(below, result)[0].told[:2] == (
        "0 de 5 socios son mujeres.",
        "0 de 5 socios tienen de 18 a 29 años.",
    )


def test_the_lines_of_the_file_bear_the_mark_and_every_column(small: TrialResult) -> None:
    lines = list(trial_lines(small))

    assert all(len(line) == len(COLUMNS) and line[0] == "PRUEBA, sin valor" for line in lines)
    assert lines[0][1:8] == (
        "En idea",
        "C-2026-T-001",
        "Grupo inventado 1",
        "Tiene las notas más altas.",
        "1",
        "98.00",
        "Adjudicado",
    )


@pytest.mark.parametrize(
    "plan",
    [TrialPlan(), TrialPlan(1, 1, Strength.WEAK), TrialPlan(999_999, 12, Strength.STRONG)],
    ids=["usual", "least", "most"],
)
def test_an_address_gives_back_the_plan_it_names(plan: TrialPlan) -> None:
    assert asked_plan({name: str(value) for name, value in named_plan(plan).items()}) == plan
    assert asked_plan({}) == TrialPlan()


@pytest.mark.parametrize(
    "asked",
    [
        {"semilla": "0"},
        {"semilla": "1000000"},
        {"semilla": "uno"},
        {"semilla": ""},
        {"grupos": "0"},
        {"grupos": "13"},
        {"grupos": "-3"},
        {"nivel": "otro"},
        {"nivel": ""},
    ],
    ids=str,
)
def test_an_address_that_no_form_makes_is_not_found(asked: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        asked_plan(asked)
