"""A juror's sheets through the pages: what is typed, what is kept, what is refused."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.rules.rulebook import Criterion, Level, Phase, Rulebook
from contest_portal.scoring.models import Sheet, SheetMark
from tests.factories.accounts import make_user
from tests.factories.contests import FIELD, PUBLIC, RULEBOOK
from tests.factories.evaluation import MARKS, Evaluation, make_evaluation
from tests.factories.scoring import make_attendance, make_interest, make_sheet
from tests.page_client import PageClient

LEVELS = Criterion(
    "P1",
    "Presentación",
    "Claridad",
    20,
    scale="levels",
    levels=(Level(0, "No se entiende"), Level(10, "Se entiende"), Level(20, "Convence")),
)
WITH_LEVELS: Rulebook = replace(
    RULEBOOK, phases=(FIELD, Phase("PUBLIC", PUBLIC.name, 50, (LEVELS, *PUBLIC.criteria[1:])))
)


def address(scene: Evaluation, phase: str = "FIELD", group: int = 0) -> str:
    return f"/jurado/grupos/{scene.applications[group].id}/fichas/{phase}"


def signed_in(session: Session, client: PageClient, scene: Evaluation, number: int = 0) -> PageClient:
    session.commit()
    return client.sign_in(scene.users[number].id)


def typed(version: int = 0, **marks: object) -> dict[str, Any]:
    return {
        "version": str(version),
        "step": "draft",
        **{f"mark_{code}": str(mark) for code, mark in marks.items()},
    }


def stored(session: Session) -> dict[str, int]:
    session.expire_all()
    return dict(
        session.execute(select(SheetMark.criterion_code, SheetMark.units).order_by(SheetMark.id)).all()
    )


def seal(session: Session) -> str | None:
    session.expire_all()
    return session.scalars(select(Sheet.sealed_sha256)).one()


def test_the_sheet_shows_every_criterion_with_its_maximum(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)

    page = signed_in(session, client, scene).get(address(scene)).get_data(as_text=True)

    for text in ("Compromiso de las familias", "Capacidad de gestión", "Actividades y recursos locales"):
        assert text in page
    for maximum in ("de 10", "de 30", "de 50"):
        assert maximum in page
    assert 'name="mark_F1"' in page


def test_a_draft_is_kept_and_shown_again_with_its_total(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    signed_in(session, client, scene)

    answer = client.post(address(scene), data=typed(F1=8, F3=20, comment="x"))
    page = client.get(address(scene)).get_data(as_text=True)

    assert (answer.status_code, answer.location) == (303, address(scene))
    assert stored(session) == {"F1": 8, "F3": 20}
    assert '<output class="sheet-total-value" data-mark-total>28</output>' in page
    assert "<output data-mark-count>2</output>" in page
    assert 'value="8"' in page


def test_a_cleared_field_takes_the_mark_away(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    signed_in(session, client, scene)
    client.post(address(scene), data=typed(F1=8, F2=7))

    client.post(address(scene), data=typed(1, F1="", F2=7))

    assert stored(session) == {"F2": 7}


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("11", "no vale como puntaje. Escriba un número de 0 a 10, en pasos de 1."),
        ("ocho", "«ocho» no vale como puntaje. Escriba un número de 0 a 10, en pasos de 1."),
        ("NaN", "«NaN» no vale como puntaje."),
        ('{"value": NaN}', "no vale como puntaje."),
        ("-1", "no vale como puntaje."),
        ("8.5", "no vale como puntaje."),
        ("1e1", "no vale como puntaje."),
        ("٨", "no vale como puntaje."),
        ("10.0000", "no vale como puntaje."),
    ],
    ids=[
        "BS-19 over the maximum",
        "BS-20 text",
        "BS-21 NaN",
        "BS-21 raw",
        "negative",
        "step",
        "exp",
        "arabic",
        "long",
    ],
)
def test_a_bad_mark_is_refused_beside_its_field_and_nothing_changes(
    session: Session, client: PageClient, value: str, says: str
) -> None:
    scene = make_evaluation(session)
    signed_in(session, client, scene)
    client.post(address(scene), data=typed(F1=8))

    answer = client.post(address(scene), data=typed(1, F1=value, F2=3))

    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True).replace("&#34;", '"')
    assert stored(session) == {"F1": 8}


def test_a_sealed_sheet_answers_409_and_its_seal_stays(session: Session, client: PageClient) -> None:
    """BS-22."""
    scene = make_evaluation(session)
    make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", MARKS["FIELD"])
    before = seal(session)
    signed_in(session, client, scene)

    for value in ("8", "ocho"):
        answer = client.post(address(scene), data=typed(1, F1=value))
        assert answer.status_code == 409

    assert (stored(session), seal(session)) == (MARKS["FIELD"], before)


def test_a_sheet_of_a_closed_contest_answers_409(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, state="scored")
    make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", MARKS["FIELD"], final=False)
    signed_in(session, client, scene)

    assert client.post(address(scene), data=typed(1, F1=1)).status_code == 409
    assert client.post(f"{address(scene)}/cierre", data={"version": "1"}).status_code == 409
    assert "no llegó a ser definitiva" in client.get(address(scene)).get_data(as_text=True)
    assert stored(session) == MARKS["FIELD"]


@pytest.mark.parametrize("version", ["0", "7", "", "x", "9999999999"])
def test_a_stale_version_answers_409_and_keeps_what_was_typed(
    session: Session, client: PageClient, version: str
) -> None:
    scene = make_evaluation(session)
    signed_in(session, client, scene)
    client.post(address(scene), data=typed(F1=8))

    answer = client.post(address(scene), data={**typed(F1=3), "version": version})

    assert answer.status_code == 409
    assert 'value="3"' in answer.get_data(as_text=True)
    assert stored(session) == {"F1": 8}


def test_levels_are_radios_and_can_be_taken_back(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, rulebook=WITH_LEVELS)
    signed_in(session, client, scene)
    page = client.get(address(scene, "PUBLIC")).get_data(as_text=True)

    client.post(address(scene, "PUBLIC"), data=typed(P1=10))
    given = stored(session)
    client.post(address(scene, "PUBLIC"), data=typed(1, P1=""))

    assert "10 · Se entiende" in page
    assert (given, stored(session)) == ({"P1": 10}, {})


@pytest.mark.parametrize("value", ["7", "ocho", "30"])
def test_a_level_that_is_none_is_refused(session: Session, client: PageClient, value: str) -> None:
    scene = make_evaluation(session, rulebook=WITH_LEVELS)
    signed_in(session, client, scene)

    answer = client.post(address(scene, "PUBLIC"), data=typed(P1=value))

    assert answer.status_code == 422
    assert 'id="mark_P1-error"' in answer.get_data(as_text=True)
    assert stored(session) == {}


def test_review_leads_to_the_last_look_and_final_back_to_the_groups(
    session: Session, client: PageClient
) -> None:
    scene = make_evaluation(session)
    make_attendance(session, scene.applications[0], scene.secretary, present=4)
    signed_in(session, client, scene)

    review = client.post(address(scene), data={**typed(F1=8, F2=7, F3=25), "step": "review"})
    look = client.get(f"{address(scene)}/cierre").get_data(as_text=True)
    final = client.post(f"{address(scene)}/cierre", data={"version": "1"})
    read = client.get(address(scene)).get_data(as_text=True)

    assert review.location == f"{address(scene)}/cierre"
    assert "¿Son estos sus puntajes?" in look
    assert (final.status_code, final.location) == (303, f"/jurado/concursos/{scene.contest.id}")
    assert "Ficha definitiva" in read
    assert "mark_F1" not in read
    assert client.get(f"{address(scene)}/cierre").status_code == 303


def test_a_skipped_criterion_is_named_before_and_refused_after(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    make_attendance(session, scene.applications[0], scene.secretary, present=4)
    signed_in(session, client, scene)
    client.post(address(scene), data=typed(F1=8, F3=25))

    look = client.get(f"{address(scene)}/cierre").get_data(as_text=True)
    forced = client.post(f"{address(scene)}/cierre", data={"version": "1"})

    assert "Falta calificar 1 criterio" in look
    assert "Hacer definitiva" not in look
    assert forced.status_code == 422
    assert "Falta calificar «Capacidad de gestión»" in forced.get_data(as_text=True)
    assert seal(session) is None


def test_without_attendance_the_field_sheet_is_not_final(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    signed_in(session, client, scene)
    client.post(address(scene), data=typed(F1=8, F2=7, F3=25))

    answer = client.post(f"{address(scene)}/cierre", data={"version": "1"})

    assert answer.status_code == 422
    assert "aún no registró la asistencia" in answer.get_data(as_text=True)


def test_a_returned_sheet_shows_the_reason(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    sheet = make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", MARKS["FIELD"], final=False)
    sheet.returned_reason = "Corresponde a otro grupo"
    signed_in(session, client, scene)

    assert "Corresponde a otro grupo" in client.get(address(scene)).get_data(as_text=True)
    assert "Corresponde a otro grupo" in client.get(f"/jurado/concursos/{scene.contest.id}").get_data(
        as_text=True
    )


def test_another_jurors_marks_are_nowhere(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    canary, said = {"F1": 9, "F2": 1, "F3": 13}, "comentario del otro jurado"
    make_sheet(session, scene.jurors[1], scene.applications[0], "FIELD", canary, comment=said)
    signed_in(session, client, scene)

    page = client.get(address(scene)).get_data(as_text=True)

    assert '<output class="sheet-total-value" data-mark-total>0</output>' in page
    assert said not in page
    assert 'value="13"' not in page


def test_a_recused_juror_cannot_open_anything_of_the_group(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, declared=False)
    make_interest(session, scene.jurors[0], scene.applications[0], recused=True)
    signed_in(session, client, scene)

    assert client.get(address(scene)).status_code == 403
    assert client.get(f"/jurado/grupos/{scene.applications[0].id}").status_code == 403
    assert client.post(address(scene), data=typed(F1=8)).status_code == 403
    assert client.post(f"{address(scene)}/cierre", data={"version": "0"}).status_code == 403


def test_before_the_declaration_no_sheet_opens(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, declared=False)
    signed_in(session, client, scene)

    answer = client.get(address(scene))

    assert answer.status_code == 422
    assert "Declare primero sus intereses" in answer.get_data(as_text=True)


def test_a_juror_of_another_contest_finds_nothing(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    stranger = make_user(session, Role.JUROR)
    session.commit()
    client.sign_in(stranger.id)

    for path in (address(scene), f"{address(scene)}/cierre", f"/jurado/grupos/{scene.applications[0].id}"):
        assert client.get(path).status_code == 404
    assert client.post(address(scene), data=typed(F1=8)).status_code == 404


def test_a_phase_the_juror_does_not_score_is_not_found(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    scene.jurors[0].phases = "PUBLIC"
    signed_in(session, client, scene)

    assert client.get(address(scene)).status_code == 404
    assert client.get(address(scene, "NADA")).status_code == 404


def test_an_office_account_does_not_enter_the_jurors_pages(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    session.commit()
    client.sign_in(scene.secretary.id)

    assert client.get(address(scene)).status_code == 403


@pytest.mark.parametrize("page", ["", "/cierre"])
def test_no_sheet_is_changed_or_sealed_without_a_version(
    session: Session, client: PageClient, page: str
) -> None:
    scene = make_evaluation(session)
    signed_in(session, client, scene).post(address(scene), data=typed(F1=3, F2=5))
    before = stored(session)

    answer = client.post(f"{address(scene)}{page}", data={"step": "draft", "mark_F1": "9", "mark_F2": "9"})

    assert (answer.status_code, stored(session), seal(session)) == (409, before, None)


def test_no_sheet_is_begun_without_a_version(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)

    answer = signed_in(session, client, scene).post(address(scene), data={"step": "draft", "mark_F1": "9"})

    assert (answer.status_code, stored(session)) == (409, {})
