"""A juror's lists: contests, groups, profiles, and the declaration that comes first."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.queries import members_of
from contest_portal.applications.rules.profile import Prospect, Purchase, write_profile
from contest_portal.jury.models import Interest
from contest_portal.kernel.money import Money
from contest_portal.kernel.quantities import Quantity
from tests.factories.accounts import make_user
from tests.factories.evaluation import MARKS, Evaluation, add_group, make_evaluation
from tests.factories.profile_forms import ASKING, answered
from tests.factories.scoring import make_interest, make_sheet
from tests.page_client import PageClient
from tests.query_count import counted_queries


def signed_in(session: Session, client: PageClient, scene: Evaluation) -> PageClient:
    session.commit()
    return client.sign_in(scene.users[0].id)


def declared(session: Session) -> list[tuple[int, bool, str]]:
    session.expire_all()
    rows = session.execute(
        select(Interest.application_id, Interest.recused, Interest.reason).order_by(Interest.application_id)
    )
    return [(application_id, recused, reason) for application_id, recused, reason in rows]


def test_the_first_page_says_what_to_do_in_each_contest(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)

    page = signed_in(session, client, scene).get("/jurado/").get_data(as_text=True)

    assert scene.contest.code in page
    assert f'href="/jurado/concursos/{scene.contest.id}"' in page
    assert "Calificar" in page


def test_a_juror_without_contests_is_told_to_wait(session: Session, client: PageClient) -> None:
    user = make_user(session, Role.JUROR)
    session.commit()

    page = client.sign_in(user.id).get("/jurado/").get_data(as_text=True)

    assert "Todavía no integra ningún jurado" in page


def test_the_groups_come_after_the_declaration(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, declared=False)
    signed_in(session, client, scene)

    answer = client.get(f"/jurado/concursos/{scene.contest.id}")

    assert (answer.status_code, answer.location) == (303, f"/jurado/concursos/{scene.contest.id}/intereses")


def test_the_declaration_names_every_group_and_its_members_without_dni(
    session: Session, client: PageClient
) -> None:
    scene = make_evaluation(session, declared=False)
    members = members_of(session, scene.applications[0].id)

    page = (
        signed_in(session, client, scene)
        .get(f"/jurado/concursos/{scene.contest.id}/intereses")
        .get_data(as_text=True)
    )

    assert "Sumaq Kuy" in page
    assert "Pan de Chahuarma" in page
    assert members[0].full_name in page
    assert members[0].dni not in page


def test_a_declaration_opens_the_list(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, declared=False)
    first, second = (application.id for application in scene.applications)
    signed_in(session, client, scene)

    answer = client.post(
        f"/jurado/concursos/{scene.contest.id}/intereses",
        data={
            f"interest_{first}": "none",
            f"interest_{second}": "recused",
            f"reason_{second}": "Soy su proveedor de harina",
        },
    )
    page = client.get(f"/jurado/concursos/{scene.contest.id}").get_data(as_text=True)

    assert (answer.status_code, answer.location) == (303, f"/jurado/concursos/{scene.contest.id}")
    assert declared(session) == [(first, False, ""), (second, True, "Soy su proveedor de harina")]
    assert f"/jurado/grupos/{first}/fichas/FIELD" in page
    assert f"/jurado/grupos/{second}" not in page
    assert "Soy su proveedor de harina" in page


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({}, "Falta declarar sobre el grupo Sumaq Kuy."),
        ({"interest": "maybe"}, "Falta declarar sobre el grupo Sumaq Kuy."),
        (
            {"interest": "recused"},
            "Escriba el motivo por el que se abstiene de calificar al grupo Sumaq Kuy.",
        ),
        ({"interest": "recused", "reason": "x" * 401}, "Escriba 400 letras como máximo: hay 401."),
    ],
    ids=["nothing", "unknown answer", "no reason", "long reason"],
)
def test_half_a_declaration_is_refused_beside_the_group(
    session: Session, client: PageClient, answers: dict[str, str], says: str
) -> None:
    scene = make_evaluation(session, declared=False)
    first, second = (application.id for application in scene.applications)
    signed_in(session, client, scene)

    answer = client.post(
        f"/jurado/concursos/{scene.contest.id}/intereses",
        data={f"interest_{second}": "none", **{f"{name}_{first}": value for name, value in answers.items()}},
    )

    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True)
    assert declared(session) == []


def test_the_own_group_is_shown_as_a_recusal_that_nobody_asks_about(
    session: Session, client: PageClient
) -> None:
    scene = make_evaluation(session, declared=False)
    scene.jurors[0].dni = members_of(session, scene.applications[0].id)[0].dni
    first, second = (application.id for application in scene.applications)
    signed_in(session, client, scene)
    address = f"/jurado/concursos/{scene.contest.id}/intereses"

    page = client.get(address).get_data(as_text=True)
    client.post(address, data={f"interest_{first}": "none", f"interest_{second}": "none"})

    assert "Usted integra este grupo" in page
    assert f'name="interest_{first}"' not in page
    assert declared(session) == [
        (first, True, "Integra el grupo: su DNI figura en la relación de socios."),
        (second, False, ""),
    ]


def test_before_the_evaluation_a_juror_learns_no_group(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, state="published", declared=False)
    signed_in(session, client, scene)

    listed = client.get(f"/jurado/concursos/{scene.contest.id}")

    assert "La evaluación todavía no empieza" in listed.get_data(as_text=True)
    assert "Sumaq Kuy" not in listed.get_data(as_text=True)
    assert client.get(f"/jurado/concursos/{scene.contest.id}/intereses").status_code == 404


def test_the_list_shows_states_and_no_totals(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", {"F1": 8, "F3": 23}, final=False)
    make_sheet(session, scene.jurors[0], scene.applications[0], "PUBLIC", MARKS["PUBLIC"])
    signed_in(session, client, scene)

    page = client.get(f"/jurado/concursos/{scene.contest.id}").get_data(as_text=True)

    assert "1 de 4 fichas definitivas" in page
    assert "2 de 3 criterios" in page
    assert "Definitiva" in page
    assert not re.search(r">[^<]*\b31\b", page)


@pytest.mark.parametrize("path", ["", "/intereses"])
def test_the_number_of_queries_does_not_grow_with_the_groups(
    session: Session, client: PageClient, path: str
) -> None:
    scene = make_evaluation(session, groups=("Uno",))
    address = f"/jurado/concursos/{scene.contest.id}{path}"
    signed_in(session, client, scene)
    with counted_queries(session) as with_one:
        client.get(address)
    for name in ("Dos", "Tres"):
        make_interest(session, scene.jurors[0], add_group(session, scene.contest, scene.centre, name))
    session.commit()

    with counted_queries(session) as with_three:
        client.get(address)

    assert with_three.total == with_one.total


def test_a_profile_is_read_with_its_sums_and_without_dni(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, rulebook=ASKING)
    application = scene.applications[0]
    application.profile = write_profile(
        replace(
            answered(agua="yes", fuente="Manantial", hondo="12"),
            summary="Crianza tecnificada de cuyes",
            situation=(Prospect("Sin galpón", "Con galpón y registros"),),
            goods=(Purchase("Jaulas", "unidades", Quantity.of(6), Money.soles(150)),),
        )
    )
    members = members_of(session, application.id)
    signed_in(session, client, scene)

    page = client.get(f"/jurado/grupos/{application.id}").get_data(as_text=True)

    for text in (
        "Crianza tecnificada de cuyes",
        "Con galpón y registros",
        "Jaulas (6 unidades)",
        "S/\u00a0900.00",
        "Manantial",
    ):
        assert text in page
    assert "¿Cuántos metros tiene el pozo?" not in page
    assert all(member.full_name in page for member in members)
    assert all(member.dni not in page for member in members)


def test_a_contest_of_others_is_not_found(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    stranger = make_user(session, Role.JUROR)
    session.commit()
    client.sign_in(stranger.id)

    assert client.get(f"/jurado/concursos/{scene.contest.id}").status_code == 404
    assert client.get(f"/jurado/concursos/{scene.contest.id}/intereses").status_code == 404


def test_after_the_close_the_list_is_to_read(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, state="scored")
    make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", MARKS["FIELD"])
    signed_in(session, client, scene)

    page = client.get(f"/jurado/concursos/{scene.contest.id}").get_data(as_text=True)

    assert "La calificación está cerrada" in page
