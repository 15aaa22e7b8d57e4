"""Sections as a browser sees them: versions it carries, fields it sends, pages in the order of the form."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from werkzeug.datastructures import MultiDict

from contest_portal.contests.rules.profile_form import STANDARD_FORM, FormSection, ProfileForm
from contest_portal.kernel.problems import NotFound, Refused
from contest_portal.web.applicant.section_fields import (
    MAX_ENTRIES,
    SentField,
    form_name,
    read_bases,
    read_sent,
)
from contest_portal.web.shared.section_forms import QuestionsForm
from contest_portal.web.shared.section_pages import page_after, page_with, pages_of
from tests.factories.profile_forms import FORM, quoting
from tests.web.shared.tiny_portal import make_tiny_portal

GOODS, SITUATION = STANDARD_FORM.section("goods"), FORM.section("situation")
SHORT = ProfileForm((STANDARD_FORM.section("goods"), STANDARD_FORM.section("choice")))


@pytest.fixture(scope="module", autouse=True)
def in_spanish() -> Iterator[None]:
    with make_tiny_portal().test_request_context("/"):
        yield


@pytest.mark.parametrize(
    ("text", "bases"),
    [
        ("summary:ab12,title:cd34", {"summary": "ab12", "title": "cd34"}),
        ("summary:", {"summary": ""}),
        ("summary", {"summary": ""}),
        ("a:b:c", {"a": "b:c"}),
        ("summary:1,summary:2", {"summary": "2"}),
        ("", {"": ""}),
        (None, {"": ""}),
    ],
)
def test_versions_are_read_as_far_as_they_can_be(text: str | None, bases: dict[str, str]) -> None:
    assert read_bases(text) == bases


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("category", "category_code"),
        ("line", "line_code"),
        ("problems", "difficulties"),
        ("requested", "amount_requested"),
        ("goods", "goods"),
        ("q_agua", "q_agua"),
    ],
)
def test_a_field_has_a_name_in_its_form(field: str, name: str) -> None:
    assert form_name(field) == name


@pytest.mark.parametrize(
    ("section", "field", "entries", "kept"),
    [
        (GOODS, "goods", {"goods-0-unit": "kg", "goods-1-unit": ""}, {"goods-0-unit": "kg", "goods-1-unit": ""}),
        (GOODS, "goods", {"goodies": "x", "goods_total": "9", "version": "3"}, {}),
        (SITUATION, "q_agua", {"q_agua": "yes", "q_aguas": "no"}, {"q_agua": "yes"}),
        (SITUATION, "q_fuente", {"q_fuente-o1": "y", "q_agua": "no"}, {"q_fuente-o1": "y"}),
        (STANDARD_FORM.section("problems"), "problems", {"difficulties-0-kind": "a", "problems": "b"},
         {"difficulties-0-kind": "a"}),
    ],
)  # fmt: skip
def test_only_what_belongs_to_the_field_is_kept(
    section: FormSection, field: str, entries: dict[str, str], kept: dict[str, str]
) -> None:
    sent = read_sent(section, {"field": field, "entries": entries, "bases": {field: "v1"}})

    assert sent == SentField(field, MultiDict(kept), {field: "v1"})
    assert sent.started_from == "v1"


def test_a_version_that_was_not_named_is_none() -> None:
    assert read_sent(GOODS, {"field": "goods", "entries": {}, "bases": {"sales": "v1"}}).started_from == ""


@pytest.mark.parametrize(
    ("section", "sent"),
    [
        (GOODS, "goods"),
        (GOODS, {}),
        (GOODS, {"field": None, "entries": {}, "bases": {}}),
        (GOODS, {"field": "quotations", "entries": {}, "bases": {}}),
        (SITUATION, {"field": "q_feria", "entries": {}, "bases": {}}),
        (GOODS, {"field": "goods", "entries": [], "bases": {}}),
        (GOODS, {"field": "goods", "entries": {"goods-0-unit": ["kg"]}, "bases": {}}),
        (GOODS, {"field": "goods", "entries": {}, "bases": {str(n): "" for n in range(MAX_ENTRIES + 1)}}),
    ],
    ids=["text", "empty", "no field", "not asked", "other part's", "list", "list in it", "endless versions"],
)
def test_what_no_page_sends_is_refused(section: FormSection, sent: object) -> None:
    with pytest.raises(Refused, match=r"autosave\.malformed"):
        read_sent(section, sent)


def test_as_many_entries_as_there_may_be_are_read() -> None:
    entries = {f"goods-{n}-unit": "kg" for n in range(MAX_ENTRIES)}

    assert len(read_sent(GOODS, {"field": "goods", "entries": entries, "bases": {}}).entries) == MAX_ENTRIES


def test_pages_follow_the_form_and_end() -> None:
    first, last = pages_of(SHORT)

    assert [first.slug, last.slug] == ["compras", "negocio"]
    assert (page_after(first, SHORT), page_after(last, SHORT)) == (last, None)


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        (GOODS, ("Bienes por comprar", "Lo que comprarán con el fondo: animales, materiales, herramientas o equipos.")),
        (replace(GOODS, title="Compras", help="Solo lo útil."), ("Compras", "Solo lo útil.")),
        (FormSection("s1", "El mercado"), ("El mercado", "Conteste las preguntas de esta parte.")),
        (FormSection("s1", "El mercado", "Cuenten."), ("El mercado", "Cuenten.")),
    ],
)  # fmt: skip
def test_a_page_speaks_the_words_of_the_contest(section: FormSection, expected: tuple[str, str]) -> None:
    (page,) = pages_of(ProfileForm((section,)))

    assert (page.title, page.lead) == expected


@pytest.mark.parametrize("slug", ["goods", "ventas-y-costos", "s1", "", "COMPRAS"])
def test_an_address_that_the_contest_does_not_have_is_not_found(slug: str) -> None:
    with pytest.raises(NotFound):
        page_with(slug, SHORT)


def test_own_parts_hold_their_questions_and_goods_their_quotations_where_asked() -> None:
    own = page_with("s1", FORM)

    assert (issubclass(own.form, QuestionsForm), own.tables) == (True, ())
    assert own.questions == FORM.section("s1").questions
    assert [table.name for table in page_with("compras", FORM).tables] == ["goods"]
    assert [table.name for table in page_with("compras", quoting().form).tables] == ["goods", "quotations"]
