"""The office's pages of contests: list, new, hub, publication."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.models import Contest, ContestRulebook
from contest_portal.contests.queries import read_rulebook
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.money import Money
from tests.conftest import StandingClock
from tests.factories.accounts import make_office, make_user
from tests.factories.contests import CLOSES, RULEBOOK, make_contest, make_fund
from tests.factories.registry import make_district
from tests.page_client import PageClient


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


@pytest.fixture
def staff(session: Session) -> User:
    return make_user(session, Role.STAFF)


@pytest.fixture
def draft(session: Session, office: Office, staff: User) -> Contest:
    make_district(session)
    return make_contest(session, office, staff, state="draft")


@pytest.fixture
def published(session: Session, office: Office, staff: User) -> Contest:
    make_district(session)
    return make_contest(session, office, staff)


def new_contest(fund_id: int, **changes: object) -> dict[str, object]:
    return {
        "title": "I Concurso",
        "code": "I-2026-LIRCAY",
        "fund_id": fund_id,
        "fund": "100000",
        "base": "template:business_plan",
    } | changes


def test_a_contest_starts_from_a_template(
    session: Session, client: PageClient, office: Office, staff: User
) -> None:
    fund = make_fund(session, office)
    session.commit()

    response = client.sign_in(staff.id).post("/oficina/concursos/nuevo", data=new_contest(fund.id))

    contest = session.scalars(select(Contest)).one()
    book = read_rulebook(contest.draft)
    assert (response.location, contest.state, book.fund, [phase.code for phase in book.phases]) == (
        f"/oficina/concursos/{contest.id}",
        "draft",
        Money.soles(100_000),
        ["CAMPO", "PUBLICA"],
    )


def test_a_contest_starts_from_an_earlier_one(
    session: Session, client: PageClient, published: Contest, office: Office, staff: User
) -> None:
    fund = make_fund(session, office)
    session.commit()

    client.sign_in(staff.id).post(
        "/oficina/concursos/nuevo", data=new_contest(fund.id, base=f"contest:{published.id}")
    )

    contest = session.scalars(select(Contest).where(Contest.code == "I-2026-LIRCAY")).one()
    assert read_rulebook(contest.draft).phases == RULEBOOK.phases


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param(
            {"fund": "100000.01"}, "al fondo le quedan S/ 100,000.00 sin reservar", id="over the fund"
        ),
        pytest.param({"code": "uno dos"}, "El código «uno dos» no vale.", id="bad code"),
        pytest.param({"base": ""}, "Elija con qué reglas empieza el concurso.", id="no base"),
        pytest.param({"title": ""}, "Escriba el nombre del concurso.", id="no title"),
    ],
)
def test_a_contest_that_cannot_start_is_refused(
    session: Session,
    client: PageClient,
    office: Office,
    staff: User,
    changes: dict[str, object],
    message: str,
) -> None:
    fund = make_fund(session, office)
    session.commit()

    response = client.sign_in(staff.id).post("/oficina/concursos/nuevo", data=new_contest(fund.id, **changes))

    assert (response.status_code, message in response.text, session.scalars(select(Contest)).all()) == (
        422,
        True,
        [],
    )


def test_without_a_fund_the_page_sends_to_register_one(
    session: Session, client: PageClient, staff: User
) -> None:
    session.commit()

    assert "Primero registre un fondo" in client.sign_in(staff.id).get("/oficina/concursos/nuevo").text


@pytest.mark.parametrize("role", [Role.STAFF, Role.SECRETARY, Role.AUDITOR])
@pytest.mark.parametrize("state", ["draft", "published", "evaluating", "scored", "allocated", "announced"])
def test_the_office_reads_a_contest_in_every_state(
    session: Session, client: PageClient, office: Office, staff: User, role: Role, state: str
) -> None:
    make_district(session)
    contest = make_contest(session, office, staff, state=state)
    reader = make_user(session, role)
    session.commit()

    page = client.sign_in(reader.id).get(f"/oficina/concursos/{contest.id}")

    assert (page.status_code, "Camino del concurso" in page.text) == (200, True)


def test_the_checklist_links_what_is_missing(
    session: Session, client: PageClient, office: Office, staff: User
) -> None:
    book = replace(RULEBOOK, territory=(), lines=())
    contest = make_contest(session, office, staff, state="draft", rulebook=book)
    session.commit()

    page = client.sign_in(staff.id).get(f"/oficina/concursos/{contest.id}").text

    assert (
        "Falta resolver 2 puntos de la lista." in page,
        "Elija al menos una línea productiva." in page,
        f'href="/oficina/concursos/{contest.id}/territorio"' in page,
        f'href="/oficina/concursos/{contest.id}/lineas"' in page,
    ) == (True, True, True, True)


def test_the_secretary_reads_a_draft_without_links_to_change_it(
    session: Session, client: PageClient, draft: Contest
) -> None:
    secretary = make_user(session, Role.SECRETARY)
    session.commit()

    page = client.sign_in(secretary.id).get(f"/oficina/concursos/{draft.id}").text

    assert f'href="/oficina/concursos/{draft.id}/' not in page


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.STAFF])
def test_who_is_of_one_contest_sees_that_one_alone(
    session: Session, client: PageClient, draft: Contest, office: Office, staff: User, role: Role
) -> None:
    other = make_contest(session, office, staff)
    session.commit()
    client.sign_in(make_user(session, role, contest_id=draft.id).id)
    session.commit()

    listing = client.get("/oficina/concursos").text

    assert (
        draft.code in listing,
        other.code in listing,
        client.get(f"/oficina/concursos/{other.id}").status_code,
    ) == (True, False, 403)


def test_the_summary_shows_what_will_be_frozen(
    session: Session, client: PageClient, draft: Contest, staff: User
) -> None:
    session.commit()

    page = client.sign_in(staff.id).get(f"/oficina/concursos/{draft.id}/publicar").text

    assert (sha256_hex(draft.draft) in page, "Se reservan S/\u00a0100,000.00 del fondo" in page) == (
        True,
        True,
    )


def test_publishing_freezes_the_rules_that_were_shown(
    session: Session, client: PageClient, draft: Contest, staff: User
) -> None:
    session.commit()

    response = client.sign_in(staff.id).post(
        f"/oficina/concursos/{draft.id}/publicar", data={"version": draft.version}
    )

    session.refresh(draft)
    frozen = session.scalars(select(ContestRulebook)).one()
    assert (response.status_code, draft.state, frozen.data, frozen.sha256) == (
        303,
        "published",
        draft.draft,
        sha256_hex(draft.draft),
    )


def test_an_incomplete_contest_is_not_published(
    session: Session, client: PageClient, office: Office, staff: User
) -> None:
    contest = make_contest(session, office, staff, state="draft", rulebook=replace(RULEBOOK, lines=()))
    session.commit()

    response = client.sign_in(staff.id).post(
        f"/oficina/concursos/{contest.id}/publicar", data={"version": contest.version}
    )

    session.refresh(contest)
    assert (response.status_code, contest.state) == (422, "draft")


def test_a_late_call_is_not_published(
    session: Session, client: PageClient, draft: Contest, staff: User, clock: StandingClock
) -> None:
    clock.set(CLOSES)
    session.commit()

    response = client.sign_in(staff.id).post(
        f"/oficina/concursos/{draft.id}/publicar", data={"version": draft.version}
    )

    assert (response.status_code, "El cierre de la recepción ya pasó." in response.text) == (422, True)


def test_a_draft_changed_since_it_was_read_is_not_published(
    session: Session, client: PageClient, draft: Contest, staff: User
) -> None:
    session.commit()

    response = client.sign_in(staff.id).post(
        f"/oficina/concursos/{draft.id}/publicar", data={"version": draft.version + 1}
    )

    session.refresh(draft)
    assert (response.status_code, draft.state) == (409, "draft")


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR])
def test_only_staff_may_publish(session: Session, client: PageClient, draft: Contest, role: Role) -> None:
    reader = make_user(session, role)
    session.commit()

    response = client.sign_in(reader.id).post(
        f"/oficina/concursos/{draft.id}/publicar", data={"version": draft.version}
    )

    session.refresh(draft)
    assert (response.status_code, draft.state) == (403, "draft")


PARTS = (
    "datos",
    "calendario",
    "territorio",
    "lineas",
    "sobres",
    "fases",
    "fases/FIELD",
    "puntaje",
    "presupuesto",
    "condiciones-del-reparto",
    "sobres-dentro-de-sobres",
    "publicar",
)


@pytest.mark.parametrize("part", PARTS)
def test_a_published_contest_cannot_be_designed(
    session: Session, client: PageClient, published: Contest, staff: User, part: str
) -> None:
    session.commit()

    response = client.sign_in(staff.id).get(f"/oficina/concursos/{published.id}/{part}")

    assert response.status_code == 409


@pytest.mark.parametrize("part", PARTS)
def test_a_draft_is_designed_by_staff_alone(
    session: Session, client: PageClient, draft: Contest, staff: User, part: str
) -> None:
    secretary = make_user(session, Role.SECRETARY)
    session.commit()
    url = f"/oficina/concursos/{draft.id}/{part}"

    statuses = [client.sign_in(user.id).get(url).status_code for user in (staff, secretary)]

    assert statuses == [200, 403]


def test_an_unknown_contest_is_not_found(session: Session, client: PageClient, staff: User) -> None:
    session.commit()

    assert client.sign_in(staff.id).get("/oficina/concursos/999999").status_code == 404


def test_the_empty_list_says_what_to_do(session: Session, client: PageClient, staff: User) -> None:
    session.commit()

    page = client.sign_in(staff.id).get("/oficina/concursos").text

    assert "Registre un fondo y cree el primer concurso a partir de una plantilla." in page
