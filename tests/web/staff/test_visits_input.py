"""Pages of a visit and of reminders against bad input: no file, huge, of others, pressed twice; in English too."""

import io

import pytest
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, RoleGrant
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.queries import members_of
from contest_portal.config import Settings
from contest_portal.kernel.storage import Storage
from contest_portal.scoring.models import Attendance
from contest_portal.scoring.reminder_models import SheetReminder
from contest_portal.scoring.visit_models import VisitPhoto
from contest_portal.scoring.visit_queries import visit_photos
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.attachments import JPEG_BYTES, make_image
from tests.factories.contests import make_contest
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation, score_fully
from tests.factories.scoring import make_visit_photo
from tests.page_client import PageClient, words


@pytest.fixture(autouse=True)
def jury_day(clock: StandingClock) -> None:
    clock.set(JURY_DAY)


@pytest.fixture
def storage(settings: Settings) -> Storage:
    return Storage(settings.storage_dir)


def address(scene: Evaluation, rest: str = "visita", group: int = 0, phase: str = "FIELD") -> str:
    contest, application = scene.contest.id, scene.applications[group].id
    return f"/oficina/concursos/{contest}/evaluacion/{rest}/{application}/{phase}"


def photo_address(scene: Evaluation, photo_id: int, rest: str = "", group: int = 0) -> str:
    contest, application = scene.contest.id, scene.applications[group].id
    return f"/oficina/concursos/{contest}/evaluacion/fotos/{application}/{photo_id}{rest}"


def signed_in(session: Session, client: PageClient, scene: Evaluation) -> Evaluation:
    session.commit()
    client.sign_in(scene.secretary.id)
    return scene


def send(
    client: PageClient, page: str, content: bytes | None, name: str = "foto.jpg", caption: str = ""
) -> tuple[int, str]:
    file = {} if content is None else {"photo": (io.BytesIO(content), name)}
    answer = client.post(page, data={**file, "caption": caption}, content_type="multipart/form-data")
    return answer.status_code, words(answer.text)


def stored(session: Session, table: type[VisitPhoto | SheetReminder | Attendance]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(None, "", id="no file"),
        pytest.param(b"", "foto.jpg", id="an empty file"),
        pytest.param(b"hola", "foto.jpg", id="text that is called a photo"),
        pytest.param(JPEG_BYTES[:40], "foto.jpg", id="half a photo"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "foto.svg", id="a drawing"),
        pytest.param(b"MZ\x90\x00" + b"\x00" * 200, "foto.exe", id="a program"),
    ],
)
def test_what_is_no_photo_is_refused_and_not_kept(
    session: Session, client: PageClient, storage: Storage, content: bytes | None, name: str
) -> None:
    scene = signed_in(session, client, make_evaluation(session))

    status, said = send(client, address(scene), content, name)

    assert (status, "Agregar una foto" in said) == (422, True)
    assert stored(session, VisitPhoto) == 0
    assert [path for path in storage.root.rglob("*") if path.is_file()] == []


