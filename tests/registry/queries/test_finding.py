"""The search box: the same findings on both databases, each with its reason."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from contest_portal.registry import name_index
from contest_portal.registry.models.register import Centre, Person
from contest_portal.registry.queries import finding
from contest_portal.registry.queries.finding import Finding, Why, find
from contest_portal.registry.rules.name_likeness import consonants, search_words
from tests.factories.registry import make_centre, make_district, make_household, make_person
from tests.factories.registry_files import import_register, import_territory

PEOPLE = (
    ("Quispe", "Mamani", "Juan"),
    ("Quispe", "Mamani", "Juana"),
    ("Kispe", "Mamani", "Juan"),
    ("Huamán", "Ccanto", "Rosa"),
    ("Waman", "Canto", "Rosa"),
    ("Ñahui", "D'Ángelo", "Luz"),
    ("Mamani", "Mamani", "Luz"),
)


@pytest.fixture
def centre(session: Session) -> Centre:
    make_district(session)
    return make_centre(session)


@pytest.fixture
def people(session: Session, centre: Centre) -> list[Person]:
    household = make_household(session, centre, code="H-1")
    return [
        make_person(
            session, household, paternal_surname=paternal, maternal_surname=maternal, given_names=given
        )
        for paternal, maternal, given in PEOPLE
    ]


def found(session: Session, typed: str, limit: int = 10) -> list[tuple[str, str, int]]:
    return [
        (one.full_name, one.why.value, one.similarity) for one in find(session, typed, limit=limit).persons
    ]


@pytest.mark.parametrize(
    ("typed", "findings"),
    [
        (
            "juan quispe mamani",
            [
                ("Juan Quispe Mamani", "name", 100),
                ("Juan Kispe Mamani", "alike", 94),
                ("Juana Quispe Mamani", "alike", 94),
            ],
        ),
        ("jaun quispe", [("Juan Quispe Mamani", "alike", 90), ("Juan Kispe Mamani", "alike", 80)]),
        ("ROSA huaman", [("Rosa Huamán Ccanto", "name", 100), ("Rosa Waman Canto", "alike", 90)]),
        ("guaman canto", [("Rosa Waman Canto", "alike", 91), ("Rosa Huamán Ccanto", "alike", 82)]),
        ("nahui", [("Luz Ñahui D'Ángelo", "name", 100)]),
        ("ñaui luz", [("Luz Ñahui D'Ángelo", "alike", 86)]),
        ("angelo", [("Luz Ñahui D'Ángelo", "name", 100)]),
        ("mamani mamani", [("Luz Mamani Mamani", "name", 100)]),
        ("hua", [("Rosa Huamán Ccanto", "alike", 67)]),
        ("ro", []),
        ("mamani flores", []),
        ("zzzz", []),
    ],
)
def test_a_name_is_found_with_accents_without_and_misspelt(
    session: Session, people: list[Person], typed: str, findings: list[tuple[str, str, int]]
) -> None:
    assert found(session, typed) == findings


def test_a_finding_says_what_was_written_otherwise(session: Session, people: list[Person]) -> None:
    assert find(session, "jaun quispe", limit=10).persons[0] == Finding(
        household_id=people[0].household_id,
        code="H-1",
        person_id=people[0].id,
        full_name="Juan Quispe Mamani",
        dni=people[0].dni,
        centre_code="0903010099",
        centre_name="Chahuarma",
        district_name="Lircay",
        why=Why.ALIKE,
        similarity=90,
        inexact=(("jaun", "juan"),),
    )


@pytest.mark.parametrize("typed", ["jaun quispe", "quispe", "H-1", "dni", "chahuarma", "0903010099"])
@pytest.mark.parametrize(("within", "is_there"), [((), True), (("0903",), True), (("08", "0904"), False)])
def test_what_lies_elsewhere_is_not_found(
    session: Session, people: list[Person], typed: str, *, within: tuple[str, ...], is_there: bool
) -> None:
    found = find(session, people[0].dni if typed == "dni" else typed, limit=10, within=within)

    assert found.is_empty is not is_there


def test_more_than_are_shown_is_said(session: Session, people: list[Person]) -> None:
    cut, whole = find(session, "mamani", limit=2), find(session, "quispe", limit=10)

    assert ([one.full_name for one in cut.persons], cut.is_cut, whole.is_cut) == (
        ["Juan Kispe Mamani", "Luz Mamani Mamani"],
        True,
        False,
    )


@pytest.mark.parametrize(
    ("typed", "findings"),
    [
        ("70000002", [("H-1", "Saúl Quispe Ccanto", Why.DNI)]),
        ("70 000 002", [("H-1", "Saúl Quispe Ccanto", Why.DNI)]),
        ("0418672", [("H-2", "Luz Ñahui", Why.DNI)]),
        ("h-1", [("H-1", "Delia Ccanto Huamaní", Why.CODE)]),
        ("H-", []),
        ("99999999", []),
        ("%1", []),
        ("' UNION SELECT 1 --", []),
        ("", []),
    ],
)
def test_a_household_is_found_by_dni_or_by_the_beginning_of_its_code(
    session: Session, typed: str, findings: list[tuple[str, str, Why]]
) -> None:
    import_register(session)

    assert [(one.code, one.full_name, one.why) for one in find(session, typed, limit=10).persons] == findings


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("0903010099", ["0903010099"]),
        ("090302", ["0903020004"]),
        ("centro ñahuin", ["0903020004"]),
        ("chahuarma", ["0903010099"]),
        ("chauarma", ["0903010099"]),
        ("centro chahuarna", ["0903010099"]),
        ("comunidad zzz", []),
    ],
)
def test_a_centre_is_found_by_code_or_name(session: Session, typed: str, codes: list[str]) -> None:
    import_territory(session)

    findings = find(session, typed, limit=10)

    assert [one.code for one in findings.centres] == codes
    assert findings.is_empty is (not codes)


def test_long_names_that_found_somebody_are_not_looked_for_among_centres(
    session: Session, people: list[Person]
) -> None:
    make_centre(session, "0903010001", name="Juan Quispe Mamani")

    assert find(session, "juan quispe mamani", limit=5).centres == ()
    assert len(find(session, "quispe mamani", limit=5).centres) == 1


@pytest.mark.parametrize(
    "typed", ['quispe"', "quispe OR mamani", "NEAR(quispe)", "quispe*", "name:quispe", "{}"]
)
def test_operators_of_the_index_are_plain_text(session: Session, people: list[Person], typed: str) -> None:
    assert all("ispe" in name for name, _, _ in found(session, typed))


def test_the_index_follows_every_change(session: Session, people: list[Person]) -> None:
    session.execute(
        text("UPDATE person SET sort_key = 'zevallos mamani juan' WHERE id = :id"), {"id": people[0].id}
    )
    session.execute(text("DELETE FROM person WHERE id = :id"), {"id": people[1].id})
    session.execute(
        text(
            "INSERT INTO person (dni, given_names, paternal_surname, maternal_surname, sort_key, sex, is_head, "
            "household_id) SELECT '1' || substr(dni, 2, 7), 'Rosa', 'Ccoyllur', '', 'ccoyllur rosa', 'F', false, "
            "household_id FROM person WHERE id IN (:one, :other)"
        ),
        {"one": people[3].id, "other": people[4].id},
    )

    assert found(session, "quispe") == [("Juan Kispe Mamani", "alike", 83)]
    assert [one[0] for one in found(session, "zevalos")] == ["Juan Quispe Mamani"]
    assert len(found(session, "coillur rosa")) == 2


def test_the_database_hears_words_as_the_rules_do(session: Session, centre: Centre) -> None:
    heard = (
        "Chuquihuanca",
        "Llacctahuamán",
        "Guamán",
        "Xavier",
        "Gerónimo",
        "Ccollqque",
        "Wayyu",
        "Cecilio",
        "Ñúñez",
    )
    household = make_household(session, centre)
    for surname in heard:
        make_person(
            session, household, paternal_surname=surname, maternal_surname="(viuda)", given_names="D'Á.B"
        )

    rows = session.execute(text("SELECT word, sound FROM person_words_vocab")).all()

    words = {word for surname in heard for word in search_words(surname)} | {"viuda", "d", "a", "b"}
    assert {row.word: row.sound for row in rows} == {word: consonants(word) for word in words}


def test_a_search_writes_nothing_and_leaves_the_planner_as_it_was(
    session: Session, people: list[Person]
) -> None:
    name_index.bearers(session, [[("quispe",)]], most=5)

    if session.get_bind().dialect.name == "postgresql":
        assert session.scalar(text("SHOW enable_seqscan")) == "on"
    assert name_index.bearers(session, [], most=5) == {}
    assert finding.find(session, "quispe", limit=5).asked.words == ("quispe",)
