"""A promoter at the keyboard: several groups from one phone, each on its own pages."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application
from contest_portal.applications.queries import profile_of
from contest_portal.applications.rules.profile import empty_profile
from contest_portal.applications.services.end_promoter import end_promoter
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.kernel.audit import AuditRow
from tests.factories.accounts import make_user
from tests.factories.amendments import make_amendment
from tests.factories.applying import Village, make_village
from tests.factories.promoters import make_promotion
from tests.factories.questions import ASKING, TEXT
from tests.page_client import PageClient, words
from tests.query_count import counted_queries

SECTIONS = (
    "negocio situacion bienes-propios problemas asistencia compras ventas-y-costos aporte presupuesto".split()
)


@pytest.fixture
def promoter(session: Session) -> User:
    return make_user(session, Role.PROMOTER, full_name="Teo Ccora Ramos")


@pytest.fixture
def drafts(village: Village, promoter: User, session: Session) -> tuple[Application, Application]:
    """Two drafts of two groups; the first is whole, nobody wrote in the second."""
    groups = (village.group(), village.group(name="Kuntur Wasi"))
    for group in groups:
        make_promotion(session, promoter, group.id, giver=village.representative)
    drafts = (village.draft(groups[0]), village.draft(groups[1], profile=empty_profile()))
    drafts[1].title = "Panadería Kuntur"
    session.commit()
    return drafts


@pytest.fixture
def at_work(client: PageClient, promoter: User, drafts: tuple[Application, Application]) -> PageClient:
    return client.sign_in(promoter.id)


def test_home_lists_each_group_with_what_is_missing_and_the_time_left(at_work: PageClient) -> None:
    text = at_work.read("/grupo/")

    assert "Sumaq Kuy" in text
    assert "El perfil está completo: revise y envíe." in text
    assert "Kuntur Wasi" in text
    assert "Listas 2 de 9 partes. Falta: El negocio, Situación y perspectivas, Problemas" in text
    assert text.count("Faltan 5 días.") >= 2
    assert "Registrar un grupo" not in text


def test_home_without_a_group_says_how_one_comes(
    client: PageClient, promoter: User, village: Village, session: Session
) -> None:
    session.commit()

    text = client.sign_in(promoter.id).read("/grupo/")

    assert "Cuando un grupo o la oficina lo nombre su promotor" in text


def test_every_page_of_a_group_names_it_and_no_other(
    at_work: PageClient, drafts: tuple[Application, Application]
) -> None:
    draft = drafts[0]
    application = f"/grupo/solicitudes/{draft.id}"
    pages = [
        f"/grupo/grupos/{draft.group_id}{rest}"
        for rest in ("", "/editar", "/integrantes/nuevo", "/quien-hizo-que")
    ]
    pages += [application, f"{application}/revisar", f"{application}/anexos"]
    pages += [f"{application}/{slug}" for slug in SECTIONS]

    told = {page: at_work.get(page).get_data(as_text=True) for page in pages}

    assert [page for page, html in told.items() if "Trabaja para el grupo Sumaq Kuy" not in words(html)] == []
    assert [page for page, html in told.items() if "Kuntur" in html] == []


def test_what_is_kept_on_the_device_is_of_the_promoter_and_of_one_application(
    at_work: PageClient, promoter: User, drafts: tuple[Application, Application]
) -> None:
    html = at_work.get(f"/grupo/solicitudes/{drafts[1].id}/negocio").get_data(as_text=True)

    of_whom = rf'data-user="{promoter.id}" data-keys="[^"]+" data-application="{drafts[1].id}"'
    assert re.search(of_whom, " ".join(html.split()))
    assert 'autocomplete="off" data-component="autosave' in html
    assert f'data-component="forget-drafts" data-user="{promoter.id}"' in " ".join(html.split())


def test_home_names_nobody_in_its_head(at_work: PageClient) -> None:
    assert "Trabaja para el grupo" not in at_work.read("/grupo/")


def test_representative_names_and_ends_a_promoter(
    representative: PageClient, village: Village, session: Session
) -> None:
    group = village.group()
    session.commit()
    address = f"/grupo/grupos/{group.id}/promotores"

    assert "El grupo no tiene promotor." in representative.read(address)
    given = representative.post(address, data={"email": "teo@fondos.example", "full_name": "Teo Ccora Ramos"})
    listed = representative.get(address).get_data(as_text=True)
    end = listed.partition('action="/grupo/promotores/')[2].partition('"')[0]
    ended = representative.post(f"/grupo/promotores/{end}", data={"sure": "1"}, follow_redirects=True)

    assert (given.status_code, given.headers["Cache-Control"]) == (200, "no-store")
    assert "Teo Ccora Ramos" in listed
    assert "El promotor ya no puede entrar a los perfiles del grupo." in words(ended.get_data(as_text=True))
    deeds = representative.get(f"/grupo/grupos/{group.id}/quien-hizo-que.csv").get_data(as_text=True)
    assert [line.split(",")[2:4] for line in deeds.splitlines()[1:]] == [
        ["Representante", "Terminó el trabajo de un promotor"],
        ["Representante", "Dio un promotor al grupo"],
    ]


def test_a_wrong_address_is_told_beside_its_field(
    representative: PageClient, village: Village, session: Session
) -> None:
    group = village.group()
    juror = make_user(session, Role.JUROR)
    session.commit()

    answer = representative.post(f"/grupo/grupos/{group.id}/promotores", data={"email": juror.email})

    assert answer.status_code == 422
    assert "no es de promotor" in answer.get_data(as_text=True)


def test_ended_promoter_finds_nothing(
    at_work: PageClient,
    promoter: User,
    drafts: tuple[Application, Application],
    village: Village,
    session: Session,
) -> None:
    promotion = make_promotion(session, make_user(session, Role.PROMOTER), drafts[0].group_id)
    end_promoter(session, village.act(), promotion_id=promotion.id)
    submit_application(
        session, village.act(), application_id=drafts[0].id, expected_version=drafts[0].version
    )
    session.commit()

    assert at_work.get(f"/grupo/solicitudes/{drafts[0].id}").status_code == 200
    at_work.sign_in(promotion.user_id)
    assert at_work.get(f"/grupo/solicitudes/{drafts[0].id}").status_code == 404


def test_each_field_saved_goes_to_its_own_group_under_the_promoters_name(
    at_work: PageClient, promoter: User, drafts: tuple[Application, Application], session: Session
) -> None:
    for draft, summary in zip(drafts, ("Cuyes", "Panes"), strict=True):
        page = at_work.get(f"/grupo/solicitudes/{draft.id}/negocio").get_data(as_text=True)
        bases = page.partition('name="bases"')[2].partition('value="')[2].partition('"')[0]
        body = {
            "field": "summary",
            "entries": {"summary": summary},
            "bases": dict(pair.split(":") for pair in bases.split(",")),
        }
        assert at_work.post(f"/grupo/solicitudes/{draft.id}/negocio/campo", json=body).status_code == 200

    session.expire_all()
    assert [profile_of(session, draft.id).summary for draft in drafts] == ["Cuyes", "Panes"]
    deeds = session.scalars(select(AuditRow).order_by(AuditRow.seq))
    assert [(deed.actor_id, deed.subject) for deed in deeds] == [
        (promoter.id, f"application:{draft.id}") for draft in drafts
    ]


def test_group_of_nobody_known_to_the_promoter_does_not_exist(
    at_work: PageClient, village: Village, session: Session
) -> None:
    stranger = village.draft(village.group(name="Apu"))
    session.commit()

    for rest in ("", "/revisar", "/negocio", "/anexos", "/lectura", "/conformidad"):
        assert at_work.get(f"/grupo/solicitudes/{stranger.id}{rest}").status_code == 404
    for rest in ("", "/editar", "/promotores", "/quien-hizo-que", "/quien-hizo-que.csv"):
        assert at_work.get(f"/grupo/grupos/{stranger.group_id}{rest}").status_code == 404


def test_what_was_done_is_told_in_words(
    at_work: PageClient, drafts: tuple[Application, Application], village: Village
) -> None:
    address = f"/grupo/grupos/{drafts[0].group_id}/quien-hizo-que"
    empty = at_work.read(address)
    at_work.post(
        f"/grupo/grupos/{drafts[0].group_id}/editar",
        data={"version": "1", "name": "Sumaq Kuy Warmi", "centre_code": village.centre.code},
    )

    told = at_work.read(address)

    assert "Todavía no hay nada anotado." in empty
    assert "Teo Ccora Ramos" in told
    assert "Cambió los datos del grupo" in told
    assert "Promotor" in told


def test_more_groups_do_not_ask_the_database_more(
    client: PageClient, promoter: User, village: Village, session: Session
) -> None:
    asked = []
    client.sign_in(promoter.id)
    for names in (("Apu",), ("Kuntur Wasi", "Wayta")):
        for name in names:
            make_promotion(session, promoter, village.draft(village.group(name=name)).group_id)
        session.commit()
        with counted_queries(session) as counted:
            client.get("/grupo/")
        asked.append(counted.total)

    assert asked[0] == asked[1]


def test_a_promoter_asks_for_a_group_whose_representative_reads_it(
    client: PageClient, session: Session, promoter: User
) -> None:
    village = make_village(session, rulebook=ASKING)
    groups = (village.group(), village.group(name="Kuntur Wasi"))
    for group in groups:
        make_promotion(session, promoter, group.id)
    session.commit()
    page = f"/grupo/concursos/{village.contest.id}/consultas"
    client.sign_in(promoter.id)

    call = client.get(f"/convocatorias/{village.contest.code}").text
    unsaid = client.post(page, data={"text": TEXT, "group": ""})
    asked = client.post(page, data={"text": TEXT, "group": str(groups[1].id)})
    own = client.read(page)
    client.sign_in(village.representative.id)
    read = client.read(page)

    assert f'href="{page}"' in call
    assert (unsaid.status_code, asked.status_code) == (422, 303)
    assert "Elija para qué grupo pregunta." in words(unsaid.text)
    assert "Para Kuntur Wasi" in own
    assert "Para Kuntur Wasi · preguntó Teo Ccora Ramos" in read


def test_a_promoter_without_a_group_asks_nothing(
    client: PageClient, session: Session, promoter: User
) -> None:
    village = make_village(session, rulebook=ASKING)
    session.commit()

    answer = client.sign_in(promoter.id).get(f"/grupo/concursos/{village.contest.id}/consultas")

    assert answer.status_code == 403


def test_a_promoter_finds_the_notice_of_an_amendment(
    at_work: PageClient, village: Village, session: Session
) -> None:
    make_amendment(session, village.contest, village.staff)
    session.commit()

    assert "cambiaron las bases del concurso al que postula el grupo Sumaq Kuy" in at_work.read("/grupo/")
