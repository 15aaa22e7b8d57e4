"""Photos of the visit as jurors see them: of the groups they may score, and of no others."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.config import Settings
from contest_portal.kernel.storage import Storage
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.assignments import SHARED, make_assignment
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation
from tests.factories.scoring import make_interest, make_visit_photo
from tests.page_client import PageClient


@pytest.fixture(autouse=True)
def jury_day(clock: StandingClock) -> None:
    clock.set(JURY_DAY)


def photographed(session: Session, settings: Settings, scene: Evaluation, group: int = 0) -> str:
    storage = Storage(settings.storage_dir)
    photo = make_visit_photo(session, scene.applications[group], scene.secretary, storage)
    session.commit()
    return f"/jurado/grupos/{scene.applications[group].id}/fotos/{photo.id}"


def statuses(client: PageClient, where: str) -> list[int]:
    return [client.get(f"{where}{rest}").status_code for rest in ("", "/vista")]


def test_a_juror_sees_a_photo_and_its_small_copy(
    session: Session, client: PageClient, settings: Settings
) -> None:
    scene = make_evaluation(session)
    where = photographed(session, settings, scene)
    client.sign_in(scene.users[0].id)

    whole, small = client.get(where), client.get(f"{where}/vista")

    assert [(one.status_code, one.mimetype) for one in (whole, small)] == [(200, "image/jpeg")] * 2
    assert "attachment" in whole.headers["Content-Disposition"]
    assert "public" not in whole.headers.get("Cache-Control", "")


def test_a_photo_is_not_found_under_another_group_or_number(
    session: Session, client: PageClient, settings: Settings
) -> None:
    scene = make_evaluation(session)
    where = photographed(session, settings, scene)
    other = where.replace(f"/{scene.applications[0].id}/", f"/{scene.applications[1].id}/")
    client.sign_in(scene.users[0].id)

    assert statuses(client, other) == [404, 404]
    assert statuses(client, f"{where}999") == [404, 404]
    assert statuses(client, where.replace(f"/{scene.applications[0].id}/", "/999999/")) == [404, 404]


def test_where_groups_are_shared_out_photos_are_seen_by_those_who_have_the_group(
    session: Session, client: PageClient, settings: Settings
) -> None:
    scene = make_evaluation(session, rulebook=SHARED)
    for juror in scene.jurors:
        juror.phases = "FIELD"
    make_assignment(session, scene.jurors[0], scene.applications[0], scene.secretary)
    where = photographed(session, settings, scene)

    seen = [statuses(client.sign_in(user.id), where) for user in scene.users]

    assert seen == [[200, 200], [404, 404], [404, 404]]


@pytest.mark.parametrize(
    ("recused", "expected"), [(None, [422, 422]), (True, [403, 403]), (False, [200, 200])]
)
def test_a_juror_declares_before_seeing_a_photo(
    session: Session, client: PageClient, settings: Settings, *, recused: bool | None, expected: list[int]
) -> None:
    scene = make_evaluation(session, groups=("Uno",), declared=False)
    if recused is not None:
        make_interest(session, scene.jurors[0], scene.applications[0], recused=recused)
    where = photographed(session, settings, scene)

    assert statuses(client.sign_in(scene.users[0].id), where) == expected


@pytest.mark.parametrize("role", [Role.REPRESENTATIVE, Role.STAFF, Role.AUDITOR, Role.JUROR])
def test_who_is_not_of_the_panel_sees_none(
    session: Session, client: PageClient, settings: Settings, role: Role
) -> None:
    scene = make_evaluation(session)
    where = photographed(session, settings, scene)
    stranger = make_user(session, role).id
    session.commit()

    assert set(statuses(client.sign_in(stranger), where)) <= {403, 404}


def test_nobody_sees_one_without_signing_in(session: Session, client: PageClient, settings: Settings) -> None:
    where = photographed(session, settings, make_evaluation(session))

    assert statuses(client, where) == [303, 303]
