"""The history of a sheet: every deed keeps what it said; others read it only once the scoring is closed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.marks import Mark
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.rules.versions import WrittenMark
from contest_portal.scoring.services.finalise_sheet import finalise_sheet
from contest_portal.scoring.services.return_sheet import return_sheet
from contest_portal.scoring.services.save_sheet import save_sheet
from contest_portal.scoring.sheet_history import versions_of
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation
from tests.factories.scoring import make_sheet
from tests.page_client import PageClient

FIRST, SECOND = {"P1": 15, "P2": 8, "P3": 16}, {"P1": 12, "P2": 8, "P3": 16}
LATER = JURY_DAY + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def jury_day(clock: StandingClock) -> None:
    clock.set(JURY_DAY)


def make_rewritten(session: Session) -> tuple[Evaluation, Sheet]:
    """Save a sheet, make it final, give it back, and save it again from a device with another mark."""
    scene = make_evaluation(session, groups=("Sumaq Kuy",))
    place = {"application_id": scene.applications[0].id, "phase_code": "PUBLIC"}
    act = scene.by_juror(0)

    def save(marks: dict[str, int], version: int, origin: str) -> Sheet:
        given = {code: Mark(units) for code, units in marks.items()}
        return save_sheet(
            session, act, **place, marks=given, comment="Bien", expected_version=version, origin=origin
        )  # type: ignore[arg-type]

    sheet = save(FIRST, 0, "page")
    finalise_sheet(session, act, **place, expected_version=sheet.version)  # type: ignore[arg-type]
    by_secretary = replace(scene.by_secretary, at=LATER)
    return_sheet(session, by_secretary, sheet_id=sheet.id, reason="Corresponde a otro grupo")
    act = replace(act, at=LATER)
    save(SECOND, sheet.version, "phone")
    return scene, sheet


def test_every_deed_keeps_the_whole_sheet_with_who_when_and_from_where(session: Session) -> None:
    scene, sheet = make_rewritten(session)

    versions = versions_of(session, sheet.id)

    first = {code: WrittenMark(units) for code, units in FIRST.items()}
    second = {code: WrittenMark(units) for code, units in SECOND.items()}
    juror, secretary = scene.users[0].full_name, scene.secretary.full_name
    assert [(v.number, v.deed, v.marks, v.kept_by, v.kept_at, v.origin, v.reason) for v in versions] == [
        (1, "saved", first, juror, JURY_DAY, "page", ""),
        (2, "finalised", first, juror, JURY_DAY, "page", ""),
        (3, "returned", first, secretary, LATER, "page", "Corresponde a otro grupo"),
        (4, "saved", second, juror, LATER, "phone", ""),
    ]
    assert [v.seal is not None for v in versions] == [False, True, False, False]
    assert {v.comment for v in versions} == {"Bien"}


def test_only_its_juror_reads_it_before_the_close_and_the_office_after(
    session: Session, client: PageClient
) -> None:
    scene, sheet = make_rewritten(session)
    own = f"/jurado/grupos/{scene.applications[0].id}/fichas/PUBLIC/historia"
    office = f"/oficina/concursos/{scene.contest.id}/evaluacion/fichas/{sheet.id}/historia"
    people = [scene.secretary.id, make_user(session, Role.AUDITOR).id, make_user(session, Role.STAFF).id]
    juror, other = scene.users[0].id, scene.users[1].id
    session.commit()

    mine = client.sign_in(juror).read(own)
    others = client.sign_in(other).get(own).status_code
    before = [client.sign_in(user).get(office).status_code for user in people]
    scene.contest.state, scene.contest.scored_at = "scored", JURY_DAY
    session.commit()
    after = [client.sign_in(user).get(office).status_code for user in people]
    page = client.sign_in(people[0]).read(office)
    board = client.get(office.partition("/fichas")[0]).text

    assert "Versión 4" in mine
    assert "15 12" in mine
    assert "en su teléfono" in mine
    assert "Motivo: Corresponde a otro grupo" in mine
    assert (others, before, after) == (404, [409, 409, 403], [200, 200, 403])
    assert "Jurado 1 · Sumaq Kuy" in page
    assert "Los puntajes no cambiaron." in page
    assert f"/fichas/{sheet.id}/historia" in board


def test_a_sheet_of_before_has_no_history_and_says_so(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    make_sheet(session, scene.jurors[0], scene.applications[0], "PUBLIC", FIRST)
    session.commit()

    page = client.sign_in(scene.users[0].id).read(
        f"/jurado/grupos/{scene.applications[0].id}/fichas/PUBLIC/historia"
    )

    assert "No hay versiones guardadas" in page
