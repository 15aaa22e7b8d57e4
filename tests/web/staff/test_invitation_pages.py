"""The office's pages of invitations and absences: bad input, other contests, pressed twice, who may, in English."""

import csv
import io

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.models import Contest
from contest_portal.jury.absence_models import JurorAbsence
from contest_portal.jury.invitation_models import JurorInvitation
from contest_portal.jury.models import Juror
from tests.factories.absences import make_absence
from tests.factories.accounts import make_user
from tests.factories.contests import OPENS, make_contest
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation
from tests.factories.invitations import make_invitation
from tests.factories.scoring import make_juror
from tests.page_client import PageClient, words

ABSENCE = {"reason": "No llegó", "account": "", "email": "", "dni": "", "institution": ""}


@pytest.fixture
def scene(session: Session, client: PageClient) -> Evaluation:
    made = make_evaluation(session, state="published", groups=(), jurors=2)
    session.commit()
    client.sign_in(made.secretary.id)
    return made


def address(contest: Contest, rest: str = "") -> str:
    return f"/oficina/concursos/{contest.id}/jurado{rest}"


def asking(user: User | None = None, **told: object) -> dict[str, object]:
    email = user.email if user else ""
    return {"account": email, "email": "", "position": "member", "phases": ["FIELD"]} | told


def invited(session: Session, scene: Evaluation, *, name: str = "Nueva Jurada") -> JurorInvitation:
    user = make_user(session, Role.JUROR, full_name=name)
    row = make_invitation(session, scene.contest, user, scene.secretary)
    session.commit()
    return row


def other_contest(session: Session, scene: Evaluation) -> Contest:
    made = make_contest(session, session.get_one(Office, scene.contest.office_id), scene.secretary)
    session.commit()
    return made


def number_of(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, "No hay una cuenta activa con el correo"),
        ({"email": "nadie@fondos.example"}, "nadie@fondos.example"),
        ({"email": "x" * 30_000}, "Escriba 160 letras como máximo: hay 30000."),
        ({"email": "'; DROP TABLE juror; --"}, "No hay una cuenta activa con el correo"),
        ({"account": "juror", "position": "king"}, "Elija el cargo"),
        ({"account": "juror", "position": ""}, "Elija el cargo"),
        ({"account": "juror", "phases": ["MOON"]}, "El concurso no tiene una de las fases elegidas."),
        ({"account": "juror", "phases": []}, "Elija al menos una fase"),
        ({"account": "juror", "evaluator_class": "x" * 300}, "Elija como qué clase de evaluador"),
        ({"account": "juror", "position": "president"}, "ya preside el jurado"),
        ({"account": "seated"}, "ya integra el jurado de este concurso"),
    ],
    ids=[
        *(
            "nobody",
            "no such account",
            "a huge address",
            "a hostile address",
            "no such position",
            "no position",
        ),
        *("a phase of elsewhere", "no phase", "a huge class", "a second president", "who sits already"),
    ],
)
def test_a_bad_invitation_is_shown_again_and_not_stored(
    session: Session, client: PageClient, scene: Evaluation, told: dict[str, object], expected: str
) -> None:
    people = {"juror": make_user(session, Role.JUROR).email, "seated": scene.users[1].email}
    session.commit()
    account = people.get(str(told.get("account", "")), "")

    response = client.post(
        address(scene.contest, "/invitaciones"), data=asking(**told | {"account": account})
    )

    assert (response.status_code, expected in words(response.text)) == (422, True)
    assert number_of(session, JurorInvitation) == 0


def test_reminded_again_the_last_hour_stands_and_withdrawn_again_is_refused(
    session: Session, client: PageClient, scene: Evaluation
) -> None:
    row = invited(session, scene)
    deed = address(scene.contest, f"/invitaciones/{row.id}")

    statuses = [client.post(f"{deed}/{name}").status_code for name in ("recordar", "recordar", "retirar")]
    late = [client.post(f"{deed}/{name}").status_code for name in ("retirar", "recordar")]
    again = client.post(
        address(scene.contest, "/invitaciones"), data=asking(session.get_one(User, row.user_id))
    )

    assert (statuses, late, again.status_code) == ([303] * 3, [409] * 2, 303)


def test_deeds_reach_no_invitation_of_another_contest_and_get_does_nothing(
    session: Session, client: PageClient, scene: Evaluation
) -> None:
    row, other = invited(session, scene), other_contest(session, scene)

    for name in ("recordar", "retirar"):
        assert client.post(address(other, f"/invitaciones/{row.id}/{name}")).status_code == 404
        assert client.get(address(scene.contest, f"/invitaciones/{row.id}/{name}")).status_code == 405
    assert client.get(address(other, "/invitaciones")).text.count("Nueva Jurada") == 1, (
        "only in the list to choose"
    )

    session.expire_all()
    assert (row.state, row.reminded_at) == ("sent", None)


@pytest.mark.parametrize(
    ("role", "reads"), [(Role.STAFF, 200), (Role.AUDITOR, 200), (Role.JUROR, 403), (Role.REPRESENTATIVE, 403)]
)
def test_who_reads_invitations_without_sending_any(
    session: Session, client: PageClient, scene: Evaluation, role: Role, reads: int
) -> None:
    row, user = invited(session, scene), make_user(session, role)
    session.commit()
    client.sign_in(user.id)
    where = address(scene.contest, "/invitaciones")

    page, file = client.get(where), client.get(f"{where}.csv")
    posts = [client.post(where, data=asking(user)), client.post(f"{where}/{row.id}/retirar")]

    assert (page.status_code, file.status_code) == (reads, reads)
    assert "Invitar a una persona" not in page.text
    assert [one.status_code for one in posts] == [403, 403]
    assert number_of(session, JurorInvitation) == 1


