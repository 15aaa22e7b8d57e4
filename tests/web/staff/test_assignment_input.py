"""Pages of sharing out and of ties against bad input: empty, huge, of others, pressed twice, stale; in English too."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, RoleGrant
from contest_portal.accounts.rules.actor import Role
from contest_portal.jury.assignment_models import JurorAssignment
from contest_portal.jury.queries import recusals
from contest_portal.jury.tie_models import TieDecision
from tests.factories.accounts import make_user
from tests.factories.assignments import SHARED, make_assignment, make_assignment_draw
from tests.factories.contests import make_contest
from tests.factories.evaluation import Evaluation, make_evaluation
from tests.factories.promoters import make_promotion
from tests.page_client import PageClient, words

ANSWERS = {"numbers": "4 17 8", "witnesses": "El jurado", "confirmed": "y"}
TIE = {"decision": "conflict", "reason": "Lo asesora", "seen": "promoter"}


def address(scene: Evaluation, rest: str = "") -> str:
    return f"/oficina/concursos/{scene.contest.id}/jurado/reparto{rest}"


def tie_address(scene: Evaluation, juror: int = 0, group: int = 0) -> str:
    pair = f"{scene.jurors[juror].id}/{scene.applications[group].id}"
    return f"/oficina/concursos/{scene.contest.id}/jurado/vinculos/{pair}"


def signed_in(session: Session, client: PageClient, scene: Evaluation) -> Evaluation:
    session.commit()
    client.sign_in(scene.secretary.id)
    return scene


def stored(session: Session, table: type[JurorAssignment | TieDecision]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def stranger(session: Session, scene: Evaluation) -> int:
    """Give the secretary of another contest of the same office."""
    office = session.scalars(select(Office)).one()
    other = make_contest(session, office, scene.secretary, state="evaluating")
    user = make_user(session, full_name="Secretaria de otro concurso")
    user.grants = [RoleGrant(role=Role.SECRETARY.value, contest_id=other.id)]
    session.commit()
    return user.id


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param({"numbers": ""}, "Escriba los números en el orden en que salieron.", id="no numbers"),
        pytest.param({"numbers": "uno dos tres"}, "con cuatro cifras o más", id="words"),
        pytest.param(
            {"numbers": "4 " * 400}, "Escriba 60 letras como máximo: hay 799.", id="hundreds of numbers"
        ),
        pytest.param({"witnesses": ""}, "Escriba ante quiénes se hizo el sorteo.", id="no witnesses"),
        pytest.param(
            {"witnesses": "ñ" * 401}, "Escriba 400 letras como máximo: hay 401.", id="long witnesses"
        ),
        pytest.param(
            {"witnesses": "x" * 50_000}, "Escriba 400 letras como máximo: hay 50000.", id="huge witnesses"
        ),
        pytest.param({"confirmed": ""}, "Marque la confirmación", id="not confirmed"),
    ],
)
def test_what_is_no_draw_is_said_beside_its_field(
    session: Session, client: PageClient, change: dict[str, str], says: str
) -> None:
    scene = signed_in(session, client, make_evaluation(session, rulebook=SHARED))

    answer = client.post(address(scene), data=ANSWERS | change)

    assert (answer.status_code, says in words(answer.text)) == (422, True)
    assert stored(session, JurorAssignment) == 0


def test_groups_are_shared_out_by_the_first_press_alone(session: Session, client: PageClient) -> None:
    scene = signed_in(session, client, make_evaluation(session, rulebook=SHARED))

    statuses = [client.post(address(scene), data=ANSWERS).status_code for _ in range(2)]
    other = client.post(address(scene), data=ANSWERS | {"numbers": "9 9 9 9"}).status_code

    assert (statuses, other) == ([303, 409], 409)
    assert stored(session, JurorAssignment) == 4
    assert "4-17-8" in client.get(address(scene)).text


def test_another_contests_secretary_neither_looks_nor_shares_out(
    session: Session, client: PageClient
) -> None:
    scene = make_evaluation(session, rulebook=SHARED)
    make_assignment_draw(session, scene.contest, scene.secretary)
    hand = make_assignment(session, scene.jurors[0], scene.applications[0], scene.secretary)
    make_promotion(session, scene.users[0], scene.applications[0].group_id)
    client.sign_in(stranger(session, scene))
    pages = (address(scene), address(scene, f"/{hand.id}"), tie_address(scene))

    assert [client.get(page).status_code for page in pages] == [403] * 3
    assert [client.post(page, data=ANSWERS | TIE).status_code for page in pages] == [403] * 3
    assert client.get(address(scene, ".csv")).status_code == 403
    assert (stored(session, JurorAssignment), stored(session, TieDecision)) == (1, 0)


@pytest.mark.parametrize("taker", ["", "0", "-1", "x", "9" * 30, "1.5", "999999"])
def test_who_may_not_take_a_group_over_does_not(session: Session, client: PageClient, taker: str) -> None:
    scene = make_evaluation(session, rulebook=SHARED, groups=("Sumaq Kuy",))
    hand = make_assignment(session, scene.jurors[0], scene.applications[0], scene.secretary)
    signed_in(session, client, scene)

    answer = client.post(address(scene, f"/{hand.id}"), data={"juror_id": taker, "reason": "No llegó"})

    assert (answer.status_code, "Elija a una persona de la lista" in words(answer.text)) == (422, True)
    assert stored(session, JurorAssignment) == 1


@pytest.mark.parametrize(
    ("reason", "status"),
    [("", 422), ("   ", 422), ("x" * 401, 422), ("x" * 400, 303), ("<b>Se fue</b>", 303)],
    ids=["empty", "blank", "long", "longest", "a tag"],
)
def test_a_change_has_its_reason(session: Session, client: PageClient, reason: str, status: int) -> None:
    scene = make_evaluation(session, rulebook=SHARED, groups=("Sumaq Kuy",))
    make_assignment_draw(session, scene.contest, scene.secretary)
    hand = make_assignment(session, scene.jurors[0], scene.applications[0], scene.secretary)
    signed_in(session, client, scene)
    data = {"juror_id": str(scene.jurors[2].id), "reason": reason}

    statuses = [client.post(address(scene, f"/{hand.id}"), data=data).status_code for _ in range(2)]

    assert statuses == ([303, 404] if status == 303 else [422, 422])
    assert "<b>Se fue" not in client.get(address(scene)).text


def test_an_assignment_is_found_under_its_own_contest_alone(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, rulebook=SHARED)
    hand = make_assignment(session, scene.jurors[0], scene.applications[0], scene.secretary)
    office = session.scalars(select(Office)).one()
    other = make_contest(session, office, scene.secretary, state="evaluating", rulebook=SHARED).id
    signed_in(session, client, scene)

    for page in (
        f"/oficina/concursos/{other}/jurado/reparto/{hand.id}",
        address(scene, "/999999"),
        "/oficina/concursos/999999/jurado/reparto",
    ):
        assert client.get(page).status_code == 404


@pytest.mark.parametrize(
    ("change", "status", "says"),
    [
        pytest.param({"decision": ""}, 422, "Elija si hay conflicto", id="no answer"),
        pytest.param({"decision": "maybe"}, 422, "Elija si hay conflicto", id="another answer"),
        pytest.param({"reason": ""}, 422, "Escriba el motivo", id="no reason"),
        pytest.param(
            {"reason": "x" * 301}, 422, "Escriba 300 letras como máximo: hay 301.", id="a long reason"
        ),
        pytest.param({"seen": ""}, 409, "", id="nothing read"),
        pytest.param({"seen": "promoter\r\ncentre"}, 409, "", id="other grounds read"),
        pytest.param({"seen": "x" * 9_000}, 409, "", id="rubbish read"),
    ],
)
def test_a_tie_is_decided_whole_and_on_what_was_read(
    session: Session, client: PageClient, change: dict[str, str], status: int, says: str
) -> None:
    scene = make_evaluation(session, declared=False)
    make_promotion(session, scene.users[0], scene.applications[0].group_id)
    signed_in(session, client, scene)

    answer = client.post(tie_address(scene), data=TIE | change)

    assert (answer.status_code, says in words(answer.text)) == (status, True)
    assert (stored(session, TieDecision), recusals(session, scene.contest.id)) == (0, frozenset())


def test_a_tie_confirmed_twice_is_confirmed_once(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, declared=False)
    make_promotion(session, scene.users[0], scene.applications[0].group_id)
    signed_in(session, client, scene)

    statuses = [client.post(tie_address(scene), data=TIE).status_code for _ in range(2)]

    assert (statuses, stored(session, TieDecision)) == ([303, 409], 1)


def test_who_is_not_tied_has_no_page(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, declared=False)
    signed_in(session, client, scene)

    assert client.get(tie_address(scene)).status_code == 404
    assert client.post(tie_address(scene), data=TIE).status_code == 404


@pytest.mark.parametrize("page", ["reparto", "vinculos"])
def test_in_english_the_lists_speak_english(session: Session, client: PageClient, page: str) -> None:
    scene = make_evaluation(session, rulebook=SHARED, declared=False)
    make_promotion(session, scene.users[0], scene.applications[0].group_id)
    signed_in(session, client, scene)

    text = client.read(f"/oficina/concursos/{scene.contest.id}/jurado/{page}?lang=en")

    assert not [
        word for word in ("Representa o promueve", "todavía no declaró", "evaluadores") if word in text
    ]
    assert "promotes" in text if page == "vinculos" else "Jurado 1" in text
