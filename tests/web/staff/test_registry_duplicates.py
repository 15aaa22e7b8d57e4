"""Possible duplicates on their pages: looked for, compared, decided, taken back, taken away; masked and in place."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import GrantTerritory, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.models.accesses import FileAccess
from contest_portal.registry.models.duplicates import DuplicatePair
from contest_portal.registry.models.register import Centre, Person
from tests.factories.accounts import make_user
from tests.factories.awards import make_awarded_contest
from tests.factories.components import make_record
from tests.factories.files import winner_of
from tests.factories.lives import FILE, NOVEMBER, at, import_families, make_pair, person
from tests.factories.registry import make_household, make_person
from tests.factories.registry_files import imported
from tests.page_client import PageClient, words

LIST = "/oficina/padron/duplicados"
TWICE = "H-2,0903010099,46100005,Raul,Ñahui,Poma,1990-09-09,M,0,\n"
HEAD_ELSEWHERE = (
    "H-9,0903010099,46100009,Delia,Canto,Huamaní,1988-03-14,F,1,\n"
    "H-9,0903010099,46100010,Inés,Poma,Canto,2011-01-02,F,0,\n"
)
WHY = {"reason": "Se vieron los documentos de las dos."}


@pytest.fixture
def staff(client: PageClient, session: Session) -> User:
    import_families(session)
    user = make_user(session, Role.STAFF)
    session.commit()
    client.sign_in(user.id)
    return user


def searched(client: PageClient, session: Session, extra: str) -> DuplicatePair:
    imported(session, "households", FILE + extra, at(NOVEMBER))
    session.commit()
    answer = client.post(f"{LIST}/buscar")
    assert (answer.status_code, answer.location) == (303, LIST)
    return pair(session)


def pair(session: Session) -> DuplicatePair:
    session.expire_all()
    return session.scalars(select(DuplicatePair)).one()


def decide(client: PageClient, found: DuplicatePair, decision: object, **more: str) -> int:
    data = {"version": str(found.version), "decision": str(decision), **WHY, **more}
    return client.post(f"{LIST}/{found.id}", data=data).status_code


@pytest.mark.usefixtures("staff")
def test_the_empty_list_says_what_to_do(client: PageClient) -> None:
    page = words(client.get(LIST).text)

    assert "No hay pares por revisar" in page
    assert "Buscar duplicados" in page


@pytest.mark.usefixtures("staff")
def test_what_is_found_is_listed_masked(client: PageClient, session: Session) -> None:
    searched(client, session, TWICE)

    page = words(client.get(LIST).text)

    assert all(said in page for said in ("Raúl Ñahui Poma (****0004)", "Raul Ñahui Poma (****0005)", "100 %"))
    assert [secret for secret in ("46100004", "9 de septiembre", "1990-09-09") if secret in page] == []


@pytest.mark.usefixtures("staff")
def test_comparing_is_a_look_at_both_files(client: PageClient, session: Session) -> None:
    found = searched(client, session, TWICE)

    page = words(client.get(f"{LIST}/{found.id}").text)

    assert all(
        said in page
        for said in (
            "Por qué se propone Sus nombres se parecen en 100 % Nacidas el mismo día Están en el mismo hogar",
            "1990",
        )
    )
    assert "1990-09-09" not in page
    looks = session.scalars(select(FileAccess.person_id).order_by(FileAccess.id)).all()
    assert looks == [found.one_id, found.other_id]


@pytest.mark.usefixtures("staff")
def test_a_missing_birth_date_and_another_district_are_said(client: PageClient, session: Session) -> None:
    found = searched(
        client, session, TWICE.replace("H-2,0903010099", "H-9,0903020004").replace("1990-09-09", "")
    )

    page, listed = (words(client.get(address).text) for address in (f"{LIST}/{found.id}", LIST))

    said = ("no se sabe cuándo nació", "Viven en dos distritos", "Sus DNI difieren en una cifra")
    assert all(reason in page and reason in listed for reason in said)
    assert ("Año de nacimiento 1990 Sin dato" in page, "ÑAHUINCUCHO, Anchonga" in page) == (True, True)


@pytest.mark.usefixtures("staff")
def test_one_person_is_decided_and_taken_back(client: PageClient, session: Session) -> None:
    found = searched(client, session, TWICE)

    joined = decide(client, found, found.one_id)
    files = [words(client.get(f"/oficina/personas/{one}").text) for one in (found.one_id, found.other_id)]
    back = client.post(
        f"{LIST}/{found.id}/reabrir",
        data={"version": str(pair(session).version), "reason": "Se presentó la otra persona."},
    )

    assert (joined, back.status_code, pair(session).decision) == (303, 303, None)
    assert "También estaba registrada como" in files[0]
    assert "Es la misma persona que otra del padrón" in files[1]


@pytest.mark.usefixtures("staff")
def test_two_people_are_remembered(client: PageClient, session: Session) -> None:
    found = searched(client, session, TWICE)

    status = decide(client, found, "distintas")
    again = client.post(f"{LIST}/buscar", follow_redirects=True)

    assert (status, "0 pares nuevos" in again.text) == (303, True)
    assert "Se vieron los documentos" in client.get(f"{LIST}?estado=distintas").text
    assert "Son personas distintas" in client.get(f"{LIST}/{found.id}").text


@pytest.mark.usefixtures("staff")
def test_a_head_who_goes_needs_a_new_one(client: PageClient, session: Session) -> None:
    found = searched(client, session, HEAD_ELSEWHERE)
    kept = found.one_id

    refused = decide(client, found, kept)
    joined = decide(client, found, kept, new_head=str(person(session, "Inés").id))

    assert (refused, joined) == (422, 303)


@pytest.mark.usefixtures("staff")
@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        ({"reason": ""}, 422, "Escriba cómo se comprobó."),
        ({"decision": ""}, 422, "Elija qué se comprobó."),
        ({"decision": "999999"}, 422, "Revise lo siguiente"),
        ({"reason": "no"}, 422, "en 5 a 300 letras"),
        ({"version": "99"}, 409, "Otra persona guardó cambios"),
    ],
)
def test_refusals_say_what_to_do(
    client: PageClient, session: Session, data: dict[str, str], status: int, said: str
) -> None:
    found = searched(client, session, TWICE)

    answer = client.post(
        f"{LIST}/{found.id}",
        data={"version": str(found.version), "decision": "distintas", **WHY, **data},
    )

    assert (answer.status_code, said in answer.text, pair(session).decision) == (status, True, None)


@pytest.mark.usefixtures("staff")
def test_the_list_is_taken_away_masked(client: PageClient, session: Session) -> None:
    searched(client, session, TWICE)

    answer = client.post(f"{LIST}/csv")

    assert (answer.mimetype, answer.text.count("\n"), "****0005" in answer.text) == ("text/csv", 2, True)
    assert "46100005" not in answer.text


def test_groups_applications_and_components_of_both_show_on_the_one_file(
    client: PageClient, session: Session
) -> None:
    scored = make_awarded_contest(session)
    member = winner_of(session, scored)
    double = session.get_one(Person, member.person_id)
    kept_home = make_household(session, session.get_one(Centre, member.centre_code))
    kept = make_person(session, kept_home, given_names="Única")
    make_record(session, session.get_one(type(kept_home), double.household_id))
    found = make_pair(session, double, kept)
    session.commit()
    client.sign_in(scored.staff.id)

    assert decide(client, found, kept.id) == 303
    page = words(client.get(f"/oficina/personas/{kept.id}").text)

    assert "Sumaq Kuy" in page
    assert "Aprobado" in page
    assert "Lo que recibió el hogar de su otro registro" in page


@pytest.mark.parametrize(("role", "prefix"), [(Role.SECRETARY, ""), (Role.STAFF, "0904")])
def test_elsewhere_or_without_the_right_nothing_is_decided(
    client: PageClient, session: Session, role: Role, prefix: str
) -> None:
    import_families(session)
    imported(session, "households", FILE + TWICE, at(NOVEMBER))
    found = make_pair(session, person(session, "Raúl"), person(session, "Raul"))
    user = make_user(session, role)
    if prefix:
        session.add(GrantTerritory(grant_id=user.grants[0].id, prefix=prefix))
    session.commit()
    client.sign_in(user.id)

    listed = "Raúl" in client.get(LIST).text
    shown = client.get(f"{LIST}/{found.id}").status_code

    assert (listed, shown) == ((False, 403) if prefix else (True, 200))
    assert decide(client, found, "distintas") == 403
    assert client.post(f"{LIST}/buscar").status_code == (303 if prefix else 403)


def test_the_home_page_leads_here(client: PageClient, session: Session) -> None:
    user = make_user(session, Role.STAFF)
    session.commit()
    client.sign_in(user.id)

    assert f'href="{LIST}"' in client.get("/oficina/padron").text
