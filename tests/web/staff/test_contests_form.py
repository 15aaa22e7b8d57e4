"""The designer's pages on the form of the profile."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.contests.models import Contest
from contest_portal.contests.queries import read_rulebook
from contest_portal.contests.rules.profile_form import (
    STANDARD_FORM,
    Condition,
    FormSection,
    ProfileForm,
    Question,
    QuestionKind,
    QuotationRules,
)
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.money import Money
from contest_portal.kernel.records import to_data
from tests.factories.designing import Desk
from tests.factories.profile_forms import ASKING, DEPTH, FORM, SOURCE, WATER, form_with
from tests.page_client import words

QUESTION = {"label": "¿Tienen riego?", "kind": "yes_no", "required": "y"}
STEP = {"section": "situation"}


@pytest.fixture
def asking(desk: Desk, session: Session) -> Desk:
    """Stand before a draft with questions of its own."""
    desk.contest.draft = canonical_json(to_data(replace(ASKING, code=desk.contest.code)))
    session.commit()
    return desk


def text(desk: Desk, part: str) -> str:
    return words(desk.get(part).get_data(as_text=True))


def keep(desk: Desk, part: str, fields: dict[str, object]) -> None:
    """Send a page as it stands now."""
    desk.session.refresh(desk.contest)
    assert desk.post(f"formulario/{part}".rstrip("/"), fields).status_code == 303


def hub(desk: Desk) -> str:
    return desk.client.read(f"/oficina/concursos/{desk.contest.id}")


def test_the_list_shows_parts_and_questions_in_order(asking: Desk) -> None:
    page = text(asking, "formulario")

    assert "¿Tienen agua para riego? Sí o no, obligatoria" in page
    assert (
        "¿De dónde viene? Varias de una lista, obligatoria, si en «¿Tienen agua para riego?» responde «Sí»"
        in page
    )
    assert page.index("Situación y perspectivas") < page.index("Presupuesto") < page.index("El mercado")
    assert "Partes que no se piden" not in page
    assert "¿Quitar esta pregunta?" in asking.get("formulario").get_data(as_text=True)
    assert "10 partes, 8 preguntas propias" in hub(asking)


def test_questions_are_added_and_changed(desk: Desk) -> None:
    keep(desk, "situation/nueva", QUESTION)
    listed = {
        "label": "¿Cuál?",
        "kind": "one_of",
        "options": "Goteo\n\nAspersión\n",
        "condition": "p1=yes",
        "help": "Elijan.",
        "least": "",
    }
    keep(desk, "goods/nueva", listed)
    keep(desk, "situation/p1", {**QUESTION, "label": "¿Riegan?", "required": ""})

    water = Question("p1", QuestionKind.YES_NO, "¿Riegan?")
    kind = Question(
        "p2",
        QuestionKind.ONE_OF,
        "¿Cuál?",
        "Elijan.",
        options=("Goteo", "Aspersión"),
        condition=Condition("p1", "yes"),
    )
    form = desk.book.form
    assert (form.section("situation").questions, form.section("goods").questions) == ((water,), (kind,))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"label": ""}, "Escriba la pregunta."),
        ({"kind": "one_of", "options": "Una"}, "lleva de 2 a 20 opciones"),
        ({"condition": "fuera=yes"}, "depende de una pregunta que ya no existe"),
        ({"kind": "number", "least": "9", "most": "3"}, "no valen: 0 – 999999."),
        ({"kind": "number", "least": "-1"}, "Escriba un número entero"),
    ],
)
def test_a_question_that_cannot_be_asked_is_named_at_once_and_at_saving(
    desk: Desk, fields: dict[str, object], told: str
) -> None:
    sent = QUESTION | fields

    checked = desk.post("formulario/situation/nueva/revision", sent)
    saved = desk.post("formulario/situation/nueva", sent)

    assert [told in remark["text"] for remark in checked.get_json()["remarks"]] == [True]
    assert saved.status_code == 422
    assert told in words(saved.get_data(as_text=True))
    assert desk.book.form == STANDARD_FORM


def test_only_earlier_answers_are_offered_as_a_condition(asking: Desk) -> None:
    offered = [
        'value="agua=yes"' in asking.get(f"formulario/situation/{code}").get_data(as_text=True)
        for code in ("agua", "fuente", "nueva")
    ]

    assert offered == [False, True, True]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ({"step": "down", "question_code": "agua"}, None),
        ({"step": "remove", "question_code": "agua"}, None),
        ({"step": "remove", "question_code": "hondo"}, form_with(WATER, SOURCE, own=FORM.sections[-1:])),
        (
            {"step": "down"},
            ProfileForm((FORM.sections[0], FORM.sections[2], FORM.sections[1], *FORM.sections[3:])),
        ),
        ({"step": "remove", "section": "assets"}, ProfileForm((*FORM.sections[:2], *FORM.sections[3:]))),
        ({"step": "remove", "section": "goods"}, None),
        ({"step": "up"}, None),
    ],
    ids=[
        "below what hangs on it",
        "others hang on it",
        "remove",
        "move",
        "leave out",
        "needed",
        "above the choice",
    ],
)
def test_steps_on_the_list(asking: Desk, step: dict[str, str], expected: ProfileForm | None) -> None:
    answer = asking.post("formulario", STEP | step)

    assert answer.status_code == (422 if expected is None else 303)
    assert asking.book.form == (expected or FORM)


def test_a_part_left_out_is_asked_for_again(asking: Desk) -> None:
    keep(asking, "", {"step": "remove", "section": "assets"})
    shown = text(asking, "formulario")

    keep(asking, "", {"step": "ask", "section": "assets"})

    assert "Partes que no se piden Lo que el grupo ya tiene" in shown
    assert asking.book.form == FORM


@pytest.mark.parametrize(
    "step",
    [
        {"step": "ask", "section": "goods"},
        {"step": "up", "section": "s9"},
        {"step": "dance"},
        {"question_code": "q"},
    ],
)
def test_steps_that_lead_nowhere(asking: Desk, step: dict[str, str]) -> None:
    assert asking.post("formulario", STEP | step).status_code == 404


def test_parts_are_changed_and_added(desk: Desk) -> None:
    keep(desk, "assets", {"title": "Bienes", "help": "Solo lo suyo.", "least_rows": "1", "most_rows": "9"})
    keep(desk, "nueva", {"title": "El mercado", "help": ""})

    form = desk.book.form
    assert form.section("assets") == FormSection("assets", "Bienes", "Solo lo suyo.", 1, 9)
    assert form.sections[-1] == FormSection("s1", "El mercado")
    assert "La parte «El mercado» no tiene preguntas." in hub(desk)


def test_rows_that_contradict_themselves_are_refused(desk: Desk) -> None:
    answer = desk.post("formulario/assets", {"title": "", "help": "", "least_rows": "9", "most_rows": "3"})

    assert answer.status_code == 422
    assert "el mínimo no pasa del máximo" in words(answer.get_data(as_text=True))


@pytest.mark.parametrize("place", ["s9", "s9/nueva", "situation/agua9"])
def test_what_the_form_does_not_have_is_not_found(asking: Desk, place: str) -> None:
    assert asking.get(f"formulario/{place}").status_code == 404


def test_the_preview_shows_the_form_as_the_group_will_see_it(asking: Desk) -> None:
    page = asking.get("formulario/vista").get_data(as_text=True)

    assert 'data-shown-if="q_agua" data-shown-value="no"' in page
    assert "<div data-question hidden>" not in page
    assert "Bienes por comprar con el fondo : Qué es, Cantidad, Cada uno, Total. Al menos 1 fila." in words(
        page
    )
    assert DEPTH.label in page


def test_a_contest_started_from_another_asks_the_same(asking: Desk) -> None:
    data = {"title": "Otro", "code": "OTRO-1", "fund": "1000", "fund_id": str(asking.contest.fund_id)}

    asking.client.post("/oficina/concursos/nuevo", data=data | {"base": f"contest:{asking.contest.id}"})

    started = asking.session.scalars(select(Contest).where(Contest.code == "OTRO-1")).one()
    assert read_rulebook(started.draft).form == FORM


def test_a_page_that_somebody_overtook_changes_nothing(asking: Desk) -> None:
    shown = asking.contest.version
    keep(asking, "goods/nueva", QUESTION)
    form = asking.book.form

    late = asking.send("formulario", STEP | {"step": "remove", "version": str(shown)})

    assert (late.status_code, asking.book.form) == (409, form)


def test_quotations_are_asked_for_the_goods_alone(desk: Desk) -> None:
    quotes = {"quotes": "y", "quotes_from": "1,500", "quotes_count": "2"}
    fields = {"title": "", "help": "", "least_rows": "1", "most_rows": "60"}

    refused = desk.post("formulario/goods", {**fields, **quotes, "quotes_count": "6"})
    keep(desk, "goods", {**fields, **quotes})
    keep(desk, "assets", {**fields, **quotes})

    assert "Se piden de 1 a 5 cotizaciones" in words(refused.get_data(as_text=True))
    goods, assets = (desk.book.form.section(code) for code in ("goods", "assets"))
    assert goods.quotations == QuotationRules(Money.soles(1_500), 2, reason_allowed=False)
    assert assets.quotations is None
