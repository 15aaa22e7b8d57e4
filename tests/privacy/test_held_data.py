"""What a person is handed over: everything, in words, also where nothing is held, and nothing of the neighbours."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.problems import NotFound
from contest_portal.privacy.documents.held_data import SECTIONS, HeldData, held_about
from contest_portal.privacy.documents.held_words import CODES
from contest_portal.registry.models.register import Person
from contest_portal.registry.rules.consent import Decision, Purpose
from contest_portal.registry.rules.disclosure import AccessKind, SensitiveField
from contest_portal.registry.rules.kinship import Kinship
from contest_portal.registry.rules.person_requests import RequestKind
from contest_portal.tables import METADATA
from tests.conftest import NOON
from tests.factories.accounts import make_office, make_user
from tests.factories.consents import make_consent
from tests.factories.files import Family, make_family
from tests.factories.person_requests import ASKS, make_person_request
from tests.factories.registry import make_centre, make_district, make_household, make_person

NO_DATA = "sin dato"


def section(held: HeldData, title: str) -> list[dict[str, str]]:
    return [dict(line) for one in held.sections if one.title == title for line in one.lines]


def allowed(table: str, column: str) -> set[str]:
    """Give the codes that the database takes in a column."""
    checks = (one for one in METADATA.tables[table].constraints if isinstance(one, CheckConstraint))
    found = (re.search(rf"\b{column} IN \(([^)]*)\)", str(one.sqltext)) for one in checks)
    return {code for match in found if match for code in re.findall(r"'(\w+)'", match[1])}


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("sexo", allowed("person", "sex")),
        ("parentesco", allowed("person", "kinship")),
        ("parentesco", set(Kinship) - {Kinship.HEAD}),
        ("clasificación", allowed("household", "sisfoh_class")),
        ("decisión", set(Decision)),
        ("usos", set(Purpose)),
        ("cargo", allowed("group_member", "office")),
        ("estado", allowed("component_record", "state")),
        ("estado", allowed("application", "state")),
        ("hecho", allowed("life_event", "kind")),
        ("derecho", set(RequestKind)),
        ("qué hizo", set(AccessKind)),
        ("datos vistos", set(SensitiveField)),
    ],
)
def test_every_code_there_can_be_is_told_in_words(name: str, codes: set[str]) -> None:
    assert codes
    assert codes - set(CODES[name]) == set()


def test_the_words_of_one_field_are_not_the_same_for_two_codes() -> None:
    assert {name: len(set(words.values())) for name, words in CODES.items()} == {
        name: len(words) for name, words in CODES.items()
    }


@pytest.fixture
def alone(session: Session) -> Person:
    """Somebody of whom the register knows the least there can be."""
    make_district(session)
    person = make_person(session, make_household(session, make_centre(session)), dni="70000019")
    person.maternal_surname = ""
    session.flush()
    return person


@pytest.fixture
def family(session: Session) -> Family:
    return make_family(session)


def test_that_nothing_is_held_is_an_answer(session: Session, alone: Person) -> None:
    held = held_about(session, alone.id, NOON)

    assert [one.title for one in held.sections] == list(SECTIONS)
    assert {one.title for one in held.sections if one.lines} == {"Identidad", "Hogar"}
    (identity,), (household,) = section(held, "Identidad"), section(held, "Hogar")
    assert (identity["DNI"], identity["apellido materno"]) == ("70000019", NO_DATA)
    assert (household["clasificación"], household["lengua"], household["vence el"]) == (NO_DATA,) * 3


def test_nothing_is_written_as_a_machine_would(session: Session, family: Family) -> None:
    make_consent(session, family.head, purposes="work study")
    held = held_about(session, family.head.id, NOON)

    said = [value for one in held.sections for line in one.lines for _, value in line]
    assert set(said).isdisjoint({"", "None", "True", "False"})
    assert section(held, "Identidad")[0]["encabeza el hogar"] == "sí"
    assert section(held, "Hogar")[0]["clasificación"] == "pobre extremo"
    assert section(held, "Hogar")[0]["vence el"] == "19/05/2027"
    assert section(held, "Consentimientos")[0]["usos"] == "trabajo del programa, estudios"


def test_a_child_is_told_of_the_household_and_not_of_its_head(session: Session, family: Family) -> None:
    make_consent(session, family.head)

    held = held_about(session, family.child.id, NOON)

    written = canonical_json(held.as_json())
    assert (held.full_name, section(held, "Consentimientos")) == (family.child.full_name, [])
    assert section(held, "Identidad")[0]["fecha de nacimiento"] == "01/07/2009"
    assert section(held, "Identidad")[0]["encabeza el hogar"] == "no"
    assert ("79876543" in written, "71234567" in written) == (True, False)


def test_what_one_asked_is_told_to_that_one_alone(session: Session, family: Family) -> None:
    staff = make_user(session, Role.STAFF)
    make_person_request(session, staff, make_office(session), family.head)

    mine, other = (held_about(session, one.id, NOON) for one in (family.head, family.child))

    (asked,) = section(mine, "Solicitudes sobre sus datos")
    assert asked == {
        "derecho": "acceso",
        "pedido": ASKS,
        "recibido": "23/11/2026 12:00",
        "vence": "23/12/2026",
        "respuesta": NO_DATA,
    }
    assert section(other, "Solicitudes sobre sus datos") == []


def test_consents_stand_in_the_order_in_which_they_were_given(session: Session, family: Family) -> None:
    for decision, day in (("given", date(2026, 5, 4)), ("withdrawn", date(2026, 6, 1))):
        make_consent(session, family.head, decision, on_date=day)

    held = held_about(session, family.head.id, NOON)

    assert [(one["decisión"], one["fecha"]) for one in section(held, "Consentimientos")] == [
        ("consiente", "04/05/2026"),
        ("retiró su consentimiento", "01/06/2026"),
    ]


def test_for_machines_it_is_the_same_with_its_moment(session: Session, alone: Person) -> None:
    first = held_about(session, alone.id, NOON).as_json()
    later = held_about(session, alone.id, NOON + timedelta(days=1)).as_json()

    assert isinstance(first, dict)
    assert isinstance(later, dict)
    assert (first["al"], later["al"]) == ("2026-11-23T17:00:00+00:00", "2026-11-24T17:00:00+00:00")
    assert first["secciones"] == later["secciones"]


def test_of_nobody_nothing_is_held(session: Session) -> None:
    with pytest.raises(NotFound):
        held_about(session, 999_999, NOON)
