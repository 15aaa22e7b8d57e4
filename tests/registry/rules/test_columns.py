"""Headers of real files are matched to the fields they mean."""

import pytest

from contest_portal.kernel.problems import NotFound
from contest_portal.registry.rules.columns import (
    Column,
    match_header,
    missing_columns,
    plain_name,
    recognised,
    repeated_columns,
)
from contest_portal.registry.rules.kinds.every_kind import FILE_KINDS, file_kind

RATE = Column("rate", ("tasa_pct", "pobreza_ceplan_{year}_pct"), str, required=True)
YEAR = Column("year", ("anio", "ano"), str)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Año", "ano"),
        (" AÑO ", "ano"),
        ("Código del hogar", "codigo_del_hogar"),
        ("UBIGEO", "ubigeo"),
        ("fecha-nacimiento", "fecha_nacimiento"),
        ("¿DNI?", "dni"),
        ("", ""),
    ],
)
def test_a_header_has_one_plain_form(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_a_field_is_found_under_any_of_its_names() -> None:
    header = match_header((RATE, YEAR), ("UBIGEO", "Año", "Tasa pct"))

    assert (header.positions, header.years) == ({"rate": 2, "year": 1}, {})


def test_the_preferred_name_wins_over_the_order_in_the_file() -> None:
    header = match_header((RATE,), ("pobreza_ceplan_2018_pct", "tasa_pct"))

    assert header.positions == {"rate": 1}


def test_the_newest_year_in_the_names_wins_and_is_told() -> None:
    header = match_header((RATE,), ("pobreza_ceplan_2013_pct", "pobreza_ceplan_2018_pct"))

    assert (header.positions, header.years) == ({"rate": 1}, {"rate": 2018})


def test_a_missing_required_column_is_named() -> None:
    header = match_header((RATE, YEAR), ("ubigeo",))

    (found,) = missing_columns((RATE, YEAR), header, "Pobreza")

    assert (found.line, found.column, found.problem.code) == (
        1,
        "tasa_pct",
        "file.column_missing",
    )
    assert found.text.startswith("Falta la columna «tasa_pct».")


def test_a_column_can_stand_in_for_a_required_one() -> None:
    columns = (
        Column("given", ("nombres",), str, required=True, unless="whole"),
        Column("whole", ("nombre",), str),
    )

    assert missing_columns(columns, match_header(columns, ("nombre",)), "Hogares") == ()


def test_a_repeated_column_is_named() -> None:
    header = match_header((RATE,), ("Tasa pct", "ubigeo", "TASA_PCT"))

    assert [found.column for found in repeated_columns(header)] == ["tasa_pct"]


def test_a_column_that_is_not_read_may_stand_twice() -> None:
    header = match_header((RATE,), ("tasa_pct", "%", "%", ""))

    assert repeated_columns(header) == ()


@pytest.mark.parametrize(
    ("kind", "names", "expected"),
    [
        (
            "centres",
            ("COD. CCPP", "Nombre del Centro Poblado", "ÁREA", "N° DE HOGARES", "Altitud (m s.n.m.)"),
            {"code": 0, "name": 1, "area": 2, "households": 3, "altitude_m": 4},
        ),
        (
            "households",
            (
                *("Cod. Hogar", "Cod. Centro Poblado", "N° DNI", "Nombres", "Ap. Paterno", "Ap. Materno"),
                *("Fec. Nac.", "Sexo"),
            ),
            {
                "household_code": 0,
                "centre_code": 1,
                "dni": 2,
                "given_names": 3,
                "paternal_surname": 4,
                "maternal_surname": 5,
                "birth_date": 6,
                "sex": 7,
            },
        ),
        (
            "districts",
            ("UBIGEO", "DPTO", "PROV", "DIST"),
            {"ubigeo": 0, "department": 1, "province": 2, "name": 3},
        ),
        (
            "districts",
            ("Ubigeo\n(6 dígitos)", "NOMBREDD", "NOMBREPV", "NOMBREDI"),
            {"ubigeo": 0, "department": 1, "province": 2, "name": 3},
        ),
        ("poverty", ("Código", "Incidencia de pobreza 2020 (%)"), {"ubigeo": 0, "rate": 1}),
    ],
)
def test_names_in_other_words_are_proposed(
    kind: str, names: tuple[str, ...], expected: dict[str, int]
) -> None:
    header = match_header(FILE_KINDS[kind].columns, names)

    assert dict(header.positions) == expected


def test_a_proposal_is_marked_and_a_known_name_is_not() -> None:
    header = match_header(FILE_KINDS["centres"].columns, ("codigo", "Nombre del centro", "Hogares (N°)"))

    assert header.guessed == {"households"}


def test_two_columns_that_say_the_same_are_proposed_for_neither() -> None:
    header = match_header((RATE,), ("Tasa de pobreza", "Tasa pobreza 2018"))

    assert header.positions == {}


def test_the_year_is_told_by_a_proposed_name_too() -> None:
    header = match_header((RATE,), ("ubigeo", "Tasa de pobreza 2018 (%)"))

    assert (header.positions, header.years) == ({"rate": 1}, {"rate": 2018})


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"rate": "Segunda"}, {"rate": 2, "year": 0}),
        ({"rate": "SEGUNDA "}, {"rate": 2, "year": 0}),
        ({"rate": ""}, {"year": 0}),
        ({"rate": "no existe"}, {"year": 0}),
        ({}, {"rate": 1, "year": 0}),
    ],
)
def test_what_a_person_chose_goes_before_every_name(chosen: dict[str, str], expected: dict[str, int]) -> None:
    assert match_header((RATE, YEAR), ("anio", "tasa_pct", "Segunda"), chosen).positions == expected