def test_the_file_tells_answers_without_dni_and_starts_no_formula(
    session: Session, client: PageClient, scene: Evaluation
) -> None:
    row = invited(session, scene)
    row.state, row.answered_at, row.reason, row.dni = "declined", OPENS, '=HYPERLINK("x")', "41234567"
    session.commit()

    file = client.get(address(scene.contest, "/invitaciones.csv")).get_data(as_text=True)

    header, line = csv.reader(io.StringIO(file.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")))
    assert (len(header), len(line), line[0]) == (9, 9, "Nueva Jurada")
    assert not line[7].startswith("=")
    assert "41234567" not in file


def test_after_the_scoring_the_list_stays_and_nothing_is_offered(
    session: Session, client: PageClient, scene: Evaluation
) -> None:
    row, user = invited(session, scene), make_user(session, Role.JUROR)
    scene.contest.state, scene.contest.scored_at = "scored", JURY_DAY
    session.commit()
    where = address(scene.contest, "/invitaciones")

    page = client.get(where).text
    statuses = [
        client.post(f"{where}/{row.id}/recordar").status_code,
        client.post(where, data=asking(user)).status_code,
    ]

    assert ("Nueva Jurada" in page, "Retirar" in page, "Invitar a una persona" in page) == (
        True,
        False,
        False,
    )
    assert statuses == [409, 409]


def test_the_pages_of_the_office_speak_english_too(
    session: Session, client: PageClient, scene: Evaluation
) -> None:
    invited(session, scene)
    client.get(address(scene.contest, "?lang=en"))

    page = client.read(address(scene.contest, "/invitaciones"))
    away = client.read(address(scene.contest, f"/{scene.jurors[0].id}/ausencia"))
    spanish = ("Invitaciones al jurado", "Espera respuesta", "Recordar", "Retirar", "Fases que califica")
    spanish_away = ("Registrar la ausencia", "Por qué no participa", "Quién lo reemplaza", "Nadie por ahora")

    assert ([text for text in spanish if text in page], [text for text in spanish_away if text in away]) == (
        [],
        [],
    )


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"reason": ""}, "Escriba por qué no participa"),
        ({"reason": " \n "}, "Escriba por qué no participa"),
        ({"reason": "x" * 401}, "Escriba 400 letras como máximo: hay 401."),
        (
            {"email": "nadie@fondos.example", "dni": "41234567", "institution": "X"},
            "No hay una cuenta activa",
        ),
        ({"account": "juror"}, "Escriba el DNI"),
        ({"account": "juror", "dni": "123", "institution": "X"}, "123"),
        (
            {"account": "juror", "dni": "41234567", "institution": "x" * 161},
            "Escriba 160 letras como máximo: hay 161.",
        ),
        ({"account": "seated", "dni": "41234567", "institution": "X"}, "ya integra el jurado"),
    ],
    ids=[
        *("no reason", "blanks", "a long reason", "no such account"),
        *("no DNI", "a short DNI", "a long institution", "who sits already"),
    ],
)
def test_a_bad_absence_is_shown_again_and_seats_nobody(
    session: Session, client: PageClient, scene: Evaluation, told: dict[str, str], expected: str
) -> None:
    people = {"juror": make_user(session, Role.JUROR).email, "seated": scene.users[1].email}
    session.commit()
    account = people.get(told.get("account", ""), "")

    where = address(scene.contest, f"/{scene.jurors[0].id}/ausencia")
    response = client.post(where, data=ABSENCE | told | {"account": account})

    assert (response.status_code, expected in words(response.text)) == (422, True)
    assert (number_of(session, JurorAbsence), number_of(session, Juror)) == (0, 2)


def test_an_absence_is_recorded_once_and_taken_back_once(
    session: Session, client: PageClient, scene: Evaluation
) -> None:
    where = address(scene.contest, f"/{scene.jurors[0].id}/ausencia")

    recorded = [client.post(where, data=ABSENCE).status_code for _ in range(2)]
    back = [client.post(f"{where}/anular").status_code for _ in range(2)]

    assert (recorded, back) == ([303, 409], [303, 404])


def test_a_president_does_not_come_back_beside_another(
    session: Session, client: PageClient, scene: Evaluation
) -> None:
    make_absence(session, scene.jurors[0], scene.secretary)
    user = make_user(session, Role.JUROR, full_name="Nueva Jurada")
    make_juror(session, scene.contest, user, position="president")
    session.commit()

    response = client.post(address(scene.contest, f"/{scene.jurors[0].id}/ausencia/anular"))

    assert response.status_code == 409
    assert "Nueva Jurada preside ahora el jurado" in words(response.text)


def test_no_absence_of_another_contests_juror(
    session: Session, client: PageClient, scene: Evaluation
) -> None:
    where = address(other_contest(session, scene), f"/{scene.jurors[0].id}/ausencia")

    statuses = [client.get(where), client.post(where, data=ABSENCE), client.post(f"{where}/anular")]

    assert [one.status_code for one in statuses] == [404, 404, 404]
    assert number_of(session, JurorAbsence) == 0
