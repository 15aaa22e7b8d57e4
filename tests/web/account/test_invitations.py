"""A person's own invitations: what is asked, what a bad answer brings, and whose they are."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.jury.invitation_models import JurorInvitation
from contest_portal.kernel.audit import AuditRow
from tests.factories.accounts import make_user
from tests.factories.contests import OPENS
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation
from tests.factories.invitations import make_invitation
from tests.page_client import PageClient, words
from tests.query_count import counted_queries

YES = {
    "answer": "yes",
    "dni": "41234567",
    "institution": "Agencia Agraria",
    "specialty": "",
    "lines": ["cuyes"],
    "territory": "090301",
    "reason": "",
}
NO = {"answer": "no", "reason": "Asesoro a un grupo"}
LIST = "/cuenta/invitaciones"
Asked = tuple[Evaluation, User, str]


@pytest.fixture
def asked(session: Session, client: PageClient) -> Asked:
    """Invite a person, who has signed in."""
    scene = make_evaluation(session, state="published", groups=(), jurors=0)
    user = make_user(session, Role.JUROR, full_name="Nueva Jurada")
    invitation = make_invitation(session, scene.contest, user, scene.secretary)
    session.commit()
    client.sign_in(user.id)
    return scene, user, f"{LIST}/{invitation.id}"


def row(session: Session) -> JurorInvitation:
    session.expire_all()
    return session.scalars(select(JurorInvitation)).one()


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({}, "Elija si acepta o no."),
        ({"answer": "maybe"}, "Elija si acepta o no."),
        ({"answer": "no"}, "Escriba por qué no acepta"),
        ({"answer": "no", "reason": "  \t "}, "Escriba por qué no acepta"),
        ({"answer": "no", "reason": "x" * 401}, "Escriba 400 letras como máximo: hay 401."),
        (YES | {"dni": ""}, "Escriba su DNI"),
        (YES | {"dni": "4123456"}, "4123456"),
        (YES | {"dni": "٤١٢٣٤٥٦٧"}, "DNI"),
        (YES | {"institution": " "}, "Escriba la institución a la que representa"),
        (YES | {"institution": "x" * 161}, "Escriba 160 letras como máximo: hay 161."),
        (YES | {"specialty": "x" * 20_000}, "Escriba 160 letras como máximo: hay 20000."),
        (YES | {"lines": ["oro", "cuyes"]}, "El concurso no tiene una de las líneas elegidas."),
        (YES | {"territory": "150101"}, "Elija un distrito de la lista"),
    ],
    ids=[
        *("empty", "neither", "no without why", "no with blanks", "no with too much"),
        *("no DNI", "a short DNI", "a DNI in another alphabet", "a blank institution", "a long institution"),
        *("a huge specialty", "a line of elsewhere", "a district of elsewhere"),
    ],
)
def test_a_bad_answer_is_shown_again_and_keeps_nothing(
    session: Session, client: PageClient, asked: Asked, sent: dict[str, object], expected: str
) -> None:
    response = client.post(asked[2], data=sent)

    assert (response.status_code, expected in words(response.text)) == (422, True)
    kept = row(session)
    assert (kept.state, kept.answered_at, kept.reason, kept.dni, kept.institution) == (
        "sent",
        None,
        "",
        "",
        "",
    )
    assert session.scalars(select(AuditRow.action).where(AuditRow.action.like("invitation.%"))).all() == []


def test_what_was_typed_stays_on_the_page_of_a_refused_answer(client: PageClient, asked: Asked) -> None:
    page = client.post(asked[2], data=YES | {"dni": "", "specialty": "Zootecnia"}).text

    assert ['value="Agencia Agraria"' in page, 'value="Zootecnia"' in page] == [True, True]


@pytest.mark.parametrize(("sent", "state"), [(YES, "accepted"), (NO, "declined")], ids=["yes", "no"])
def test_pressed_twice_the_first_answer_stands(
    session: Session, client: PageClient, asked: Asked, sent: dict[str, object], state: str
) -> None:
    answers = [client.post(asked[2], data=data).status_code for data in (sent, sent, YES, NO)]

    assert (answers, row(session).state) == ([303, 409, 409, 409], state)
    page = client.get(asked[2])
    assert (page.status_code, '<form class="form"' in page.text) == (200, False)
    assert "Esta invitación ya no espera respuesta" in page.text


def test_a_no_keeps_none_of_the_data_typed_beside_it(
    session: Session, client: PageClient, asked: Asked
) -> None:
    client.post(asked[2], data=YES | NO)

    kept = row(session)
    assert (kept.reason, kept.dni, kept.institution, kept.lines, kept.territory) == (
        NO["reason"],
        "",
        "",
        "",
        "",
    )


@pytest.mark.parametrize("role", [Role.JUROR, Role.SECRETARY, Role.ADMIN])
def test_an_invitation_is_nobody_elses_not_even_the_offices(
    session: Session, client: PageClient, asked: Asked, role: Role
) -> None:
    client.sign_in(make_user_committed(session, role))

    statuses = [client.get(asked[2]).status_code, client.post(asked[2], data=YES).status_code]

    assert (statuses, row(session).state) == ([404, 404], "sent")
    assert asked[2] not in client.get(LIST).text


def make_user_committed(session: Session, role: Role) -> int:
    user = make_user(session, role)
    session.commit()
    return user.id


@pytest.mark.parametrize("number", ["0", "999999", "-1", "x", "99999999999999999999"])
def test_no_such_invitation_is_no_page(client: PageClient, asked: Asked, number: str) -> None:
    assert client.get(f"{LIST}/{number}").status_code == 404


def test_who_is_not_signed_in_is_asked_to(client: PageClient, asked: Asked) -> None:
    with client.session_transaction() as cookie:
        cookie.clear()

    response = client.get(asked[2])

    assert (response.status_code, "/ingresar" in response.location) == (303, True)


def test_once_the_scoring_is_closed_the_answer_comes_too_late(
    session: Session, client: PageClient, asked: Asked
) -> None:
    asked[0].contest.state, asked[0].contest.scored_at = "scored", JURY_DAY
    session.commit()

    response = client.post(asked[2], data=YES)

    assert (response.status_code, row(session).state) == (409, "sent")
    assert "entre la publicación y el cierre de la calificación" in response.text


def test_the_page_says_what_is_asked_and_when(client: PageClient, asked: Asked) -> None:
    page = client.read(asked[2])

    for text in (
        "I Concurso de emprendimientos rurales",
        "Miembro",
        "Evaluación de campo",
        "Crianza de cuyes",
    ):
        assert text in page, text
    assert "Presentación pública, " not in page


def test_the_pages_speak_english_too(client: PageClient, asked: Asked) -> None:
    client.get(f"{LIST}?lang=en")

    listed, page = client.read(LIST), client.read(asked[2])
    refused = words(client.post(asked[2], data=YES | {"institution": "x" * 161}).text)

    assert "Espera respuesta" not in listed
    assert "Write 160 letters at most: there are 161." in refused
    assert [text for text in ("¿Acepta ser jurado?", "Su DNI", "Motivo, si no acepta") if text in page] == []


def test_one_or_three_invitations_ask_the_database_as_often(
    session: Session, client: PageClient, asked: Asked
) -> None:
    with counted_queries(session) as once:
        client.get(LIST)
    first = row(session)
    first.state = "withdrawn"
    for days in (1, 2):
        again = make_invitation(session, asked[0].contest, asked[1], asked[0].secretary)
        again.sent_at, again.state = OPENS + timedelta(days=days), "withdrawn"
        session.flush()
    session.commit()
    with counted_queries(session) as thrice:
        page = client.get(LIST).text

    assert page.count("Retirada") == 3
    assert once.total == thrice.total