def test_the_name_of_a_chosen_column_tells_its_year() -> None:
    kind = FILE_KINDS["poverty"]

    header, problems = kind.match(("Ubigeo", "Pobreza total 2018 (%)"), {"rate": "Pobreza total 2018 (%)"})

    assert (dict(header.positions), dict(header.years), problems) == (
        {"ubigeo": 0, "rate": 1},
        {"rate": 2018},
        (),
    )


def test_a_header_is_known_by_how_many_fields_it_names() -> None:
    columns = FILE_KINDS["centres"].columns

    assert [recognised(columns, names) for names in (("Directorio 2017",), ("codigo", "nombre", "area"))] == [
        0,
        3,
    ]


def test_the_kinds_are_listed_in_the_order_they_are_loaded() -> None:
    assert list(FILE_KINDS) == [
        *("districts", "poverty", "centres", "households"),
        *("components", "memberships", "codes"),
    ]


def test_an_unknown_kind_is_not_found() -> None:
    with pytest.raises(NotFound):
        file_kind("provinces")


@pytest.mark.parametrize(
    ("kind", "required"),
    [
        ("districts", ("ubigeo", "departamento", "provincia", "distrito")),
        ("poverty", ("ubigeo", "tasa_pct")),
        ("centres", ("codigo", "nombre", "area")),
        ("households", ("codigo_hogar", "codigo_centro", "dni", "nombres", "apellido_paterno", "sexo")),
        ("components", ("codigo_hogar", "componente", "fecha")),
        ("memberships", ("codigo_hogar", "dni", "programa", "desde")),
        ("codes", ("codigo_antiguo", "codigo_nuevo", "documento")),
    ],
)
def test_a_kind_says_which_columns_it_needs(kind: str, required: tuple[str, ...]) -> None:
    assert FILE_KINDS[kind].required_titles == required


@pytest.mark.parametrize("kind", list(FILE_KINDS))
def test_a_file_with_the_columns_a_kind_asks_for_fits_it(kind: str) -> None:
    titles = (*FILE_KINDS[kind].required_titles, *FILE_KINDS[kind].optional_titles)

    assert FILE_KINDS[kind].match(titles)[1] == ()


def test_a_poverty_file_is_not_taken_for_a_districts_file() -> None:
    names = ("ubigeo", "departamento", "provincia", "distrito", "pobreza_ceplan_2018_pct")

    (found,) = FILE_KINDS["districts"].match(names)[1]

    assert (found.column, found.problem.code) == ("pobreza_ceplan_2018_pct", "file.wrong_kind")


def test_a_rate_without_a_year_asks_for_the_year() -> None:
    (found,) = FILE_KINDS["poverty"].match(("ubigeo", "tasa_pct"))[1]

    assert (found.column, found.problem.code) == ("anio", "file.column_missing")
