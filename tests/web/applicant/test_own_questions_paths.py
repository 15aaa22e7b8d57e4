"""What else happens to own questions: two people at once, the end of the call, the part on the business, English."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.applications.queries import application_view, profile_of
from contest_portal.applications.rules.draft_fields import Draft, section_versions
from contest_portal.applications.services.autosave_field import autosave_field
from contest_portal.contests.rules.profile_form import ProfileForm
from tests.conftest import StandingClock
from tests.factories.applying import Village, make_village
from tests.factories.contests import CLOSES, make_contest
from tests.factories.profile_forms import ASKING, BUYER, FORM, PLACE, QUOTES, SOURCE, WATER, answered
from tests.factories.profiles import CHOICE
from tests.page_client import PageClient, words
from tests.web.applicant.section_moves import address, rows, save

ANSWERED = answered(agua="no", feria="Feria")
BUSINESS = {"title": "Cuyes", "category_code": "IDEA", "line_code": "cuyes", "summary": "Criamos cuyes."}


def where_asked(section: str) -> ProfileForm:
    """Ask for the buyer in the part on the business, and quotations of the goods."""
    changes = {"choice": {"questions": (BUYER,)}, "goods": {"quotations": QUOTES, "questions": (PLACE,)}}
    parts = (replace(one, **changes.get(one.code, {})) for one in FORM.sections if one.code != "s1")
    return ProfileForm((*parts, replace(FORM.section("s1"), code=section, questions=(WATER, SOURCE))))


@pytest.fixture
def village(session: Session) -> Village:
    village = make_village(session, rulebook=ASKING)
    session.commit()
    return village


@pytest.fixture
def draft(village: Village, session: Session) -> Application:
    draft = village.draft(profile=ANSWERED)
    session.commit()
    return draft


def leave(village: Village, draft: Application, field: str, **texts: str) -> None:
    """Let somebody else leave a field of the part on the market."""
    seen = section_versions(Draft(CHOICE, profile_of(village.session, draft.id)), FORM.section("s1"))
    autosave_field(
        village.session,
        village.act(),
        application_id=draft.id,
        field=field,
        started_from=seen[field],
        typed=Draft(CHOICE, answered(**texts)),
    )
    village.session.commit()


def test_two_people_in_one_part_see_both_texts(
    representative: PageClient, village: Village, session: Session, draft: Application
) -> None:
    shown = draft.version
    leave(village, draft, "q_feria", feria="Casa")

    answer = representative.post(
        address(draft, "s1"), data={"version": str(shown), "q_feria": "Feria", "q_cliente": "Rosa"}
    )

    page = words(answer.get_data(as_text=True))
    session.expire_all()
    assert (answer.status_code, profile_of(session, draft.id)) == (409, answered(agua="no", feria="Casa"))
    assert "¿Dónde venden? Casa" in page
    assert "Otra persona guardó esta parte mientras usted escribía" in page


def test_what_another_wrote_in_a_question_comes_with_the_answer_to_ones_own(
    representative: PageClient, village: Village, session: Session, draft: Application
) -> None:
    seen = section_versions(Draft(CHOICE, ANSWERED), FORM.section("s1"))
    leave(village, draft, "q_cliente", cliente="Rosa")

    answer = representative.post(
        f"{address(draft, 's1')}/campo",
        json={"field": "q_vendido", "entries": {"q_vendido": "90"}, "bases": seen},
    )

    assert answer.get_json()["stored"] == {"q_cliente": {"q_cliente": "Rosa"}}
    session.expire_all()
    assert profile_of(session, draft.id) == answered(
        agua="no", feria="Feria", cliente="Rosa", vendido="90.00"
    )


@pytest.mark.parametrize(
    ("field", "status"), [("q_agua", 422), ("q_nada", 422), ("situation", 422), ("q_feria", 200)]
)
def test_only_fields_of_the_part_are_saved_there(
    representative: PageClient, draft: Application, field: str, status: int
) -> None:
    seen = section_versions(Draft(CHOICE, ANSWERED), FORM.section("s1"))

    answer = representative.post(
        f"{address(draft, 's1')}/campo", json={"field": field, "entries": {field: "Casa"}, "bases": seen}
    )

    assert answer.status_code == status


def test_after_the_end_of_the_call_answers_stay_on_the_page_to_be_copied(
    representative: PageClient, session: Session, draft: Application, clock: StandingClock
) -> None:
    clock.set(CLOSES)

    status, page, profile = save(representative, session, draft, "s1", {"q_cliente": "Rosa Ccanto"})

    assert (status, profile) == (409, ANSWERED)
    assert 'value="Rosa Ccanto"' in page
    assert "Lo que acaba de escribir no se guardó" in page


def test_the_part_on_the_business_and_the_goods_ask_too(
    representative: PageClient, village: Village, session: Session
) -> None:
    book = replace(ASKING, code="OTRO-2026", form=where_asked("s2"))
    village.contest = make_contest(session, village.office, village.staff, rulebook=book)
    draft = village.draft()
    session.commit()

    save(representative, session, draft, "negocio", {**BUSINESS, "q_cliente": "Ana Poma"})
    refused = save(representative, session, draft, "compras", {"q_feria": "Mercado"})
    save(
        representative,
        session,
        draft,
        "compras",
        {**rows("goods", {"description": "Malla"}), "q_feria": "Casa"},
    )

    profile = profile_of(session, draft.id)
    assert refused[0] == 422
    assert {answer.question: answer.text for answer in profile.answers} == {
        "cliente": "Ana Poma",
        "feria": "Casa",
    }
    assert (profile.summary, application_view(session, draft.id).title) == ("Criamos cuyes.", "Cuyes")
    assert representative.get(address(draft, "s2")).status_code == 200


def test_the_words_of_the_contest_stay_and_the_portals_are_translated(
    representative: PageClient, draft: Application
) -> None:
    page = representative.read(f"{address(draft, 'situacion')}?lang=en")

    assert "¿Tienen agua para riego?" in page
    assert 'Only if the answer to "¿De dónde viene?" is "Pozo".' in page.replace("&#34;", '"')
