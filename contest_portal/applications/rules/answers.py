"""The answers to the questions of a contest's own form: which are asked, and what an answer must be.

An answer is one text: a whole number in digits, an amount as `1234.50`, a day as `2026-03-21`, `yes` or `no`, the
option chosen, or the options ticked, one a line in the order of the list. No answer is no entry, never empty text.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from contest_portal.applications.rules.profile import Profile
from contest_portal.contests.rules.profile_form import (
    MOST_LONG,
    FormSection,
    ProfileForm,
    Question,
    QuestionKind,
)
from contest_portal.kernel.money import Money, parse_money
from contest_portal.kernel.problems import N_, Problem, Refused


def answer_texts(profile: Profile) -> dict[str, str]:
    """Give the answers of a profile by the code of their question."""
    return {answer.question: answer.text for answer in profile.answers}


def ticked(text: str) -> tuple[str, ...]:
    """Give the options that were ticked."""
    return tuple(text.split("\n")) if text else ()


def asked_codes(form: ProfileForm, answers: Mapping[str, str]) -> frozenset[str]:
    """Name the questions that are asked of whoever gave these answers: one that hangs on an unasked one is not."""
    asked: set[str] = set()
    for question in form.questions:
        condition = question.condition
        if condition is None or (
            condition.question in asked and condition.answer in ticked(answers.get(condition.question, ""))
        ):
            asked.add(question.code)
    return frozenset(asked)


def asked_only(profile: Profile, form: ProfileForm) -> Profile:
    """Leave out the answers to what is not asked, or not any more: the profile as it is sent and read."""
    asked = asked_codes(form, answer_texts(profile))
    return replace(profile, answers=tuple(answer for answer in profile.answers if answer.question in asked))


def check_answers(content: Profile, section: FormSection) -> Iterator[Problem]:
    """Refuse what no draft may hold either: an answer that is none of its kind, or endless."""
    texts = answer_texts(content)
    for question in section.questions:
        text = texts.get(question.code, "")
        if text and not _is_answer(question, text):
            yield _problem(
                "answer.shape", question, N_("Conteste otra vez «%(question)s»: lo escrito no vale.")
            )


def answers_missing_or_wrong(profile: Profile, section: FormSection, form: ProfileForm) -> Iterator[Problem]:
    """Give what keeps the answers of a section from being sent: a required one missing, one out of its limits."""
    texts = answer_texts(profile)
    asked = asked_codes(form, texts)
    for question in section.questions:
        if question.code not in asked:
            continue
        text = texts.get(question.code, "")
        if not text and question.required:
            yield _problem("answer.missing", question, N_("Conteste «%(question)s»."))
        if text and not within_limits(question, text):
            yield _problem("answer.limits", question, _OUT_OF_LIMITS[question.kind], **_limits(question))


def within_limits(question: Question, text: str) -> bool:
    """Tell whether an answer of the right kind lies within the limits of its question."""
    if question.limits is None:
        return True
    least, most = question.limits
    if question.kind is QuestionKind.AMOUNT:
        return Money.soles(least) <= parse_money(text, field=question.field) <= Money.soles(most)
    return least <= _measure(question, text) <= most


def _measure(question: Question, text: str) -> int:
    if question.kind is QuestionKind.NUMBER:
        return int(text)
    return len(ticked(text)) if question.kind is QuestionKind.SEVERAL_OF else len(text)


def _limits(question: Question) -> dict[str, str]:
    least, most = question.limits or (0, 0)
    if question.kind is QuestionKind.AMOUNT:
        return {"least": Money.soles(least).format(), "most": Money.soles(most).format()}
    return {"least": str(least), "most": str(most)}


def _is_answer(question: Question, text: str) -> bool:
    read = _READERS.get(question.kind)
    if read is not None:
        try:
            return read(text) == text
        except (ValueError, Refused):
            return False
    if question.kind is QuestionKind.SEVERAL_OF:
        chosen = ticked(text)
        return chosen == tuple(option for option in question.options if option in chosen)
    return text in question.fixed_answers if question.fixed_answers else len(text) <= MOST_LONG


def _whole(text: str) -> str:
    return str(int(text)) if text.isascii() and text.isdigit() else ""


_READERS: Mapping[QuestionKind, Callable[[str], str]] = MappingProxyType(
    {
        QuestionKind.NUMBER: _whole,
        QuestionKind.AMOUNT: lambda text: str(parse_money(text, field="answer")),
        QuestionKind.DATE: lambda text: date.fromisoformat(text).isoformat(),
    }
)
_LETTERS = N_("La respuesta a «%(question)s» lleva de %(least)s a %(most)s letras. Corríjala.")
_RANGE = N_("La respuesta a «%(question)s» va de %(least)s a %(most)s. Corríjala.")
_OUT_OF_LIMITS: Mapping[QuestionKind, str] = MappingProxyType(
    {
        QuestionKind.SHORT_TEXT: _LETTERS,
        QuestionKind.LONG_TEXT: _LETTERS,
        QuestionKind.NUMBER: _RANGE,
        QuestionKind.AMOUNT: _RANGE,
        QuestionKind.SEVERAL_OF: N_("En «%(question)s» marque de %(least)s a %(most)s respuestas."),
    }
)


def _problem(code: str, question: Question, message: str, **params: str) -> Problem:
    return Problem(code, field=question.field, message=message, params={"question": question.label, **params})
