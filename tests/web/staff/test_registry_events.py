"""Noting what happened to persons and households, and taking it back, through the pages."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import GrantTerritory, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.models.lives import LifeEvent
from contest_portal.registry.models.register import Centre
from contest_portal.registry.models.sources import SourceConflict
from tests.factories.accounts import make_user
from tests.factories.lives import FILE, NOVEMBER, OTHER_CENTRE, at, home, import_families, person
from tests.factories.registry import make_household, make_person
from tests.factories.registry_files import imported
from tests.page_client import PageClient, words

SAID = {"on_date": "2026-10-20", "reason": "Avisó la familia, con el acta."}


@pytest.fixture
def staff(client: PageClient, session: Session) -> User:
    import_families(session)
    user = make_user(session, Role.STAFF)
    session.commit()
    client.sign_in(user.id)
    return user


def person_page(session: Session, name: str, tail: str = "") -> str:
    return f"/oficina/personas/{person(session, name).id}{tail}"


def home_page(session: Session, code: str = "H-1", tail: str = "") -> str:
    return f"/oficina/hogares/{home(session, code).id}{tail}"


def event(session: Session) -> LifeEvent:
    session.expire_all()
    return session.scalars(select(LifeEvent)).one()


@pytest.mark.usefixtures("staff")
def test_the_death_of_who_lived_alone_is_undone_from_their_page(client: PageClient, session: Session) -> None:
    alone = make_person(session, make_household(session, session.get_one(Centre, OTHER_CENTRE)))
    session.commit()
    address = f"/oficina/personas/{alone.id}"

    client.post(f"{address}/fallecimiento", data=SAID)
    page = client.get(address).text

    assert (event(session).person_id, f"/oficina/hechos/{event(session).id}/deshacer" in page) == (
        alone.id,
        True,
    )
    assert f"{address}/fallecimiento" not in page


@pytest.mark.usefixtures("staff")
def test_a_death_is_noted_and_undone(client: PageClient, session: Session) -> None:
    saul = str(person(session, "Saúl").id)

    answer = client.post(person_page(session, "Delia", "/fallecimiento"), data={**SAID, "new_head": saul})
    page = client.get(answer.location or "")
    undo = re.findall(r'href="(/oficina/hechos/\d+/deshacer)"', page.text)[0]
    asked = client.get(undo)
    back = client.post(undo, data={"version": str(event(session).version), "reason": "Era otra persona."})

    assert (answer.status_code, back.status_code) == (303, 303)
    assert "Falleció Delia Ccanto Huamaní" in words(page.text)
    assert "Falleció: Delia Ccanto Huamaní" in words(asked.text)
    assert "Deshecho Era otra persona." in words(client.get(home_page(session)).text)
    assert event(session).undone_at is not None


@pytest.mark.usefixtures("staff")
def test_a_file_shows_who_is_gone_and_that_a_person_noted_it(client: PageClient, session: Session) -> None:
    client.post(person_page(session, "Saúl", "/salida"), data=SAID)

    of_home, of_saul = (
        words(client.get(page).text) for page in (home_page(session), person_page(session, "Saúl"))
    )

    assert "Ya no figura" in of_home
    assert all(said in of_saul for said in ("ya no figura en el padrón", "Anotado por una persona el "))
    assert "pasó a otro hogar" not in of_saul


@pytest.mark.usefixtures("staff")
def test_a_move_leads_to_the_other_household(client: PageClient, session: Session) -> None:
    client.post(person_page(session, "Saúl", "/mudanza"), data={**SAID, "to_code": "H-2"})

    page = client.get(home_page(session)).text
    assert f'href="/oficina/hogares/{home(session, "H-2").id}"' in page
    there = words(client.get(home_page(session, "H-2")).text)
    assert all(said in there for said in ("Saúl Quispe Ccanto", "Viene del hogar H-1"))


@pytest.mark.usefixtures("staff")
def test_where_a_dwelling_is_is_noted_shown_roughly_and_undone(client: PageClient, session: Session) -> None:
    where = {"latitude": "-12,971234", "longitude": "-74.715678"}
    wrong = client.post(
        home_page(session, tail="/ubicacion"), data={**SAID, "latitude": "-74.71", "longitude": "-12.97"}
    )

    answer = client.post(home_page(session, tail="/ubicacion"), data={**SAID, **where})
    page = client.get(answer.location or "").text
    day = client.get(home_page(session, tail="/dia")).text
    history = client.get(home_page(session, tail="/historia")).text
    (undo,) = re.findall(r'href="(/oficina/hechos/\d+/deshacer)"', page)
    client.post(undo, data={"version": str(event(session).version), "reason": "Era otra casa."})

    assert (wrong.status_code, answer.status_code) == (422, 303)
    assert "«-74.71» parece la otra coordenada" in words(wrong.text)
    assert "Coordenadas de la vivienda -12.97…, -74.71…" in words(page)
    assert "Se anotó dónde está la vivienda el 20" in words(day)
    assert not any(part in text for part in ("971234", "715678") for text in (page, day, history))
    assert "Coordenadas de la vivienda No constan" in words(client.get(home_page(session)).text)


@pytest.mark.usefixtures("staff")
def test_a_household_moves_and_splits(client: PageClient, session: Session) -> None:
    raul = str(person(session, "Raúl").id)

    moved = client.post(home_page(session, "H-2", "/mudanza"), data={**SAID, "centre_code": OTHER_CENTRE})
    form = client.get(home_page(session, "H-2", "/division")).text
    split = client.post(
        home_page(session, "H-2", "/division"),
        data={**SAID, "persons": [raul], "head": raul, "code": "H-2-2", "new_head": ""},
    )

    assert (moved.status_code, split.status_code, 'value="H-2-2"' in form) == (303, 303, True)
    assert home(session, "H-2-2").centre_code == OTHER_CENTRE


@pytest.mark.usefixtures("staff")
@pytest.mark.parametrize(
    ("page", "data", "said"),
    [
        ("fallecimiento", SAID, "Elija quién será jefe entre los que quedan."),
        ("fallecimiento", {}, "Escriba el día en que pasó."),
        ("salida", {**SAID, "on_date": "2027-01-01"}, "El día todavía no llega."),
        ("salida", {**SAID, "reason": "no"}, "quién avisó, con qué papel"),
        ("mudanza", {**SAID, "to_code": "H-99"}, "No hay un hogar «H-99»"),
        ("mudanza", SAID, "Escriba el código del hogar"),
    ],
)
def test_refusals_say_what_to_do(
    client: PageClient, session: Session, page: str, data: dict[str, str], said: str
) -> None:
    answer = client.post(person_page(session, "Delia", f"/{page}"), data=data)

    assert (answer.status_code, said in answer.text) == (422, True)
    assert session.scalars(select(LifeEvent)).all() == []


@pytest.mark.usefixtures("staff")
def test_the_form_asks_for_a_new_head_only_where_the_head_goes(client: PageClient, session: Session) -> None:
    asks = [
        "new_head" in client.get(person_page(session, name, "/salida")).text for name in ("Delia", "Saúl")
    ]

    assert asks == [True, False]


@pytest.mark.usefixtures("staff")
def test_a_difference_with_a_file_is_listed_in_words(client: PageClient, session: Session) -> None:
    client.post(person_page(session, "Saúl", "/fallecimiento"), data=SAID)
    client.post(person_page(session, "Raúl", "/mudanza"), data={**SAID, "to_code": "H-1"})
    imported(session, "households", FILE, at(NOVEMBER))
    session.commit()

    page = words(client.get("/oficina/padron/discrepancias").text)

    assert "Falleció · Anotado por una persona" in page
    assert "Figura en el hogar H-1" in page
    assert "H-1 · Anotado por una persona" in page
    number = session.scalars(select(SourceConflict.id).limit(1)).one()
    assert "se deshace en el hogar" in client.get(f"/oficina/padron/discrepancias/{number}").text


@pytest.mark.parametrize(("role", "prefix"), [(Role.SECRETARY, ""), (Role.AUDITOR, ""), (Role.STAFF, "0904")])
def test_only_staff_of_the_place_may_note(
    client: PageClient, session: Session, role: Role, prefix: str
) -> None:
    import_families(session)
    user = make_user(session, role)
    if prefix:
        session.add(GrantTerritory(grant_id=user.grants[0].id, prefix=prefix))
    session.commit()
    client.sign_in(user.id)

    answer = client.post(person_page(session, "Saúl", "/fallecimiento"), data=SAID)

    assert answer.status_code == 403
    if not prefix:
        assert "Anotar:" not in client.get(home_page(session)).text


@pytest.mark.usefixtures("staff")
def test_addresses_and_logs_hold_nobodys_data(
    client: PageClient, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    client.post(person_page(session, "Saúl", "/fallecimiento"), data=SAID)

    told = " ".join(repr(vars(record)) for record in caplog.records if "import" not in record.name)
    assert [word for word in ("Saúl", "46100002", "Avisó la familia") if word in told] == []
