"""The public page of a call and its rules as hashed."""

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of, rulebook_sha256
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.records import from_data
from tests.conftest import StandingClock
from tests.documents.paper_checks import paper_faults
from tests.factories.accounts import make_office, make_user
from tests.factories.amendments import REASON, make_amendment
from tests.factories.applications import make_group
from tests.factories.contests import CLOSES, OPENS, RULEBOOK, make_contest
from tests.factories.registry import make_centre, make_district
from tests.page_client import PageClient

BOOK = replace(RULEBOOK, purpose="Vender <mejor> nuestros cuyes", venue="Plaza de armas de Lircay")


def make_call(session: Session, state: str = "published") -> Contest:
    make_district(session)
    contest = make_contest(
        session, make_office(session), make_user(session, Role.STAFF), state=state, rulebook=BOOK
    )
    session.commit()
    return contest


def page_of(client: PageClient, contest: Contest) -> str:
    return client.get(f"/convocatorias/{contest.code}").text


def test_the_call_shows_everything_that_decides(session: Session, client: PageClient) -> None:
    page = page_of(client, make_call(session))

    expected = [
        "Vender &lt;mejor&gt; nuestros cuyes",
        "Grupos de 3 a 6 hogares.",
        "Cada hogar participa en un solo grupo",
        "Lircay",
        "Crianza de cuyes, Panadería",
        "S/\u00a0100,000.00",
        "de S/\u00a05,000.00 a S/\u00a020,000.00",
        "60 % en bienes y 40 % en asistencia técnica",
        "28 nov. 2026, 17:00",
        "9 de diciembre de 2026",
        "Plaza de armas de Lircay",
        "Si asiste menos del 50 % de los hogares",
        "70.00",
        "Mayor puntaje en la fase: Evaluación de campo",
    ]
    assert [text for text in expected if text not in page] == []


def test_every_criterion_is_shown_with_its_maximum(session: Session, client: PageClient) -> None:
    page = page_of(client, make_call(session))

    texts = [f"{c.code}. {c.text}" for phase in BOOK.phases for c in phase.criteria]
    assert [text for text in texts if text not in page] == []


def test_the_hash_on_the_page_is_that_of_the_rules(session: Session, client: PageClient) -> None:
    contest = make_call(session)

    assert rulebook_sha256(session, contest.id) in page_of(client, contest)


def test_the_rules_are_sent_exactly_as_hashed(session: Session, client: PageClient) -> None:
    contest = make_call(session)

    response = client.get(f"/convocatorias/{contest.code}/reglas.json")

    assert (response.mimetype, sha256_hex(response.data), from_data(Rulebook, json.loads(response.data))) == (
        "application/json",
        rulebook_sha256(session, contest.id),
        rulebook_of(session, contest.id),
    )


@pytest.mark.parametrize(
    ("now", "notice", "may_apply"),
    [
        pytest.param(OPENS - timedelta(seconds=1), "La recepción todavía no abre", False, id="before"),
        pytest.param(OPENS, "La recepción está abierta", True, id="open"),
        pytest.param(CLOSES - timedelta(seconds=1), "La recepción está abierta", True, id="last second"),
        pytest.param(CLOSES, "La recepción cerró", False, id="closed"),
    ],
)
def test_the_page_says_whether_one_can_apply(
    session: Session, client: PageClient, clock: StandingClock, now: datetime, notice: str, *, may_apply: bool
) -> None:
    contest = make_call(session)
    clock.set(now)

    page = page_of(client, contest)

    assert (notice in page, "Presentar un perfil" in page) == (True, may_apply)


def applying_from(page: str) -> str | None:
    link = re.search(r'href="([^"]*)">Presentar un perfil</a>', page)
    return link[1] if link else None


def test_a_visitor_who_wants_to_apply_signs_in_first(session: Session, client: PageClient) -> None:
    assert applying_from(page_of(client, make_call(session))) == "/ingresar?next=/grupo/"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.REPRESENTATIVE, Role.PROMOTER}))
def test_who_represents_no_group_is_not_led_to_a_closed_door(
    session: Session, client: PageClient, role: Role
) -> None:
    contest = make_call(session)
    user = make_user(session, role)
    session.commit()

    assert applying_from(page_of(client.sign_in(user.id), contest)) is None


