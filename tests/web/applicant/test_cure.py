"""A representative corrects what the office marked, and nothing else."""

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy.orm import Session

from contest_portal.applications.group_queries import group_members
from contest_portal.applications.models import Application
from contest_portal.applications.queries import profile_of
from contest_portal.applications.rules.profile import write_profile
from contest_portal.applications.rules.screening import Decision
from contest_portal.applications.screening_queries import screening_of
from tests.conftest import StandingClock
from tests.factories.applications import make_application
from tests.factories.attachments import PDF_BYTES
from tests.factories.contests import RULEBOOK
from tests.factories.profiles import PROFILE
from tests.factories.screening import (
    CURE_END,
    REASON,
    SCREENED,
    ScreeningScene,
    make_defect,
    make_screening_scene,
)
from tests.page_client import PageClient


@pytest.fixture
def scene(session: Session, clock: StandingClock) -> ScreeningScene:
    scene = make_screening_scene(session)
    clock.set(SCREENED + timedelta(days=1))
    return scene


@pytest.fixture
def application(scene: ScreeningScene) -> Application:
    application = scene.send()
    scene.ask_cure(application)
    scene.session.commit()
    return application


@pytest.fixture
def group(client: PageClient, scene: ScreeningScene) -> PageClient:
    scene.session.commit()
    return client.sign_in(scene.village.representative.id)


def typed(version: int) -> dict[str, object]:
    rows = (("Malla galvanizada", "rollo", "10", "150"), ("Reproductores", "unidad", "75", "60"))
    names = ("description", "unit", "quantity", "unit_cost")
    return {"version": str(version)} | {
        f"goods-{n}-{name}": cell for n, row in enumerate(rows) for name, cell in zip(names, row, strict=True)
    }


def test_the_group_sees_what_to_do_until_when(
    group: PageClient, application: Application, clock: StandingClock
) -> None:
    home = group.read("/grupo/")
    own = group.read(f"/grupo/solicitudes/{application.id}")

    assert "La oficina pide subsanar el perfil antes del" in home
    assert "Subsanar ahora" in own
    assert "Descargar la CARTA N.° 0001-2026-UT-HUANCAVELICA (PDF)" in own
    clock.set(CURE_END)
    late = group.read(f"/grupo/solicitudes/{application.id}")
    assert "El plazo para subsanar terminó" in late
    assert "Subsanar ahora" not in late


def test_a_correction_is_written_compared_and_sent(
    group: PageClient, application: Application, scene: ScreeningScene
) -> None:
    cure = f"/grupo/solicitudes/{application.id}/subsanar"
    assert "Bienes por comprar" in group.read(cure)

    saved = group.post(f"{cure}/compras", data=typed(scene.version(application)))
    compared = group.read(cure)
    scene.session.expire_all()
    sent = group.post(cure, data={"version": str(scene.version(application)), "agreed": "y"})

    assert (saved.status_code, sent.status_code) == (303, 303)
    assert "Bienes por comprar con el fondo, 2. Fila cambiada: Cada uno S/ 50.00 S/ 60.00" in compared
    scene.session.expire_all()
    screening = screening_of(scene.session, application.id)
    assert screening is not None
    assert screening.state == "cured"
    assert str(profile_of(scene.session, application.id).goods[1].unit_cost) == "60.00"
    assert "La corrección fue recibida" in group.read(f"/grupo/solicitudes/{application.id}")


def test_the_office_reads_both_versions_side_by_side(
    client: PageClient, group: PageClient, application: Application, scene: ScreeningScene
) -> None:
    cure = f"/grupo/solicitudes/{application.id}/subsanar"
    group.post(f"{cure}/compras", data=typed(scene.version(application)))
    scene.session.expire_all()
    group.post(cure, data={"version": str(scene.version(application)), "agreed": "y"})
    client.sign_in(scene.secretary.id)

    page = client.read(f"/oficina/solicitudes/{application.id}/versiones")

    assert "De la versión 1 a la 2" in page
    assert "Fila cambiada: Cada uno S/ 50.00 S/ 60.00" in page


def test_a_part_that_was_not_marked_is_refused(
    group: PageClient, application: Application, scene: ScreeningScene
) -> None:
    cure = f"/grupo/solicitudes/{application.id}/subsanar"

    looked = group.get(f"{cure}/ventas-y-costos")
    written = group.post(f"{cure}/ventas-y-costos", data={"version": str(scene.version(application))})

    assert (looked.status_code, written.status_code) == (409, 409)
    assert "no está entre las partes por subsanar" in looked.get_data(as_text=True)


