"""Whole DNI on the office's pages: asked for, shown to a second person, decided, downloaded once."""

import csv
import io

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.models import GrantTerritory, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.models.exports import ExportRequest, RegistryExport
from contest_portal.registry.models.register import Person
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.consents import make_consent
from tests.factories.export_requests import make_request
from tests.factories.registry_files import HOUSEHOLDS, import_territory, imported
from tests.page_client import PageClient
from tests.query_count import counted_queries

QUEUE = "/oficina/padron/exportaciones/solicitudes"


@pytest.fixture
def asker(session: Session) -> User:
    import_territory(session)
    imported(session, "households", HOUSEHOLDS)
    return make_user(session, Role.STAFF, full_name="Rosa Inga")


@pytest.fixture
def other(session: Session, asker: User) -> User:
    user = make_user(session, Role.STAFF, full_name="Irma Solís")
    session.commit()
    return user


def dnis(content: bytes) -> list[str]:
    return [row[10] for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))][1:]


def test_an_empty_queue_says_how_to_ask(client: PageClient, other: User) -> None:
    page = client.sign_in(other.id).get(QUEUE).text

    assert ("Nadie ha pedido DNI completos" in page, "acote la lista de hogares" in page) == (True, True)


def test_from_the_request_to_the_file(client: PageClient, session: Session, asker: User, other: User) -> None:
    row = make_request(session, asker, narrowed='{"sexo":"F","edad_desde":"18"}')
    session.commit()
    own = f"{QUEUE}/{row.id}"

    client.sign_in(other.id)
    home, queue, asked = client.get("/oficina/").text, client.get(QUEUE).text, client.get(own).text
    approval = client.post(own, data={"decision": "approve", "refusal": "", "version": "1"})
    client.sign_in(asker.id)
    told, mine = client.get("/oficina/").text, client.get(own).text
    file = client.post(f"{own}/descargar", buffered=True)
    again = client.post(f"{own}/descargar")
    after = client.get(own).text

    assert "1 solicitud de DNI completos espera su decisión" in home
    assert (
        "Rosa Inga" in queue,
        "Sexo del jefe de hogar: Mujer" in queue,
        "Guardar la decisión" in asked,
    ) == (
        True,
        True,
        True,
    )
    assert (approval.status_code, "Le aprobaron 1 archivo con DNI completos" in told) == (303, True)
    assert ("Puede descargarlo una vez" in mine, "Descargar el archivo" in mine) == (True, True)
    assert dnis(file.data) == ["70000001", "70000002"]
    assert (again.status_code, "Descargada" in after, "Descargar el archivo" in after) == (409, True, False)
    kept = session.query(RegistryExport).one()
    assert (kept.rows, kept.exported_by, kept.has_dni) == (2, asker.id, True)


def test_the_rows_are_those_of_the_download_and_consent_is_heard(
    client: PageClient, session: Session, asker: User, other: User
) -> None:
    row = make_request(session, asker, decider=other)
    make_consent(session, session.query(Person).filter_by(given_names="Luz").one(), "refused")
    imported(
        session,
        "households",
        "codigo_hogar,codigo_centro,dni,nombre,sexo\nH-9,0903010099,70000009,Zoila Taipe,F\n",
    )
    session.commit()

    file = client.sign_in(asker.id).post(f"{QUEUE}/{row.id}/descargar", buffered=True)

    assert sorted(dnis(file.data)) == ["", "70000001", "70000002", "70000009"]
    assert session.query(RegistryExport).one().withheld == 1


@pytest.mark.parametrize(
    ("purpose", "said"),
    [
        ("work", "1 persona saldría sin nombre ni DNI"),
        ("study", "2 personas saldrían sin nombre ni DNI"),
        ("image", "3 personas saldrían sin nombre ni DNI"),
    ],
)
def test_who_decides_reads_how_many_would_have_no_name(
    client: PageClient, session: Session, asker: User, other: User, purpose: str, said: str
) -> None:
    delia, _, luz = session.query(Person).order_by(Person.id)
    make_consent(session, luz, "refused", "work")
    make_consent(session, delia, "given", "study")
    row = make_request(session, asker)
    row.purpose = purpose
    session.commit()

    assert said in client.sign_in(other.id).get(f"{QUEUE}/{row.id}").text


def test_they_are_counted_in_the_territories_of_who_asked(
    client: PageClient, session: Session, asker: User, other: User
) -> None:
    row = make_request(session, asker, within="090302")
    make_consent(session, session.query(Person).filter_by(given_names="Luz").one(), "refused")
    session.commit()

    assert "saldría sin nombre" not in client.sign_in(other.id).get(f"{QUEUE}/{row.id}").text


def test_a_refusal_is_read_by_who_asked(
    client: PageClient, session: Session, asker: User, other: User
) -> None:
    row = make_request(session, asker)
    session.commit()
    own = f"{QUEUE}/{row.id}"
    client.sign_in(other.id)

    answers = [
        client.post(own, data={"decision": decision, "refusal": refusal, "version": version}).status_code
        for decision, refusal, version in (
            ("", "", "1"),
            ("refuse", "no", "1"),
            ("approve", "", "7"),
            ("refuse", "Pida solo su distrito.", "1"),
            ("approve", "", "2"),
        )
    ]

    page = client.sign_in(asker.id).get(own).text
    assert answers == [422, 422, 409, 303, 422]
    assert ("Pida solo su distrito." in page, "haga otra solicitud" in page) == (True, True)
    assert client.post(f"{own}/descargar").status_code == 409


