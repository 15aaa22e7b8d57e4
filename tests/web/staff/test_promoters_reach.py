"""What an office sees and changes of promoters: groups of its own territory, accounts that are promoters'."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.models import GrantTerritory, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.promoter_models import GroupPromoter
from contest_portal.applications.promoter_queries import present_promoters
from tests.conftest import NOON
from tests.factories.accounts import make_user
from tests.factories.applying import Village, make_village
from tests.factories.promoters import make_promotion
from tests.page_client import PageClient

LIST = "/oficina/promotores"


@pytest.fixture
def village(session: Session) -> Village:
    return make_village(session)


@pytest.fixture
def promoter(session: Session) -> User:
    return make_user(session, Role.PROMOTER, full_name="Teo Ccora Ramos")


@pytest.fixture
def promotion(village: Village, promoter: User, session: Session) -> GroupPromoter:
    return make_promotion(session, promoter, village.group().id)


def signed_in(client: PageClient, village: Village, territory: str = "") -> PageClient:
    if territory:
        village.staff.grants[0].territories.append(GrantTerritory(prefix=territory))
    village.session.commit()
    return client.sign_in(village.staff.id)


@pytest.mark.parametrize(
    ("territory", "is_shown"), [("", True), ("09", True), ("090301", True), ("15", False), ("090302", False)]
)
def test_groups_are_shown_within_the_territory(
    client: PageClient, village: Village, promotion: GroupPromoter, territory: str, *, is_shown: bool
) -> None:
    office = signed_in(client, village, territory)

    pages = [office.get(page).text for page in (LIST, f"{LIST}.csv", f"{LIST}/{promotion.user_id}")]

    assert ["Sumaq Kuy" in page for page in pages] == [is_shown] * 3


@pytest.mark.parametrize(("territory", "status", "left"), [("0903", 303, 0), ("15", 403, 1)])
def test_an_office_ends_promoters_of_its_own_groups(
    client: PageClient, village: Village, promotion: GroupPromoter, territory: str, status: int, left: int
) -> None:
    office = signed_in(client, village, territory)

    answer = office.post(f"{LIST}/{promotion.id}/terminar", data={"sure": "1"})

    assert answer.status_code == status
    assert len(present_promoters(village.session, promotion.group_id)) == left


def test_what_ended_stays_in_the_spreadsheet_with_its_day(
    client: PageClient, village: Village, promotion: GroupPromoter, session: Session
) -> None:
    promotion.ended_at, promotion.ended_by = NOON + timedelta(hours=1), village.staff.id

    office = signed_in(client, village)
    header, row = office.get(f"{LIST}.csv").text.lstrip("\ufeff").splitlines()

    assert header == "Promotor,Grupo,Centro poblado,Desde,Lo nombró,Hasta"
    assert row.endswith(",23/11/2026 13:00")
    assert "Sumaq Kuy" not in office.read(LIST)


@pytest.mark.parametrize(
    "roles",
    [(Role.REPRESENTATIVE,), (Role.JUROR,), (Role.ADMIN,), (Role.STAFF,)],
    ids=["representative", "juror", "administrator", "office"],
)
def test_accounts_of_others_are_not_reached_by_these_pages(
    client: PageClient, village: Village, session: Session, roles: tuple[Role, ...]
) -> None:
    other = make_user(session, *roles)
    office = signed_in(client, village)

    answers = [office.get(f"{LIST}/{other.id}"), office.post(f"{LIST}/{other.id}/contrasena")]

    session.refresh(other)
    assert [answer.status_code for answer in answers] == [404, 404]
    assert (other.password_hash, other.session_epoch) == ("!", 0)


@pytest.mark.parametrize("role", [Role.REPRESENTATIVE, Role.JUROR, Role.ADMIN])
def test_the_office_hands_no_password_to_a_promoter_who_is_more(
    client: PageClient, village: Village, session: Session, role: Role
) -> None:
    both = make_user(session, Role.PROMOTER, role)

    answer = signed_in(client, village).post(f"{LIST}/{both.id}/contrasena")

    session.refresh(both)
    assert (answer.status_code, both.password_hash) == (403, "!")


@pytest.mark.parametrize("role", [Role.REPRESENTATIVE, Role.PROMOTER, Role.JUROR, Role.AUDITOR])
def test_nobody_else_opens_these_pages(
    client: PageClient, promotion: GroupPromoter, session: Session, role: Role
) -> None:
    other = make_user(session, role)
    session.commit()
    client.sign_in(other.id)

    answers = [client.get(page) for page in (LIST, f"{LIST}.csv", f"{LIST}/{promotion.user_id}")]

    assert {answer.status_code for answer in answers} <= {403, 404}


@pytest.mark.parametrize(
    "typed",
    [
        {"email": "", "full_name": "Teo Ccora"},
        {"email": "teo", "full_name": "Teo Ccora"},
        {"email": "teo@fondos.example", "full_name": " "},
    ],
    ids=["no address", "no real address", "no name"],
)
def test_an_account_is_not_opened_half_written(
    client: PageClient, village: Village, typed: dict[str, str]
) -> None:
    office = signed_in(client, village)

    answer = office.post(f"{LIST}/nuevo", data=typed)

    assert answer.status_code == 422
    assert "Teo Ccora" not in office.read(LIST)


def test_an_address_that_has_an_account_is_refused(
    client: PageClient, promotion: GroupPromoter, promoter: User, village: Village
) -> None:
    office = signed_in(client, village)

    answer = office.post(f"{LIST}/nuevo", data={"email": promoter.email.upper(), "full_name": "Otra Persona"})

    assert answer.status_code == 422
    assert "Otra Persona" not in office.read(LIST)
