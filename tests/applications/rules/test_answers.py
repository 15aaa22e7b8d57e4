"""Answers to the contest's own questions: which are asked, what they may be, and what of them is sent."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.applications.rules.answers import (
    answers_missing_or_wrong,
    asked_codes,
    asked_only,
    check_answers,
)
from contest_portal.applications.rules.completeness import SectionState, check_profile, section_reports
from contest_portal.applications.rules.differences import changed_sections
from contest_portal.applications.rules.draft_fields import (
    Draft,
    Fate,
    field_version,
    fields_of,
    merge_field,
    section_with,
)
from contest_portal.applications.rules.profile import (
    Profile,
    empty_profile,
    read_profile,
    with_section,
    write_profile,
)
from contest_portal.applications.rules.screening import Finding, marked_sections, not_marked, place_name
from contest_portal.applications.rules.similarity import texts_of
from contest_portal.contests.rules.profile_form import ProfileForm, Question
from contest_portal.contests.rules.rulebook import Rulebook
from tests.factories.contests import RULEBOOK
from tests.factories.profile_forms import (
    ANSWERED,
    ASKING,
    BUYER,
    DEPTH,
    FORM,
    MARKET,
    PLACE,
    SINCE,
    SOLD,
    SOURCE,
    STORY,
    WATER,
    answered,
    form_with,
)
from tests.factories.profiles import CHOICE, PROFILE

SITUATION = FORM.section("situation")
ALWAYS = {"agua", "feria", "cliente", "vendido", "desde"}


@pytest.mark.parametrize(
    ("answers", "more"),
    [
        ({}, set()),
        ({"agua": "no"}, {"historia"}),
        ({"agua": "yes"}, {"fuente"}),
        ({"agua": "yes", "fuente": "Manantial\nRío"}, {"fuente"}),
        ({"agua": "yes", "fuente": "Manantial\nPozo"}, {"fuente", "hondo"}),
        ({"agua": "no", "fuente": "Pozo"}, {"historia"}),
    ],
    ids=["nothing yet", "no", "yes", "others ticked", "one of those ticked", "what hangs on an unasked one"],
)
def test_what_is_asked_hangs_on_earlier_answers(answers: dict[str, str], more: set[str]) -> None:
    assert asked_codes(FORM, answers) == ALWAYS | more


def test_an_answer_that_is_not_asked_any_more_is_kept_in_the_draft_and_not_sent() -> None:
    changed_mind = replace(ANSWERED, answers=answered(**{**texts(ANSWERED), "agua": "no"}).answers)

    sent = asked_only(changed_mind, FORM)

    assert texts(changed_mind)["fuente"] == "Manantial\nPozo"
    assert texts(sent) == {"agua": "no", "feria": "Feria", "cliente": "Rosa Ccanto"}


def texts(profile: Profile) -> dict[str, str]:
    return {answer.question: answer.text for answer in profile.answers}


@pytest.mark.parametrize(
    ("question", "text", "is_right"),
    [
        (WATER, "yes", True),
        (WATER, "Sí", False),
        (PLACE, "Casa", True),
        (PLACE, "Casa\nFeria", False),
        (SOURCE, "Río\nPozo", True),
        (SOURCE, "Pozo\nRío", False),
        (SOURCE, "Mar", False),
        (DEPTH, "12", True),
        (DEPTH, "012", False),
        (DEPTH, "-1", False),
        (DEPTH, "١٢", False),
        (SOLD, "1234.50", True),
        (SOLD, "1,234.50", False),
        (SOLD, "mucho", False),
        (SINCE, "2026-03-21", True),
        (SINCE, "20260321", False),
        (SINCE, "2026-02-30", False),
        (BUYER, "R", True),
        (STORY, "a" * 2000, True),
        (STORY, "a" * 2001, False),
    ],
)
def test_no_draft_holds_an_answer_of_another_kind(question: Question, text: str, *, is_right: bool) -> None:
    section = replace(SITUATION, questions=(question,))

    problems = list(check_answers(answered(**{question.code: text}), section))

    assert [(p.code, p.field) for p in problems] == ([] if is_right else [("answer.shape", question.field)])


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        (DEPTH, "80", ""),
        (DEPTH, "81", "La respuesta a «¿Cuántos metros tiene el pozo?» va de 0 a 80. Corríjala."),
        (BUYER, "Ana", ""),
        (BUYER, "Jo", "La respuesta a «¿Quién compra más?» lleva de 3 a 40 letras. Corríjala."),
        (SOLD, "10.00", ""),
        (SOLD, "5000.00", ""),
        (SOLD, "9.99", "La respuesta a «Ventas del mes pasado» va de S/ 10.00 a S/ 5,000.00. Corríjala."),
        (SOURCE, "Manantial\nRío", ""),
        (SOURCE, "Manantial\nRío\nPozo", "En «¿De dónde viene?» marque de 1 a 2 respuestas."),
        (SOURCE, "", "Conteste «¿De dónde viene?»."),
        (SINCE, "1890-01-01", ""),
        (BUYER, "", ""),
    ],
)
def test_limits_are_asked_before_sending(question: Question, text: str, expected: str) -> None:
    form = form_with(replace(question, condition=None))

    problems = answers_missing_or_wrong(answered(**{question.code: text}), form.section("situation"), form)

    assert " ".join(problem.text for problem in problems) == expected


@pytest.mark.parametrize(
    ("profile", "book", "expected"),
    [
        (ANSWERED, ASKING, []),
        (PROFILE, ASKING, ["answer.missing"]),
        (answered(agua="no"), ASKING, []),
        (answered(agua="yes"), ASKING, ["answer.missing"]),
        (answered(agua="yes", fuente="Pozo", hondo="99"), ASKING, ["answer.limits"]),
        (answered(agua="no", hondo="99"), ASKING, []),
        (PROFILE, RULEBOOK, []),
    ],
    ids=[
        "whole",
        "nothing",
        "nothing more asked",
        "what hangs on it",
        "limits",
        "unasked limits",
        "usual form",
    ],
)
def test_a_profile_is_whole_with_its_answers(profile: Profile, book: Rulebook, expected: list[str]) -> None:
    assert [problem.code for problem in check_profile(CHOICE, profile, book)] == expected


def test_reports_follow_the_form() -> None:
    sections = (*FORM.sections[:2], replace(FORM.section("assets"), least_rows=2), FORM.section("s1"))
    book = replace(ASKING, form=ProfileForm(sections))

    reports = section_reports(CHOICE, answered(agua="no"), book)

    assert [(report.code, report.state) for report in reports] == [
        ("choice", SectionState.DONE),
        ("situation", SectionState.DONE),
        ("assets", SectionState.MISSING),
        ("s1", SectionState.OPTIONAL),
    ]
    assert (
        reports[2].problems[0].text == "Esta parte pide al menos 2 filas y tiene 1. Agregue las que faltan."
    )


@pytest.mark.parametrize(
    ("least", "most", "state"),
    [
        (0, 60, SectionState.DONE),
        (2, 2, SectionState.DONE),
        (3, 60, SectionState.MISSING),
        (0, 1, SectionState.WRONG),
    ],
)
def test_rows_of_a_section_are_counted(least: int, most: int, state: SectionState) -> None:
    goods = replace(FORM.section("goods"), least_rows=least, most_rows=most)

    (report,) = section_reports(CHOICE, PROFILE, replace(RULEBOOK, form=ProfileForm((goods,))))

    assert report.state is state


def test_a_section_saved_takes_its_own_answers_alone() -> None:
    typed = answered(empty_profile(), agua="no", feria="Casa")

    saved = with_section(ANSWERED, "situation", typed, {"agua", "fuente", "hondo"})

    assert saved == replace(
        PROFILE, situation=(), answers=answered(agua="no", feria="Feria", cliente="Rosa Ccanto").answers
    )
    assert (
        with_section(ANSWERED, "s1", empty_profile(), {"feria", "cliente"}).answers
        == answered(
            **{code: text for code, text in texts(ANSWERED).items() if code in ("agua", "fuente", "hondo")}
        ).answers
    )


def test_a_question_is_a_field_of_its_own() -> None:
    stored, typed = Draft(CHOICE, answered(agua="no", feria="Feria")), Draft(CHOICE, answered(feria="Casa"))
    version = field_version(stored, PLACE.field)

    merge = merge_field(stored, typed, PLACE.field, started_from=version)
    late = merge_field(merge.draft, Draft(CHOICE, answered(feria="")), PLACE.field, started_from=version)

    assert merge.draft.profile == answered(agua="no", feria="Casa")
    assert (merge.fate, late.fate) == (Fate.WRITTEN, Fate.CONFLICT)
    assert fields_of(SITUATION) == ("situation", "q_agua", "q_fuente", "q_hondo")
    assert section_with("q_feria", FORM) == MARKET


def test_a_profile_without_answers_is_written_as_before_there_were_questions() -> None:
    assert "answers" not in write_profile(PROFILE)
    assert read_profile(write_profile(ANSWERED)) == ANSWERED


def test_a_changed_answer_changes_its_section() -> None:
    other = answered(**{**texts(ANSWERED), "hondo": "13", "feria": "Casa"})

    assert changed_sections(ANSWERED, other, FORM) == ("situation", "s1")


def test_a_defect_of_own_questions_opens_every_own_part() -> None:
    own = Finding("O-01", "Faltan respuestas.", curable=True, section="own")

    assert marked_sections((own,), FORM) == ("s1",)
    assert not_marked("s1", (own,), FORM) is None
    assert [place_name(section, FORM) for section in ("s1", "own", "goods", None)] == [
        "El mercado",
        "Preguntas propias del concurso",
        "Bienes por comprar",
        "Todo el perfil",
    ]


def test_written_answers_count_for_likeness_and_choices_do_not() -> None:
    story = "Vendemos los sábados en la plaza"
    assert texts_of(answered(agua="no", historia=story))[-1:] == (story,)
    assert texts_of(answered(agua="no")) == texts_of(PROFILE)


@given(
    st.lists(
        st.tuples(st.sampled_from(("agua", "fuente", "hondo")), st.sampled_from(("yes", "no", "Pozo", "")))
    )
)
def test_leaving_out_what_is_not_asked_twice_changes_nothing_more(pairs: list[tuple[str, str]]) -> None:
    once = asked_only(answered(**dict(pairs)), FORM)

    assert asked_only(once, FORM) == once