@pytest.mark.parametrize("groups", [0, 1, 2])
def test_a_representative_is_led_to_where_an_application_starts(
    session: Session, client: PageClient, groups: int
) -> None:
    contest = make_call(session)
    user, centre = make_user(session, Role.REPRESENTATIVE), make_centre(session)
    ids = [make_group(session, centre, user, name=f"Grupo {n}").id for n in range(groups)]
    session.commit()

    link = applying_from(page_of(client.sign_in(user.id), contest))

    assert link == (f"/grupo/grupos/{ids[0]}#contests" if groups == 1 else "/grupo/")


def test_an_announced_call_leads_to_its_result(session: Session, client: PageClient) -> None:
    contest = make_call(session, "announced")

    assert f'href="/resultados/{contest.code}"' in page_of(client, contest)


@pytest.mark.parametrize("page", ["", "/reglas.json"])
def test_a_draft_is_not_public(session: Session, client: PageClient, page: str) -> None:
    contest = make_call(session, "draft")

    assert client.get(f"/convocatorias/{contest.code}{page}").status_code == 404


def test_an_unknown_code_is_not_found(session: Session, client: PageClient) -> None:
    assert client.get("/convocatorias/NO-HAY").status_code == 404


def test_the_call_is_read_in_english_too(session: Session, client: PageClient) -> None:
    contest = make_call(session)

    page = client.get(f"/convocatorias/{contest.code}?lang=en")

    assert (page.status_code, '<html lang="en">' in page.text) == (200, True)


def test_the_call_links_its_bases_on_paper(session: Session, client: PageClient) -> None:
    contest = make_call(session)

    file = client.get(f"/convocatorias/{contest.code}/bases.pdf")

    assert f"/convocatorias/{contest.code}/bases.pdf" in page_of(client, contest)
    assert (file.status_code, file.mimetype, paper_faults(file.data)) == (200, "application/pdf", set())


def test_a_draft_has_no_bases(session: Session, client: PageClient) -> None:
    contest = make_call(session, "draft")

    assert client.get(f"/convocatorias/{contest.code}/bases.pdf").status_code == 404


def test_an_amended_call_says_so_on_top_and_lists_its_versions(session: Session, client: PageClient) -> None:
    contest = make_call(session)
    make_amendment(session, contest, make_user(session, Role.STAFF))
    session.commit()

    page = page_of(client, contest)

    expected = [
        "Las bases cambiaron: Enmienda N.° 1",
        f"Motivo: {REASON}",
        "antes «Plaza de armas de Lircay», ahora «Coliseo de Lircay».",
        "Enmienda N.° 1 · en vigor",
        "Bases publicadas",
        f"/convocatorias/{contest.code}/versiones/1/bases.pdf",
    ]
    assert [text for text in expected if text not in page] == []


@pytest.mark.parametrize(
    ("version", "said", "venue"),
    [
        (1, "Esta versión ya no rige", "Lugar de la presentación pública: Plaza de armas de Lircay"),
        (2, "Es la versión en vigor", "Lugar de la presentación pública: Coliseo de Lircay"),
    ],
)
def test_every_version_stays_readable(
    session: Session, client: PageClient, version: int, said: str, venue: str
) -> None:
    contest = make_call(session)
    make_amendment(session, contest, make_user(session, Role.STAFF))
    session.commit()

    page = client.get(f"/convocatorias/{contest.code}/versiones/{version}").text
    rules = client.get(f"/convocatorias/{contest.code}/versiones/{version}/reglas.json")

    assert (said in page, venue in page) == (True, True)
    assert sha256_hex(rules.data) in page


def test_there_is_no_third_version(session: Session, client: PageClient) -> None:
    contest = make_call(session)

    answers = [client.get(f"/convocatorias/{contest.code}/versiones/3{tail}") for tail in ("", "/bases.pdf")]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_the_blank_form_is_there_before_anyone_has_an_account(session: Session, client: PageClient) -> None:
    contest = make_call(session)
    address = f"/convocatorias/{contest.code}/formulario.pdf"

    file = client.get(address)

    assert (f'href="{address}"' in page_of(client, contest), file.content_type, file.data[:5]) == (
        True,
        "application/pdf",
        b"%PDF-",
    )