def test_a_photo_is_kept_without_what_the_camera_wrote(session: Session, client: PageClient) -> None:
    scene = signed_in(session, client, make_evaluation(session))
    told = Image.Exif()
    told[0x010E], told[0x013B] = "GPS-12.98,-74.72", "Celular de Rosa Inga"  # what is seen, and who took it
    camera = make_image(comment=b"Celular de Rosa Inga", exif=told.tobytes())

    status, _ = send(client, address(scene), camera, "../../etc/Rosa Inga.jpg", "Cuyes")
    (photo,) = visit_photos(session, scene.applications[0].id)
    files = [client.get(photo_address(scene, photo.id, rest)) for rest in ("", "/vista")]

    assert (status, b"Rosa" in camera) == (303, True)
    for file in files:
        assert (file.mimetype, file.headers["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
        assert not [word for word in (b"Rosa", b"GPS-12", b"Celular") if word in file.data]
        assert "Rosa" not in str(file.headers)


def test_a_caption_is_shown_as_text_and_a_long_one_is_refused(session: Session, client: PageClient) -> None:
    scene = signed_in(session, client, make_evaluation(session))

    long, said = send(client, address(scene), JPEG_BYTES, caption="x" * 161)
    kept, _ = send(client, address(scene), JPEG_BYTES, caption='<img src=x onerror="y">')
    page = client.get(address(scene)).text

    assert (long, "Escriba 160 letras como máximo: hay 161." in said, kept) == (422, True, 303)
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_a_photo_taken_away_twice_is_gone_once(
    session: Session, client: PageClient, storage: Storage
) -> None:
    scene = make_evaluation(session)
    photo = make_visit_photo(session, scene.applications[0], scene.secretary, storage).id
    signed_in(session, client, scene)

    statuses = [client.post(photo_address(scene, photo, "/quitar")).status_code for _ in range(2)]

    assert statuses == [303, 404]
    assert client.get(photo_address(scene, photo)).status_code == 404


def test_photos_are_found_under_their_own_group_alone(
    session: Session, client: PageClient, storage: Storage
) -> None:
    scene = make_evaluation(session)
    photo = make_visit_photo(session, scene.applications[0], scene.secretary, storage).id
    signed_in(session, client, scene)
    strange = [
        photo_address(scene, photo, group=1),
        photo_address(scene, 999_999),
        photo_address(scene, photo).replace(f"/{scene.contest.id}/", "/999999/"),
    ]

    assert [client.get(f"{where}{rest}").status_code for where in strange for rest in ("", "/vista")] == [
        404
    ] * 6
    assert [client.post(f"{where}/quitar").status_code for where in strange] == [404] * 3
    assert stored(session, VisitPhoto) == 1


def test_another_contests_secretary_sees_and_changes_nothing(
    session: Session, client: PageClient, storage: Storage
) -> None:
    scene = make_evaluation(session)
    photo = make_visit_photo(session, scene.applications[0], scene.secretary, storage).id
    office = session.scalars(select(Office)).one()
    other = make_contest(session, office, scene.secretary, state="evaluating")
    stranger = make_user(session)
    stranger.grants = [RoleGrant(role=Role.SECRETARY.value, contest_id=other.id)]
    session.commit()
    client.sign_in(stranger.id)
    board = f"/oficina/concursos/{scene.contest.id}/evaluacion"

    looked = [
        client.get(page).status_code for page in (address(scene), photo_address(scene, photo, "/vista"))
    ]
    pressed = [
        send(client, address(scene), JPEG_BYTES)[0],
        client.post(photo_address(scene, photo, "/quitar")).status_code,
        client.post(address(scene, "asistencia"), data={}).status_code,
        client.post(f"{board}/recordatorios").status_code,
        client.get(f"{board}/avance.csv").status_code,
    ]
    crossed = address(scene).replace(f"/{scene.contest.id}/", f"/{other.id}/")

    assert (looked, pressed, client.get(crossed).status_code) == ([403] * 2, [403] * 5, 404)
    assert (stored(session, VisitPhoto), stored(session, SheetReminder)) == (1, 0)


@pytest.mark.parametrize("present", [["0"], ["-1"], ["x"], ["9" * 30], ["999999"]])
def test_a_household_of_another_group_was_not_there(
    session: Session, client: PageClient, present: list[str]
) -> None:
    scene = signed_in(session, client, make_evaluation(session))
    mine = [str(one.household_id) for one in members_of(session, scene.applications[0].id)]
    theirs = [str(one.household_id) for one in members_of(session, scene.applications[1].id)]

    statuses = [
        client.post(address(scene, "asistencia"), data={"present": [*mine, *strange]}).status_code
        for strange in (present, theirs[:1])
    ]

    assert (statuses, stored(session, Attendance)) == ([422, 422], 0)


@pytest.mark.parametrize("dni", ["1", "x" * 40, "'; --", "00000000", "\u0661" * 8])
def test_a_dni_of_nobody_marks_nobody(session: Session, client: PageClient, dni: str) -> None:
    scene = signed_in(session, client, make_evaluation(session))

    answer = client.post(address(scene, "asistencia"), data={"dni": dni, "step": "dni"})

    assert (answer.status_code, answer.text.count(" checked")) == (422, 0)
    assert "no es de ningún integrante del grupo" in words(answer.text)
    assert stored(session, Attendance) == 0


def test_reminders_pressed_twice_leave_one_notice_each_and_none_when_all_is_done(
    session: Session, client: PageClient
) -> None:
    scene = signed_in(session, client, make_evaluation(session))
    board = f"/oficina/concursos/{scene.contest.id}/evaluacion"

    statuses = [client.post(f"{board}/recordatorios").status_code for _ in range(2)]
    notices = stored(session, SheetReminder)
    score_fully(session, scene)
    session.commit()
    done = client.post(f"{board}/recordatorios")

    assert (statuses, notices) == ([303, 303], 3)
    assert (done.status_code, "No falta ninguna ficha" in words(done.text)) == (422, True)


def test_a_juror_reads_the_own_notice_alone_in_either_language(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, jurors=2)
    reminders = [
        SheetReminder(juror_id=juror.id, missing=number + 1, told_by=scene.secretary.id, told_at=JURY_DAY)
        for number, juror in enumerate(scene.jurors)
    ]
    session.add_all(reminders)
    session.commit()
    mine, other = (f"/jurado/recordatorios/{one.id}/leido" for one in reminders)
    client.sign_in(scene.users[0].id)

    spanish, english = client.read("/jurado/"), client.read("/jurado/?lang=en")
    statuses = [
        client.post(where).status_code for where in (other, mine, mine, "/jurado/recordatorios/0/leido")
    ]

    assert "Le falta 1 ficha por hacer definitiva." in spanish
    assert "ficha" not in english
    assert statuses == [404, 303, 303, 404]
    session.expire_all()
    assert [session.get_one(SheetReminder, one.id).read_at for one in reminders] == [JURY_DAY, None]


def test_in_english_a_visit_speaks_english(session: Session, client: PageClient) -> None:
    scene = signed_in(session, client, make_evaluation(session))

    page = client.read(f"{address(scene)}?lang=en")
    _, refused = send(client, address(scene), b"hola")

    assert not [word for word in ("Agregar", "Todavía", "Qué se ve", "hogares") if word in page]
    assert not [word for word in ("Elija", "archivo", "foto ") if word in refused]