def test_who_asked_waits_and_cannot_decide(client: PageClient, session: Session, asker: User) -> None:
    row = make_request(session, asker)
    session.commit()
    client.sign_in(asker.id)

    page, home = client.get(f"{QUEUE}/{row.id}").text, client.get("/oficina/").text
    answer = client.post(f"{QUEUE}/{row.id}", data={"decision": "approve", "version": "1"})

    assert ("Usted no puede aprobar lo que pidió." in page, "Guardar la decisión" in page) == (True, False)
    assert ("espera su decisión" in home, answer.status_code) == (False, 403)
    session.refresh(row)
    assert row.is_approved is None


def test_an_approval_that_was_not_used_in_a_day_is_over(
    client: PageClient, session: Session, clock: StandingClock, asker: User, other: User
) -> None:
    row = make_request(session, asker, decider=other)
    session.commit()
    clock.advance(hours=24)
    client.sign_in(asker.id)

    page, answer = client.get(f"{QUEUE}/{row.id}").text, client.post(f"{QUEUE}/{row.id}/descargar")

    assert ("Vencida sin descargar" in page, answer.status_code, session.query(RegistryExport).count()) == (
        True,
        409,
        0,
    )


@pytest.mark.parametrize(("role", "status"), [(Role.AUDITOR, 200), (Role.SECRETARY, 403), (Role.ADMIN, 403)])
def test_who_sees_the_queue(
    client: PageClient, session: Session, asker: User, role: Role, status: int
) -> None:
    make_request(session, asker)
    person = make_user(session, role)
    session.commit()

    assert client.sign_in(person.id).get(QUEUE).status_code == status


def test_staff_of_another_territory_decide_nothing_here(
    client: PageClient, session: Session, asker: User
) -> None:
    row = make_request(session, asker, narrowed='{"departamento":"09"}')
    limited = make_user(session, Role.STAFF)
    session.add(GrantTerritory(grant_id=limited.grants[0].id, prefix="0801"))
    session.commit()
    client.sign_in(limited.id)

    page = client.get(f"{QUEUE}/{row.id}").text
    answer = client.post(f"{QUEUE}/{row.id}", data={"decision": "approve", "version": "1"})

    assert ("que vea todo lo que el archivo contiene" in page, answer.status_code) == (True, 403)
    assert session.get_one(ExportRequest, row.id).is_approved is None


def test_who_is_limited_takes_the_rows_of_their_territory_alone(
    client: PageClient, session: Session, other: User
) -> None:
    imported(
        session,
        "households",
        "codigo_hogar,codigo_centro,dni,nombre,sexo\nH-9,0903020004,70000009,Zoila Taipe,F\n",
    )
    limited = make_user(session, Role.STAFF)
    session.add(GrantTerritory(grant_id=limited.grants[0].id, prefix="090302"))
    row = make_request(session, limited, decider=other, within="090302")
    session.commit()

    file = client.sign_in(limited.id).post(f"{QUEUE}/{row.id}/descargar", buffered=True)

    assert dnis(file.data) == ["70000009"]


def test_the_list_of_exports_names_the_file_and_leads_to_the_queue(
    client: PageClient, session: Session, asker: User, other: User
) -> None:
    row = make_request(session, asker, decider=other)
    session.commit()
    client.sign_in(asker.id).post(f"{QUEUE}/{row.id}/descargar", buffered=True)

    page, own = client.get("/oficina/padron/exportaciones").text, client.get(f"{QUEUE}/{row.id}").text

    assert ("DNI completos." in page, f'href="{QUEUE}"' in page) == (True, True)
    assert ("Número de exportación" in own, "Irma Solís" in own) == (True, True)


def test_the_queue_costs_the_same_however_long_it_is(
    client: PageClient, session: Session, asker: User, other: User
) -> None:
    make_request(session, asker)
    session.commit()
    client.sign_in(other.id)
    with counted_queries(session) as one:
        client.get("/oficina/")
    make_request(session, asker)
    make_request(session, asker)
    session.commit()

    with counted_queries(session) as three:
        client.get("/oficina/")

    assert one.total == three.total


def test_a_request_is_withdrawn_by_who_asked(
    client: PageClient, session: Session, asker: User, other: User
) -> None:
    row = make_request(session, asker)
    session.commit()
    own = f"{QUEUE}/{row.id}"
    button = f'action="{own}/retirar"'

    others = client.sign_in(other.id).get(own).text
    mine = client.sign_in(asker.id).get(own).text
    answer = client.post(f"{own}/retirar")
    after, again = client.get(own).text, client.post(f"{own}/retirar")

    assert (button in others, button in mine, button in after) == (False, True, False)
    assert (answer.status_code, again.status_code) == (303, 409)
    assert "Retirada por quien la pidió" in after
