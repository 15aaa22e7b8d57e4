"""The contest's own questions on the group's pages: asked, saved with the button or as they are left, read back."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.applications.queries import profile_of
from contest_portal.applications.rules.answers import answer_texts
from contest_portal.applications.rules.draft_fields import Draft, section_versions
from contest_portal.contests.rules.profile_form import ProfileForm
from tests.factories.applying import Village, make_village
from tests.factories.profile_forms import ANSWERED, ASKING, FORM, answered
from tests.factories.profiles import CHOICE
from tests.page_client import PageClient, words
from tests.web.applicant.section_moves import address, rows, save

LIVED = rows("situation", {"today": "Regamos a mano.", "expected": "Regar por aspersión."})


@pytest.fixture
def village(session: Session) -> Village:
    sections = (
        *(replace(one, title="Su agua") if one.code == "situation" else one for one in FORM.sections),
    )
    shorter = ProfileForm(tuple(one for one in sections if one.code != "assets"))
    village = make_village(session, rulebook=replace(ASKING, form=shorter))
    session.commit()
    return village


@pytest.fixture
def draft(village: Village, session: Session) -> Application:
    draft = village.draft(profile=ANSWERED)
    session.commit()
    return draft


def test_the_parts_are_those_of_the_contests_form(representative: PageClient, draft: Application) -> None:
    overview = representative.read(f"/grupo/solicitudes/{draft.id}")

    assert "Su agua" in overview
    assert "El mercado" in overview
    assert "Lo que el grupo ya tiene" not in overview
    assert representative.get(address(draft, "bienes-propios")).status_code == 404


def test_a_page_shows_the_answers_and_what_hangs_on_which(
    representative: PageClient, draft: Application
) -> None:
    page, market = (
        representative.get(address(draft, slug)).get_data(as_text=True) for slug in ("situacion", "s1")
    )

    assert '<option selected value="yes">Sí</option>' in page
    assert 'data-shown-if="q_agua" data-shown-value="yes"' in page
    assert 'data-shown-if="q_fuente-o2" data-shown-value="y"' in page
    assert "Solo si en «¿De dónde viene?» la respuesta es «Pozo»." in page
    assert 'busy-submit conditions"' in page
    assert market.count("<div data-question hidden>") == 1
    assert "Hablen de sus ventas de hoy." in market


def test_answers_are_saved_with_the_button(
    representative: PageClient, session: Session, draft: Application
) -> None:
    ticks = {"q_agua": "yes", "q_fuente-o1": "y", "q_hondo": ""}
    market = {"q_feria": "Casa", "q_cliente": " Rosa ", "q_vendido": "S/ 1,200.5", "q_desde": "2026-03-21"}

    lived = save(representative, session, draft, "situacion", {**LIVED, **ticks})
    sold = save(representative, session, draft, "s1", market)

    assert (lived[0], sold[0]) == (303, 303)
    assert (
        sold[2].answers
        == answered(
            agua="yes", fuente="Río", feria="Casa", cliente="Rosa", vendido="1200.50", desde="2026-03-21"
        ).answers
    )


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"q_vendido": "mucho"}, "«mucho» no es un monto."),
        ({"q_desde": "2026-02-30"}, "«2026-02-30» no es una fecha del calendario."),
        ({"q_feria": "Mercado"}, "Opción inválida."),
        ({"q_historia": "a" * 2001}, "Conteste otra vez «Cuenten cómo venden»"),
    ],
)
def test_what_is_no_answer_is_named_beside_its_question(
    representative: PageClient, session: Session, draft: Application, fields: dict[str, str], told: str
) -> None:
    status, page, profile = save(representative, session, draft, "s1", fields)

    assert (status, profile) == (422, ANSWERED)
    assert told in words(page)


def test_ticks_are_saved_as_they_are_left(
    representative: PageClient, session: Session, draft: Application
) -> None:
    section = FORM.section("situation")
    seen = section_versions(Draft(CHOICE, ANSWERED), section)
    ticked = {"q_fuente-o0": "", "q_fuente-o1": "y", "q_fuente-o2": "y"}
    place = f"{address(draft, 'situacion')}/campo"

    first = representative.post(place, json={"field": "q_fuente", "entries": ticked, "bases": seen})
    late = representative.post(
        place, json={"field": "q_fuente", "entries": {"q_fuente-o0": "y"}, "bases": seen}
    )

    session.expire_all()
    assert (first.status_code, late.status_code) == (200, 409)
    assert late.get_json()["stored"] == {"q_fuente": ticked}
    assert answer_texts(profile_of(session, draft.id))["fuente"] == "Río\nPozo"


def test_the_review_says_what_is_missing_and_leaves_out_what_is_not_asked(
    representative: PageClient, session: Session, draft: Application
) -> None:
    draft.profile = draft.profile.replace('"yes"', '"no"')
    session.commit()
    unasked = representative.read(f"/grupo/solicitudes/{draft.id}/revisar")
    save(representative, session, draft, "situacion", {**LIVED, "q_agua": ""})

    unanswered = representative.read(f"/grupo/solicitudes/{draft.id}/revisar")

    assert "¿Tienen agua para riego? No" in unasked
    assert "¿De dónde viene?" not in unasked
    assert "Todo está completo" in unasked
    assert "Su agua : Conteste «¿Tienen agua para riego?»." in unanswered
