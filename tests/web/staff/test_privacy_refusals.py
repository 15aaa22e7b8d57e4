"""Pages of requests and of withdrawing old data: what is typed wrong, who may not, what happens with nothing."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.rules.actor import Role
from contest_portal.privacy.models import LegalHold, RetentionRun
from contest_portal.registry.models.person_requests import PersonRequest
from tests.factories.accounts import make_office, make_user
from tests.factories.contests import make_contest
from tests.factories.files import Family, make_family
from tests.factories.person_requests import ANSWER, ASKS, answer_request, make_person_request
from tests.page_client import PageClient, words

LIST = "/oficina/datos-personales"
RETIRING = f"{LIST}/retiro"


@pytest.fixture
def family(session: Session) -> Family:
    return make_family(session)


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


def sign_in(client: PageClient, session: Session, role: Role = Role.STAFF) -> None:
    user = make_user(session, role)
    session.commit()
    client.sign_in(user.id)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param({"derecho": ""}, "Elija qué pide la persona.", id="no right"),
        pytest.param({"derecho": "portability"}, "", id="a right that is not in the law"),
        pytest.param({"pedido": "  "}, "Escriba lo que pide la persona.", id="no text"),
        pytest.param({"pedido": "Mis datos"}, "Escriba de 10 a 2000 letras.", id="nine letters"),
        pytest.param({"pedido": "Soy el DNI 71234567."}, "Quite los números de DNI", id="a DNI"),
        pytest.param({"recibida": ""}, "Escriba el día y la hora en que se recibió", id="no hour"),
        pytest.param({"recibida": "2026-02-30T09:00"}, "", id="a day there is not"),
        pytest.param({"recibida": "2026-11-23T12:01"}, "Esa hora todavía no llega.", id="a minute ahead"),
        pytest.param({"oficina": ""}, "Elija la oficina.", id="no office"),
        pytest.param({"oficina": "999999"}, "", id="an office there is not"),
    ],
)
def test_a_paper_typed_wrong_is_not_kept(
    client: PageClient, session: Session, family: Family, office: Office, changed: dict[str, str], said: str
) -> None:
    make_office(session, code="UT-2")
    sign_in(client, session)
    paper = {
        "derecho": "access",
        "pedido": ASKS,
        "recibida": "2026-11-23T09:00",
        "oficina": str(office.id),
    }

    refused = client.post(f"/oficina/personas/{family.head.id}/solicitud-de-datos", data=paper | changed)

    assert (refused.status_code, said in words(refused.text)) == (422, True)
    assert session.scalar(select(func.count(PersonRequest.id))) == 0


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        pytest.param({"decision": ""}, 422, "Elija si la solicitud procede.", id="no decision"),
        pytest.param({"decision": "maybe"}, 422, "", id="a decision there is not"),
        pytest.param({"respuesta": ""}, 422, "Escriba la respuesta", id="no answer"),
        pytest.param({"respuesta": "Ya está."}, 422, "Escriba de 10 a 2000 letras.", id="eight letters"),
        pytest.param({"version": "7"}, 409, "", id="a version that never was"),
    ],
)
def test_an_answer_typed_wrong_is_not_given(
    client: PageClient,
    session: Session,
    family: Family,
    office: Office,
    changed: dict[str, str],
    status: int,
    said: str,
) -> None:
    kept = make_person_request(session, make_user(session, Role.STAFF), office, family.head)
    sign_in(client, session)
    answer = {"decision": "partly", "respuesta": ANSWER, "version": "1"}

    refused = client.post(f"{LIST}/solicitudes/{kept.id}/respuesta", data=answer | changed)
    session.refresh(kept)

    assert (refused.status_code, said in words(refused.text), kept.state) == (status, True, "received")


def test_what_was_answered_shows_its_answer_and_no_form_again(
    client: PageClient, session: Session, family: Family, office: Office
) -> None:
    staff = make_user(session, Role.STAFF)
    kept = make_person_request(session, staff, office, family.head)
    answer_request(session, staff, kept)
    sign_in(client, session)
    one = f"{LIST}/solicitudes/{kept.id}"

    form = client.get(f"{one}/respuesta")
    again = client.post(
        f"{one}/respuesta", data={"decision": "denied", "respuesta": ANSWER, "version": str(kept.version)}
    )

    assert (form.status_code, form.headers["Location"]) == (303, one)
    assert again.status_code == 409
    assert (ANSWER in client.read(one), f'href="{one}/respuesta"' in client.get(one).text) == (True, False)


def test_there_is_no_letter_before_the_answer_and_nothing_at_a_number_of_nobody(
    client: PageClient, session: Session, family: Family, office: Office
) -> None:
    kept = make_person_request(session, make_user(session, Role.STAFF), office, family.head)
    sign_in(client, session)

    assert client.post(f"{LIST}/solicitudes/{kept.id}/carta").status_code == 404
    assert [client.get(f"{LIST}/solicitudes/{number}").status_code for number in (0, 999_999)] == [404] * 2
    assert client.post(f"{LIST}/solicitudes/{kept.id}/datos.xlsx").status_code == 404
    assert client.get(f"{LIST}/solicitudes/{kept.id}/datos.json").status_code == 405


@pytest.mark.parametrize(
    ("query", "is_listed"),
    [
        ("", True),
        ("?derecho=access", True),
        ("?derecho=opposition", False),
        ("?estado=abiertas", True),
        ("?estado=vencidas", False),
        ("?estado=respondidas", False),
        ("?estado=otro&derecho=otro", True),
    ],
)
def test_the_table_that_leaves_is_narrowed_like_the_page(
    client: PageClient, session: Session, family: Family, office: Office, query: str, *, is_listed: bool
) -> None:
    make_person_request(session, make_user(session, Role.STAFF), office, family.head)
    sign_in(client, session, Role.AUDITOR)

    page, table = client.read(f"{LIST}{query}"), client.get(f"{LIST}.csv{query}").text

    assert (family.head.full_name in page, "CARGO DE DATOS" in table) == (is_listed, is_listed)
    assert is_listed or "Ninguna solicitud coincide" in page


def test_an_auditor_sees_what_is_due_and_changes_nothing(client: PageClient, session: Session) -> None:
    sign_in(client, session, Role.AUDITOR)

    page = client.get(RETIRING).text
    refused = [
        client.post(RETIRING, data={"motivo": "Se cumplió el plazo de guarda."}).status_code,
        client.post(f"{LIST}/plazos", data={"version": "0"}).status_code,
        client.get(f"{RETIRING}/revision").status_code,
    ]

    assert "Terminaron 0 concursos" in words(page)
    assert ("Proponer el retiro" in page, "Poner un concurso en revisión" in page) == (False, False)
    assert refused == [403] * 3


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param({"concurso": ""}, "Elija el concurso.", id="no contest"),
        pytest.param({"concurso": "999999"}, "", id="a contest there is not"),
        pytest.param({"motivo": ""}, "Explique el motivo.", id="no reason"),
        pytest.param({"motivo": "Reclamo."}, "Explique el motivo con 10 a 300 letras.", id="too short"),
        pytest.param({"motivo": "Reclamo del DNI 71234567."}, "Quite los números de DNI", id="a DNI"),
    ],
)
def test_a_review_typed_wrong_holds_nothing(
    client: PageClient, session: Session, office: Office, changed: dict[str, str], said: str
) -> None:
    contest = make_contest(session, office, make_user(session, Role.STAFF))
    sign_in(client, session)
    review = {"concurso": str(contest.id), "motivo": "Hay un reclamo en curso."}

    refused = client.post(f"{RETIRING}/revision", data=review | changed)

    assert (refused.status_code, said in words(refused.text)) == (422, True)
    assert session.scalar(select(func.count(LegalHold.id))) == 0


def test_where_nothing_is_due_nothing_is_proposed(client: PageClient, session: Session) -> None:
    sign_in(client, session)

    refused = client.post(RETIRING, data={"motivo": "Se cumplió el plazo de guarda."})
    missing = [
        client.post(f"{RETIRING}/{path}", data={"version": "1"}).status_code
        for path in ("999999/aprobar", "999999/descartar", "revision/999999/terminar")
    ]

    assert (refused.status_code, "no hay nada que retirar" in refused.text) == (422, True)
    assert missing == [404] * 3
    assert session.scalar(select(func.count(RetentionRun.id))) == 0


@pytest.mark.parametrize("typed", ["", "veinte", "-1", "2,5", "1e1", "99999999999999999999"])
def test_a_term_that_is_no_number_of_days_is_refused_beside_its_field(
    client: PageClient, session: Session, typed: str
) -> None:
    sign_in(client, session)
    terms = {
        "access_days": typed,
        "rectification_days": "10",
        "cancellation_days": "10",
        "opposition_days": "10",
        "sensitive_years": "1",
        "identity_years": "5",
        "name_years": "10",
        "file_years": "10",
        "version": "0",
    }

    refused = client.post(f"{LIST}/plazos", data=terms)

    assert (refused.status_code, 'href="#access_days"' in refused.text) == (422, True)
