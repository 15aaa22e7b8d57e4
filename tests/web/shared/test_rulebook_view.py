"""The rules of a contest in words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from flask import Flask

from contest_portal.contests.rules.approval_chain import ApprovalStep, Approver
from contest_portal.contests.rules.asked_files import AskedFile, FileForm
from contest_portal.contests.rules.rulebook import (
    Criterion,
    DecidesOn,
    GroupRules,
    LatePhones,
    Phase,
    Rulebook,
    ScreeningRules,
    TieBreak,
    TieKind,
    Uncured,
)
from contest_portal.kernel.rounding import Rounding
from contest_portal.web.shared.rulebook_view import RulebookView, rulebook_view
from tests.factories.contests import FIELD, RULEBOOK


@pytest.fixture(autouse=True)
def page(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def view(book: Rulebook = RULEBOOK) -> RulebookView:
    return rulebook_view(book, {"090301": "Lircay"})


def test_districts_are_named() -> None:
    assert view().districts == ("Lircay",)


def test_a_district_without_a_name_shows_its_code() -> None:
    assert view(replace(RULEBOOK, territory=("090301", "099999"))).districts == ("Lircay", "099999")


def test_dates_follow_the_contest_in_the_office_zone() -> None:
    assert view().dates == (
        ("Recepción de perfiles, desde", "2 nov. 2026, 08:00"),
        ("Cierre de la recepción", "28 nov. 2026, 17:00"),
        ("Evaluación de campo, desde", "1 de diciembre de 2026"),
        ("Evaluación de campo, hasta", "4 de diciembre de 2026"),
        ("Presentación pública", "9 de diciembre de 2026"),
        ("Publicación de resultados", "10 de diciembre de 2026"),
        ("Observaciones al resultado", "3 días hábiles desde el anuncio"),
    )


@pytest.mark.parametrize(
    ("group", "requirements"),
    [
        pytest.param(
            GroupRules(),
            (
                "Grupos de 3 a 6 hogares.",
                "Cada hogar participa en un solo grupo de este concurso.",
                "Todos los integrantes viven en centros poblados focalizados por el programa.",
                "Todos los integrantes viven en los distritos del concurso.",
            ),
            id="every rule",
        ),
        pytest.param(
            GroupRules(
                4,
                4,
                one_group_per_household=False,
                targeted_centres_only=False,
                within_territory=False,
            ),
            ("Grupos de 4 hogares.",),
            id="one size and nothing else",
        ),
        pytest.param(
            GroupRules(
                4,
                4,
                one_group_per_household=False,
                targeted_centres_only=False,
                within_territory=False,
                months_between_awards=12,
            ),
            (
                "Grupos de 4 hogares.",
                "Ningún hogar fue premiado en otro concurso en los 12 meses antes de que abra este.",
            ),
            id="months between awards",
        ),
        pytest.param(
            GroupRules(
                4,
                4,
                one_group_per_household=False,
                targeted_centres_only=False,
                within_territory=False,
                valid_class_only=True,
            ),
            (
                "Grupos de 4 hogares.",
                "La clasificación SISFOH de todos los hogares está vigente el día en que abre el concurso.",
            ),
            id="valid class",
        ),
        pytest.param(
            GroupRules(
                4,
                4,
                one_group_per_household=False,
                targeted_centres_only=False,
                within_territory=False,
                sign_off=True,
                members_confirming=2,
            ),
            (
                "Grupos de 4 hogares.",
                "Antes de enviar, quien preside el grupo da su conformidad con el perfil leído.",
                "También lo confirman 2 integrantes más.",
            ),
            id="sign-off",
        ),
    ],
)
def test_only_the_rules_that_hold_are_required(group: GroupRules, requirements: tuple[str, ...]) -> None:
    assert view(replace(RULEBOOK, group=group)).requirements == requirements


def test_money_is_written_with_its_split_and_its_rule() -> None:
    labels = dict(view().money)

    assert (labels["Monto del concurso"], labels["Cada grupo puede pedir"], labels["Uso del premio"]) == (
        "S/\u00a0100,000.00",
        "de S/\u00a05,000.00 a S/\u00a020,000.00",
        "60 % en bienes y 40 % en asistencia técnica",
    )


def test_the_rules_say_where_a_cent_goes_that_cannot_be_divided() -> None:
    said = dict(view().money)["Céntimos que no se pueden dividir"]

    assert said == "Del premio, a los bienes; de las transferencias, a la última; del reparto, al sobre."


def test_an_allocation_rule_that_left_the_portal_shows_its_code() -> None:
    said = dict(view(replace(RULEBOOK, allocation_rule="old_rule")).money)["Cómo se reparte"]

    assert said.startswith("old_rule El reparto lo propone la secretaría")


def test_the_rules_say_who_approves_the_allocation() -> None:
    steps = (ApprovalStep("Secretaría técnica", Approver.SECRETARY), ApprovalStep("Jefatura", Approver.STAFF))

    said = dict(view(replace(RULEBOOK, approvals=steps)).money)["Cómo se reparte"]

    assert said.endswith(
        "lo aprueba otra persona en cada paso: 1. Secretaría técnica (secretaría de concurso); "
        "2. Jefatura (personal del programa)."
    )


def test_criteria_stand_under_their_axis_with_a_subtotal() -> None:
    phase = Phase(
        "F",
        "Fase",
        20,
        (
            Criterion("A", "Uno", "a", 3, weight=2),
            Criterion("B", "Uno", "b", 4),
            Criterion("C", "Dos", "c", 10),
        ),
    )

    (shown,) = view(replace(RULEBOOK, phases=(phase,))).phases

    assert [(axis.name, axis.max_points, [c.code for c in axis.criteria]) for axis in shown.axes] == [
        ("Uno", "10", ["A", "B"]),
        ("Dos", "10", ["C"]),
    ]


@pytest.mark.parametrize(
    ("share", "sentence"),
    [
        (Fraction(1, 2), "Si asiste menos del 50 % de los hogares del grupo, el grupo queda descalificado."),
        (
            Fraction(2, 3),
            "Si asiste menos del 200/3 % de los hogares del grupo, el grupo queda descalificado.",
        ),
        (None, ""),
    ],
)
def test_attendance_is_said_where_it_disqualifies(share: Fraction | None, sentence: str) -> None:
    book = replace(RULEBOOK, phases=(replace(FIELD, attendance_minimum=share),))

    assert view(book).phases[0].attendance == sentence


@pytest.mark.parametrize(
    ("changes", "label", "text"),
    [
        ({}, "Puntaje mínimo para ser aprobado", "70.00"),
        ({}, "Fichas necesarias por grupo y fase", "2"),
        ({"marks_per_point": 10}, "Paso de las notas", "0.1"),
        ({"marks_per_point": 3}, "Paso de las notas", "3"),
        ({}, "Redondeo", "2 decimales. La mitad sube."),
        (
            {"rounding": Rounding.DOWN, "decimals": 0},
            "Redondeo",
            "0 decimales. Se cortan los decimales que sobran.",
        ),
        ({"decides_on": DecidesOn.EXACT}, "Qué puntaje decide", "El puntaje exacto, sin redondear"),
        (
            {"late_phones": LatePhones.NOT_COUNTED},
            "Fichas de teléfonos que llegan después de la sesión",
            "No cuentan: quedan guardadas como constancia",
        ),
    ],
)
def test_scoring_is_said_in_words(changes: dict[str, object], label: str, text: str) -> None:
    book = replace(RULEBOOK, scoring=replace(RULEBOOK.scoring, **changes))

    assert dict(view(book).scoring)[label] == text


def test_the_tie_chain_names_its_phase() -> None:
    assert view().tie_breaks == (
        "Mayor puntaje en la fase: Evaluación de campo",
        "Más mujeres en el grupo",
        "Quien envió antes su perfil",
    )


def test_every_kind_of_tie_break_has_a_name() -> None:
    chain = tuple(TieBreak(kind) for kind in TieKind)
    book = replace(RULEBOOK, scoring=replace(RULEBOOK.scoring, tie_breaks=chain))

    assert len(set(view(book).tie_breaks)) == len(chain)


def test_rules_without_screening_say_nothing_of_it() -> None:
    assert not [line for line in view().papers if "subsan" in line]


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        pytest.param(
            ScreeningRules(1),
            (
                "La oficina revisa cada perfil después del cierre; lo subsanable se corrige en 1 día hábil.",
                "Si el grupo no subsana a tiempo, su perfil no se admite.",
            ),
            id="one day, turned down",
        ),
        pytest.param(
            ScreeningRules(5, Uncured.ADMIT),
            (
                "La oficina revisa cada perfil después del cierre; lo subsanable se corrige en 5 días hábiles.",
                "Si el grupo no subsana a tiempo, su perfil pasa a la evaluación como se recibió.",
            ),
            id="five days, admitted",
        ),
    ],
)
def test_rules_of_screening_are_told_before_anybody_applies(
    rules: ScreeningRules, said: tuple[str, str]
) -> None:
    assert view(replace(RULEBOOK, screening=rules)).papers[-2:] == said


def test_the_last_day_of_questions_stands_among_the_dates() -> None:
    asking = replace(RULEBOOK.calendar, questions_until=date(2026, 11, 20))

    assert ("Consultas, hasta", "20 de noviembre de 2026") in view(replace(RULEBOOK, calendar=asking)).dates
    assert "Consultas, hasta" not in dict(view().dates)


def test_the_call_says_which_files_it_asks_for() -> None:
    files = (
        AskedFile("FOTO", "Foto del local", "", FileForm.PHOTO, required=True, most=1),
        AskedFile("COTI", "Cotización", "", FileForm.PDF, required=False, most=3),
    )

    said = [line for line in view(replace(RULEBOOK, files=files)).papers if line.startswith("Anexo")]

    assert said == [
        "Anexo obligatorio: Foto del local (Foto; hasta 1 archivo).",
        "Anexo opcional: Cotización (PDF; hasta 3 archivos).",
    ]