def test_unknown_parts_and_late_corrections_are_refused(
    group: PageClient, application: Application, scene: ScreeningScene, clock: StandingClock
) -> None:
    cure = f"/grupo/solicitudes/{application.id}/subsanar"
    assert group.get(f"{cure}/nada").status_code == 404
    clock.set(CURE_END)

    answer = group.post(f"{cure}/compras", data=typed(scene.version(application)))

    assert answer.status_code == 409
    assert "El plazo para subsanar terminó el 03/12/2026 17:00" in answer.get_data(as_text=True)


def test_two_people_at_one_part_see_both_texts(
    group: PageClient, application: Application, scene: ScreeningScene
) -> None:
    address = f"/grupo/solicitudes/{application.id}/subsanar/compras"
    read = scene.version(application)
    group.post(address, data=typed(read))

    answer = group.post(address, data=typed(read))

    assert answer.status_code == 409
    assert "Otra persona guardó esta parte mientras usted escribía" in answer.get_data(as_text=True)


def test_a_group_that_was_turned_down_reads_why(group: PageClient, scene: ScreeningScene) -> None:
    application = scene.send()
    decision = scene.decide(application, Decision.REJECT, REASON)
    scene.session.commit()

    own = group.read(f"/grupo/solicitudes/{application.id}")
    letter = group.post(f"/grupo/solicitudes/{application.id}/cartas/{decision.document_id}")

    assert "El perfil no fue admitido" in own
    assert REASON in own
    assert letter.data[:5] == b"%PDF-"
    assert "No fue admitida. El motivo está en la carta." in group.read("/grupo/")


def test_files_are_corrected_where_their_defect_was_marked(group: PageClient, scene: ScreeningScene) -> None:
    make_defect(scene.session, "A-01", section="files")
    application = scene.send("Ayni Wasi")
    scene.ask_cure(application, "A-01")
    scene.session.commit()
    own = f"/grupo/solicitudes/{application.id}"

    before = group.read(f"{own}/subsanar")
    page = group.read(f"{own}/anexos")
    added = group.post(
        f"{own}/anexos",
        data={"file": (BytesIO(PDF_BYTES), "acta.pdf")},
        content_type="multipart/form-data",
    )
    after = group.read(f"{own}/subsanar")
    scene.session.expire_all()
    sent = group.post(f"{own}/subsanar", data={"version": str(scene.version(application)), "agreed": "y"})

    assert [words in before for words in ("Anexos", "Enviar la corrección")] == [True, False]
    assert ("Está corrigiendo la solicitud" in page, "Volver a la corrección" in page) == (True, True)
    assert (added.status_code, "Se agrega el anexo anexo-1.pdf." in after) == (303, True)
    assert (sent.status_code, "anexo-1.pdf" in group.read(own)) == (303, True)
    office = group.sign_in(scene.village.staff.id)
    assert "Anexos que se agregaron: anexo-1.pdf." in office.read(
        f"/oficina/solicitudes/{application.id}/versiones"
    )


def test_a_correction_is_read_to_the_group_and_agreed_with_where_the_contest_asks(
    client: PageClient, session: Session, clock: StandingClock
) -> None:
    scene = make_screening_scene(session, group=replace(RULEBOOK.group, sign_off=True))
    sent = make_application(
        session, scene.village.contest, scene.village.group(), profile=write_profile(PROFILE)
    )
    scene.ask_cure(sent)
    leader = group_members(session, sent.group_id)[0]
    session.commit()
    clock.set(SCREENED + timedelta(days=1))
    client.sign_in(scene.village.representative.id)
    own = f"/grupo/solicitudes/{sent.id}"
    client.post(f"{own}/subsanar/compras", data=typed(scene.version(sent)))

    asked, read = client.read(f"{own}/subsanar"), client.read(f"{own}/lectura")
    page = client.get(f"{own}/conformidad").text
    digest = re.search(r'name="read"[^>]*value="(\w+)"', page)
    assert digest is not None
    client.post(
        f"{own}/conformidad",
        data={"read": digest[1], "member_id": str(leader.member_id), "proof": leader.dni[:4]},
    )

    assert "Leer la corrección al grupo y dar la conformidad" in asked
    assert "Falta la conformidad de" in asked
    assert "Son 75 (unidad)" in read
    assert "Falta la conformidad de" not in client.read(f"{own}/subsanar")
