"""The exercise and the history of sheets on their pages: bad marks, other people, pressed twice, in English."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.scoring.calibration_models import Calibration, CalibrationSheet
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.rules.versions import read_marks, write_marks
from contest_portal.scoring.version_models import SheetVersion
from tests.conftest import StandingClock
from tests.factories.absences import make_absence
from tests.factories.accounts import make_user
from tests.factories.evaluation import JURY_DAY, MARKS, Evaluation, make_evaluation
from tests.factories.scoring import make_sheet
from tests.page_client import PageClient, words

WHOLE = {"version": "0", "mark_P1": "15", "mark_P2": "8", "mark_P3": "16"}


@pytest.fixture
def scene(session: Session, client: PageClient, clock: StandingClock) -> Evaluation:
    """Open an exercise; the first juror has signed in."""
    clock.set(JURY_DAY)
    made = make_evaluation(session, groups=("Sumaq Kuy",), jurors=2)
    session.add(
        Calibration(
            contest_id=made.contest.id,
            phase_code="PUBLIC",
            group_name="Cuyes <del> Cerro",
            profile="Crían cuyes.",
            opened_at=JURY_DAY,
        )
    )
    session.commit()
    client.sign_in(made.users[0].id)
    return made


def own(scene: Evaluation) -> str:
    return f"/jurado/concursos/{scene.contest.id}/ejercicio"


def office(scene: Evaluation, rest: str = "") -> str:
    return f"/oficina/concursos/{scene.contest.id}/ejercicio{rest}"


def kept(session: Session) -> list[dict[str, int]]:
    session.expire_all()
    sheets = session.scalars(select(CalibrationSheet.marks).order_by(CalibrationSheet.id))
    return [{code: mark.units for code, mark in read_marks(marks).items()} for marks in sheets]


def make_shown(session: Session, scene: Evaluation) -> None:
    """Let both jurors have marked, one of them the first criterion lower, and show it."""
    exercise = session.scalars(select(Calibration)).one()
    for juror, first in zip(scene.jurors, (15, 8), strict=True):
        marks = write_marks(dict(read_marks(f'{{"P1":[{first},""],"P2":[8,""],"P3":[16,""]}}')))
        session.add(
            CalibrationSheet(calibration_id=exercise.id, juror_id=juror.id, marks=marks, sent_at=JURY_DAY)
        )
    exercise.state, exercise.shown_at = "shown", JURY_DAY
    session.commit()


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({}, "Falta calificar"),
        ({"mark_P3": ""}, "Falta calificar"),
        ({"mark_P1": "21"}, "20"),
        ({"mark_P1": "-1"}, "-1"),
        ({"mark_P1": "1e3"}, "1e3"),
        ({"mark_P1": "muchos"}, "muchos"),
        ({"mark_P1": "9" * 9000}, "999"),
    ],
    ids=["nothing", "one missing", "too many", "less than none", "a power", "a word", "a huge number"],
)
def test_a_bad_sheet_is_shown_again_and_not_kept(
    session: Session, client: PageClient, scene: Evaluation, sent: dict[str, str], expected: str
) -> None:
    response = client.post(own(scene), data=WHOLE | sent if sent else {"version": "0"})

    assert (response.status_code, expected in words(response.text) or expected in response.text) == (
        422,
        True,
    )
    assert kept(session) == []


def test_pressed_twice_there_is_one_sheet_and_a_mark_of_another_sheet_is_not_read(
    session: Session, client: PageClient, scene: Evaluation
) -> None:
    statuses = [client.post(own(scene), data=WHOLE | {"mark_F1": "3"}).status_code for _ in range(2)]

    assert (statuses, kept(session)) == ([303, 303], [{"P1": 15, "P2": 8, "P3": 16}])


def test_the_invented_name_is_text_on_every_page(client: PageClient, scene: Evaluation) -> None:
    pages = [client.get(own(scene)).text]
    client.sign_in(scene.secretary.id)
    pages.append(client.get(office(scene)).text)

    assert ["Cuyes &lt;del&gt; Cerro" in page for page in pages] == [True, True]


def test_before_it_is_shown_nobody_reads_marks_of_others_not_even_the_office(
    session: Session, client: PageClient, scene: Evaluation
) -> None:
    client.post(own(scene), data=WHOLE | {"mark_P1": "13"})
    people = [scene.users[1].id, scene.secretary.id, make_user(session, Role.AUDITOR).id]
    session.commit()
    where = [own(scene), office(scene), office(scene)]

    pages = [client.sign_in(user).get(page) for user, page in zip(people, where, strict=True)]

    assert [one.status_code for one in pages] == [200] * 3
    assert not [
        match
        for one in pages
        for match in re.findall(r'.{60}(?:value="13"[^>]*checked|>13<)', one.text, re.S)
    ]
    assert "Diferencias por criterio" not in "".join(one.text for one in pages)


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR, Role.JUROR, Role.REPRESENTATIVE])
def test_nobody_but_the_secretary_shows_or_agrees(
    session: Session, client: PageClient, scene: Evaluation, role: Role
) -> None:
    user = make_user(session, role)
    session.commit()
    client.sign_in(user.id)

    posts = [client.post(office(scene, "/mostrar")), client.post(office(scene), data={"mark_P1": "12"})]

    assert [one.status_code for one in posts] == [403, 403]
    assert session.scalars(select(Calibration.state)).one() == "open"


@pytest.mark.parametrize("mark", ["21", "-1", "x", "9" * 9000, "1.5"], ids=str.__len__)
def test_what_is_no_mark_is_not_agreed(
    session: Session, client: PageClient, scene: Evaluation, mark: str
) -> None:
    make_shown(session, scene)
    client.sign_in(scene.secretary.id)

    refused = client.post(office(scene), data={"mark_P1": mark, "mark_P2": "3"})

    session.expire_all()
    assert (refused.status_code, session.scalars(select(Calibration.reference)).one()) == (422, "{}")


def test_shown_twice_is_refused_and_a_late_sheet_too(
    session: Session, client: PageClient, scene: Evaluation
) -> None:
    make_shown(session, scene)
    late = client.post(own(scene), data=WHOLE).status_code
    client.sign_in(scene.secretary.id)

    assert (late, client.post(office(scene, "/mostrar")).status_code) == (409, 409)


def test_the_exercise_speaks_english_too(session: Session, client: PageClient, scene: Evaluation) -> None:
    client.get("/cuenta?lang=en")
    marking = client.read(own(scene))
    make_shown(session, scene)
    shown = client.read(own(scene))

    spanish = (
        "EJERCICIO",
        "Nada de esto se cuenta",
        "Enviar la ficha",
        "Diferencias por criterio",
        "Compare lo suyo",
    )
    assert [text for text in spanish if text in marking or text in shown] == []
    assert "7" in shown


def test_who_does_not_come_has_no_exercise(session: Session, client: PageClient, scene: Evaluation) -> None:
    make_absence(session, scene.jurors[0], scene.secretary)
    session.commit()

    assert [client.get(own(scene)).status_code, client.post(own(scene), data=WHOLE).status_code] == [404, 404]
    assert "Hacer el ejercicio" not in client.read("/jurado/")
    client.sign_in(scene.secretary.id)
    assert "Enviaron su ficha 0 de 1 jurados." in client.read(office(scene))


def make_told(session: Session, scene: Evaluation) -> Sheet:
    """Make a sheet with two versions, in the second of which a mark and a reason changed."""
    sheet = make_sheet(session, scene.jurors[0], scene.applications[0], "PUBLIC", MARKS["PUBLIC"])
    for number, (units, reason) in enumerate(((15, ""), (12, "<i>Claro</i>")), start=1):
        session.add(
            SheetVersion(
                sheet_id=sheet.id,
                number=number,
                deed="saved",
                marks=f'{{"P1":[{units},"{reason}"]}}',
                comment="",
                reason="",
                seal=None,
                origin="page",
                kept_by=scene.users[0].id,
                kept_at=JURY_DAY,
            )
        )
    session.commit()
    return sheet


def test_a_history_is_told_newest_first_as_text_and_in_english(
    session: Session, client: PageClient, scene: Evaluation
) -> None:
    make_told(session, scene)
    where = f"/jurado/grupos/{scene.applications[0].id}/fichas/PUBLIC/historia"

    spanish = client.get(where).text
    english = client.read(f"{where}?lang=en")

    assert spanish.index("Versión 2") < spanish.index("Versión 1")
    assert ("&lt;i&gt;Claro&lt;/i&gt;" in spanish, "Versión 2" in english, "Guardó" in english) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize("phase", ["FIELD", "MOON", "x" * 300])
def test_a_sheet_that_is_not_there_has_no_history(
    session: Session, client: PageClient, scene: Evaluation, phase: str
) -> None:
    make_told(session, scene)

    assert client.get(f"/jurado/grupos/{scene.applications[0].id}/fichas/{phase}/historia").status_code == 404


def test_the_office_reads_a_history_only_under_its_own_contest(
    session: Session, client: PageClient, scene: Evaluation
) -> None:
    sheet = make_told(session, scene)
    scene.contest.state, scene.contest.scored_at = "scored", JURY_DAY
    session.commit()
    client.sign_in(scene.secretary.id)
    fichas = "evaluacion/fichas"

    statuses = [
        client.get(f"/oficina/concursos/{contest}/{fichas}/{number}/historia").status_code
        for contest, number in (
            (scene.contest.id, sheet.id),
            (scene.contest.id + 1, sheet.id),
            (scene.contest.id, 0),
        )
    ]

    assert statuses == [200, 404, 404]
