"""Answers to a contest's own questions as people read them: the group, the office, the jury, and the call."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from contest_portal.applications.rules.profile import Profile
from contest_portal.contests.rules.profile_form import ProfileForm, Question
from contest_portal.web.shared.answers_view import answer_words, answered_sections
from contest_portal.web.shared.profile_view import profile_sections
from contest_portal.web.shared.question_fields import Ask, asks_of
from contest_portal.web.shared.rulebook_view import rulebook_view
from contest_portal.web.shared.version_view import DifferenceLine, SectionDifference, version_differences
from tests.factories.profile_forms import (
    ANSWERED,
    ASKING,
    BUYER,
    FORM,
    MARKET,
    PLACE,
    SINCE,
    SOLD,
    SOURCE,
    WATER,
    answered,
    form_with,
)
from tests.factories.profiles import CHOICE, PROFILE
from tests.web.shared.tiny_portal import make_tiny_portal

UNASKED = answered(agua="no", fuente="Pozo", hondo="12", historia="En la feria.")


@pytest.fixture(scope="module", autouse=True)
def in_spanish() -> Iterator[None]:
    with make_tiny_portal().test_request_context("/"):
        yield


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        (WATER, "yes", "Sí"),
        (WATER, "no", "No"),
        (SOURCE, "Río\nPozo", "Río; Pozo"),
        (SOLD, "1234.50", "S/\xa01,234.50"),
        (SINCE, "2026-03-21", "21 de marzo de 2026"),
        (PLACE, "Casa", "Casa"),
        (BUYER, "Rosa", "Rosa"),
        (BUYER, "", ""),
    ],
)
def test_answers_are_written_for_readers(question: Question, text: str, expected: str) -> None:
    assert answer_words(question, text) == expected


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (
            ANSWERED,
            (
                ("¿Tienen agua para riego?", "Sí"),
                ("¿De dónde viene?", "Manantial; Pozo"),
                ("¿Cuántos metros tiene el pozo?", "12"),
            ),
        ),
        (UNASKED, (("¿Tienen agua para riego?", "No"),)),
        (PROFILE, (("¿Tienen agua para riego?", None),)),
    ],
    ids=["all", "what is not asked any more is not shown", "nothing answered"],
)
def test_readers_see_what_is_asked(profile: Profile, expected: tuple[tuple[str, str | None], ...]) -> None:
    sections = {view.code: view for view in profile_sections(CHOICE, profile, ASKING)}

    assert sections["situation"].pairs == expected
    assert answered_sections(profile, FORM)[0] == ("Situación y perspectivas", expected)
    assert (sections["s1"].title, len(sections["s1"].tables)) == ("El mercado", 0)


def test_sections_without_questions_are_none_of_the_answered() -> None:
    assert [title for title, _ in answered_sections(PROFILE, FORM)] == [
        "Situación y perspectivas",
        "El mercado",
    ]


def test_what_was_asked_of_one_version_alone_differs_too() -> None:
    other = answered(agua="no", feria="Feria", cliente="Rosa Ccanto")

    assert version_differences(CHOICE, ANSWERED, other, ASKING) == (
        SectionDifference(
            "Situación y perspectivas",
            (
                DifferenceLine("¿Tienen agua para riego?", "Sí", "No"),
                DifferenceLine("¿De dónde viene?", "Manantial; Pozo", "—"),
                DifferenceLine("¿Cuántos metros tiene el pozo?", "12", "—"),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({}, [False, False, True, False, False]),
        ({"agua": "no"}, [False] * 5),
        ({"agua": "yes"}, [False, False, True, False, False]),
    ],
)
def test_what_hangs_on_another_page_is_settled_there(texts: dict[str, str], expected: list[bool]) -> None:
    assert [ask.is_hidden for ask in asks_of(MARKET, FORM, texts)] == expected


def test_what_hangs_on_the_same_page_waits_for_its_answer() -> None:
    water, source, depth = asks_of(FORM.section("situation"), FORM, {})

    assert (water.source, source.source, source.answer) == ("", "q_agua", "yes")
    assert depth == Ask(
        "q_hondo",
        depth.kind,
        required=False,
        source="q_fuente-o2",
        answer="y",
        hint="Solo si en «¿De dónde viene?» la respuesta es «Pozo».",
    )


def test_what_hangs_on_a_hidden_question_of_the_same_page_is_hidden() -> None:
    form = form_with(WATER, own=(replace(MARKET, questions=(SOURCE, FORM.questions[2])),))

    assert [ask.is_hidden for ask in asks_of(form.section("s1"), form, {"fuente": "Pozo"})] == [True, True]


def test_the_call_says_what_the_profile_asks() -> None:
    shorter = ProfileForm(tuple(one for one in FORM.sections if one.code not in ("assets", "s1")))

    usual, asking = (
        rulebook_view(book, {}).papers
        for book in (replace(ASKING, form=form_with()), replace(ASKING, form=shorter))
    )

    assert [line for line in asking if line not in usual] == [
        "El perfil no pide: Lo que el grupo ya tiene.",
        "El perfil pregunta además, en «Situación y perspectivas»: ¿Tienen agua para riego? ¿De dónde viene? "
        "¿Cuántos metros tiene el pozo?",
    ]
