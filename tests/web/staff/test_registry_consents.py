"""What a person decided about their data, on the person's page."""

import re
from datetime import date

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.life_acts import open_batch
from contest_portal.registry.models.register import Person
from contest_portal.registry.queries.consents import consents_of
from tests.factories.accounts import make_user
from tests.factories.consents import make_consent
from tests.factories.registry import make_centre, make_district, make_household, make_person
from tests.factories.registry_files import STAFF
from tests.page_client import PageClient
from tests.query_count import counted_queries

SENT = {
    "decision": "refused",
    "purposes": ["work", "image"],
    "on_date": "2026-05-04",
    "paper": "Formato firmado, folio 12",
    "received_by": "Irma Solís",
}


@pytest.fixture
def delia(session: Session) -> Person:
    make_district(session)
    return make_person(session, make_household(session, make_centre(session)))


@pytest.fixture
def staff(client: PageClient, session: Session, delia: Person) -> PageClient:
    user = make_user(session, Role.STAFF)
    session.commit()
    return client.sign_in(user.id)


def standing_words(page: str) -> list[str]:
    return [
        " ".join(re.sub(r"<[^>]+>", " ", cell).split())
        for cell in re.findall(r'data-label="Decisión">(.*?)</td>', page, re.DOTALL)
    ]


def test_a_refusal_is_noted_and_the_page_says_what_follows(
    staff: PageClient, session: Session, delia: Person
) -> None:
    before = staff.get(f"/oficina/personas/{delia.id}").text

    answer = staff.post(f"/oficina/personas/{delia.id}/consentimiento", data=SENT)

    after = staff.get(f"/oficina/personas/{delia.id}").text
    assert (standing_words(before), answer.status_code) == (["No se le ha preguntado"] * 4, 303)
    assert standing_words(after) == [
        "No consiente",
        "No se le ha preguntado",
        "No se le ha preguntado",
        "No consiente",
    ]
    assert ["sale sin nombre y sin DNI" in page for page in (before, after)] == [False, True]
    assert ("folio 12" in after, "Lo recibió Irma Solís" in after) == (True, True)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"decision": ""}, "Elija qué decidió."),
        ({"purposes": []}, "Marque para qué usos decidió."),
        ({"on_date": "2027-01-01"}, "El día debe estar entre la Ley 29733"),
        ({"on_date": ""}, "Escriba el día."),
        ({"paper": ""}, "Escriba qué papel firmó y dónde se guarda."),
        ({"received_by": ""}, "Escriba quién recibió el papel."),
        ({"decision": "withdrawn"}, "no hay qué retirar"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    staff: PageClient, session: Session, delia: Person, changed: dict[str, object], sentence: str
) -> None:
    answer = staff.post(f"/oficina/personas/{delia.id}/consentimiento", data=SENT | changed)

    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert consents_of(session, [delia.id]) == ()


def test_a_mistake_is_undone_after_asking_why(staff: PageClient, session: Session, delia: Person) -> None:
    row = make_consent(session, delia, "refused")
    session.commit()
    undo = f"/oficina/consentimientos/{row.id}/deshacer"

    asked = staff.get(undo).text
    answers = [
        staff.post(undo, data={"reason": reason, "version": version}).status_code
        for reason, version in (("no", "1"), ("Era otra persona.", "7"), ("Era otra persona.", "1"))
    ]

    page = staff.get(f"/oficina/personas/{delia.id}").text
    assert ("Solo si se anotó por error" in asked, answers) == (True, [422, 409, 303])
    assert ("Deshecho: Era otra persona." in page, standing_words(page)[0]) == (
        True,
        "No se le ha preguntado",
    )


def test_who_may_only_look_sees_the_decision_and_no_buttons(
    client: PageClient, session: Session, delia: Person
) -> None:
    make_consent(session, delia)
    secretary = make_user(session, Role.SECRETARY)
    session.commit()

    page = client.sign_in(secretary.id).get(f"/oficina/personas/{delia.id}").text

    assert (standing_words(page)[0], "Anotar lo que decidió" in page) == ("Consiente", False)
    assert "/oficina/consentimientos/" not in page


def test_nothing_more_is_noted_of_who_left_the_register(
    staff: PageClient, session: Session, delia: Person
) -> None:
    make_consent(session, delia)
    delia.gone_batch_id = open_batch(session, STAFF, date(2026, 11, 1)).id
    session.commit()

    page = staff.get(f"/oficina/personas/{delia.id}").text

    assert (standing_words(page)[0], "Anotar lo que decidió" in page) == ("Consiente", False)
    assert "Anotar un programa" not in page


@pytest.mark.parametrize(
    ("decision", "purposes", "words"),
    [
        ("given", "work", ["Consiente", *["No se le ha preguntado"] * 3]),
        ("withdrawn", "work", ["Retiró su consentimiento", *["No se le ha preguntado"] * 3]),
        (
            "given",
            "sharing study",
            ["No se le ha preguntado", "Consiente", "Consiente", "No se le ha preguntado"],
        ),
        ("refused", "image sharing study work", ["No consiente"] * 4),
    ],
)
def test_the_page_shows_what_stands_for_each_use(
    staff: PageClient, session: Session, delia: Person, decision: str, purposes: str, words: list[str]
) -> None:
    make_consent(session, delia, decision, purposes)
    session.commit()

    assert standing_words(staff.get(f"/oficina/personas/{delia.id}").text) == words


def test_a_file_costs_the_same_however_often_somebody_decided(
    staff: PageClient, session: Session, delia: Person
) -> None:
    make_consent(session, delia)
    session.commit()
    with counted_queries(session) as one:
        staff.get(f"/oficina/personas/{delia.id}")
    make_consent(session, delia, "withdrawn", on_date=date(2026, 6, 1))
    make_consent(session, delia, "given", on_date=date(2026, 7, 1))
    session.commit()

    with counted_queries(session) as three:
        staff.get(f"/oficina/personas/{delia.id}")

    assert one.total == three.total
