"""The visit to a group: attendance by DNI, and photos as evidence."""

import io

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.quarantine_models import QuarantinedFile
from contest_portal.applications.queries import members_of
from contest_portal.kernel.audit import AuditRow
from contest_portal.scoring.models import Attendance
from contest_portal.scoring.visit_models import VisitPhoto
from contest_portal.scoring.visit_queries import visit_photos
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.attachments import JPEG_BYTES, PDF_BYTES, PNG_BYTES
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation
from tests.factories.scoring import make_interest
from tests.page_client import PageClient, words


@pytest.fixture(autouse=True)
def jury_day(clock: StandingClock) -> None:
    clock.set(JURY_DAY)


def address(scene: Evaluation, page: str, group: int = 0) -> str:
    contest, application = scene.contest.id, scene.applications[group].id
    return f"/oficina/concursos/{contest}/evaluacion/{page}/{application}/FIELD"


def signed_in(session: Session, client: PageClient, scene: Evaluation) -> PageClient:
    session.commit()
    return client.sign_in(scene.secretary.id)


def send(client: PageClient, page: str, content: bytes, caption: str = "") -> tuple[int, str]:
    data = {
        "photo": (io.BytesIO(content), "foto.pdf" if content is PDF_BYTES else "foto.jpg"),
        "caption": caption,
    }
    answer = client.post(page, data=data, content_type="multipart/form-data")
    return answer.status_code, words(answer.text)


def test_a_dni_finds_its_household_and_nothing_is_recorded_before_it_is_sent(
    session: Session, client: PageClient
) -> None:
    scene = make_evaluation(session)
    first, second, *_ = members_of(session, scene.applications[0].id)
    page = address(scene, "asistencia")
    signed_in(session, client, scene)

    def look(dni: str, **data: object) -> str:
        return client.post(page, data={"dni": dni, "step": "dni", **data}).text

    found = look(f" {first.dni[:4]} {first.dni[4:]} ")
    both = look(second.dni, present=[str(first.household_id)])
    strange = look("99999999", present=[str(first.household_id)])
    recorded_before = session.scalars(select(Attendance)).all()
    answer = client.post(page, data={"dni": second.dni, "present": [str(first.household_id)]})
    mistaken = client.post(page, data={"dni": "99999999"})

    assert f"Hogar marcado: {first.full_name} (****{first.dni[-4:]})" in found
    assert "Van 1 de 4 hogares." in found
    assert (both.count(" checked"), "Van 2 de 4 hogares." in both) == (2, True)
    assert ("no es de ningún integrante del grupo" in strange, strange.count(" checked")) == (True, 1)
    assert not any(member.dni in text for text in (found, both) for member in (first, second))
    assert (recorded_before, answer.status_code, mistaken.status_code) == ([], 303, 422)
    session.expire_all()
    present = session.scalars(select(Attendance.household_id).where(Attendance.present))
    assert set(present) == {first.household_id, second.household_id}
    assert first.dni not in "".join(session.scalars(select(AuditRow.data)))


def test_photos_are_kept_shown_and_taken_away(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    page = address(scene, "visita")
    signed_in(session, client, scene)

    empty = client.read(page)
    sent = [send(client, page, JPEG_BYTES, "Galpón nuevo"), send(client, page, PNG_BYTES)]
    refused = [send(client, page, content, "x" * 160) for content in (JPEG_BYTES, PDF_BYTES)]
    shown = client.get(page).text
    first, second = visit_photos(session, scene.applications[0].id)
    base = f"/oficina/concursos/{scene.contest.id}/evaluacion/fotos/{scene.applications[0].id}"
    files = [client.get(f"{base}/{first.id}{rest}") for rest in ("", "/vista")]
    removed = client.post(f"{base}/{second.id}/quitar")

    assert "Todavía no hay fotos." in empty
    assert [status for status, _ in (*sent, *refused)] == [303, 303, 422, 422]
    assert "Esta foto ya está en la visita." in refused[0][1]
    assert "Aquí van solo fotos." in refused[1][1]
    assert ("Galpón nuevo" in shown, shown.count('class="photo-image"')) == (True, 2)
    assert [(file.status_code, file.mimetype, file.data[:2]) for file in files] == [
        (200, "image/jpeg", b"\xff\xd8")
    ] * 2
    assert (removed.status_code, removed.location) == (303, page)
    session.expire_all()
    assert [photo.caption for photo in session.scalars(select(VisitPhoto))] == ["Galpón nuevo"]


def test_jurors_of_the_group_see_its_photos_and_a_recused_one_does_not(
    session: Session, client: PageClient
) -> None:
    scene = make_evaluation(session, declared=False)
    group = scene.applications[0]
    make_interest(session, scene.jurors[0], group)
    make_interest(session, scene.jurors[1], group, recused=True)
    send(signed_in(session, client, scene), address(scene, "visita"), JPEG_BYTES, "Cuyes")
    photo = visit_photos(session, group.id)[0].id
    mine, recused, undeclared = (user.id for user in scene.users)
    auditor = make_user(session, Role.AUDITOR).id
    session.commit()
    file = f"/jurado/grupos/{group.id}/fotos/{photo}/vista"

    page = client.sign_in(mine).read(f"/jurado/grupos/{group.id}")
    seen = [client.sign_in(user).get(file).status_code for user in (mine, recused, undeclared)]
    audited = client.sign_in(auditor).get(address(scene, "visita")).text

    assert "Fotos de la visita Cuyes" in page
    assert seen == [200, 403, 422]
    assert ("Cuyes" in audited, "Agregar una foto" in audited) == (True, False)
    assert client.post(address(scene, "visita")).status_code == 403


def test_a_photo_that_the_scanner_was_silent_about_is_given_neither_whole_nor_small(
    session: Session, client: PageClient
) -> None:
    scene = make_evaluation(session)
    office = signed_in(session, client, scene)
    send(office, address(scene, "visita"), JPEG_BYTES, "Cuyes")
    photo = session.scalars(select(VisitPhoto)).one()
    file = f"/oficina/concursos/{scene.contest.id}/evaluacion/fotos/{scene.applications[0].id}/{photo.id}"
    before = [office.get(f"{file}{end}").status_code for end in ("", "/vista")]
    session.add(QuarantinedFile(sha256=photo.sha256, since=JURY_DAY))
    session.commit()

    locked = [office.get(f"{file}{end}").status_code for end in ("", "/vista")]

    assert (before, locked) == ([200, 200], [409, 409])
    assert "En revisión: el revisor de virus aún no responde" in office.read(address(scene, "visita"))


def test_what_is_no_visit_is_not_found_and_a_closed_scoring_changes_nothing(
    session: Session, client: PageClient
) -> None:
    scene = make_evaluation(session)
    page = address(scene, "visita")
    send(signed_in(session, client, scene), page, JPEG_BYTES)
    photo = visit_photos(session, scene.applications[0].id)[0].id
    other = f"/oficina/concursos/{scene.contest.id}/evaluacion/fotos/{scene.applications[1].id}/{photo}"
    foreign = f"/oficina/concursos/99999/evaluacion/fotos/{scene.applications[0].id}/{photo}"
    scene.contest.state = "scored"
    session.commit()

    missing = [client.get(where).status_code for where in (other, foreign, page.replace("FIELD", "PUBLIC"))]
    own = f"/oficina/concursos/{scene.contest.id}/evaluacion/fotos/{scene.applications[0].id}/{photo}/quitar"
    late = [send(client, page, PNG_BYTES)[0], client.post(own).status_code]

    assert (missing, late) == ([404] * 3, [409] * 2)
    assert "Agregar una foto" not in client.get(page).text
