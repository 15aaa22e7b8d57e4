"""The questions of a contest's own form as fields: made from data, read back as the profile keeps answers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar, cast

from flask_babel import gettext
from wtforms import BooleanField, Form, FormField, SelectField

from contest_portal.applications.rules.answers import asked_codes, ticked
from contest_portal.applications.rules.profile import Answer
from contest_portal.contests.rules.profile_form import (
    NO,
    YES,
    FormSection,
    ProfileForm,
    Question,
    QuestionKind,
)
from contest_portal.kernel.money import parse_money
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import (
    CleanTextAreaField,
    CleanTextField,
    DayField,
    MoneyField,
    WholeNumberField,
    worded_choices,
)

FormT = TypeVar("FormT", bound=type[Form])
YES_NO_LABELS: Mapping[str, str] = MappingProxyType({YES: N_("Sí"), NO: N_("No")})
_CHOOSE = N_("Elija una")


@dataclass(frozen=True, slots=True)
class Ask:
    """A question as a page shows it.

    `source` and `answer` say which control of the page has to hold what for it to be shown; without a source that is
    settled already, by `is_hidden`. A hidden one keeps what was once answered.
    """

    field: str
    kind: QuestionKind
    required: bool
    source: str = ""
    answer: str = ""
    hint: str = ""
    is_hidden: bool = False


def with_questions(form: FormT, questions: tuple[Question, ...]) -> FormT:
    """Give the form class with a field for each question."""
    if not questions:
        return form
    fields = {question.field: _FIELDS[question.kind](question) for question in questions}
    return cast(FormT, type(form.__name__, (form,), {"questions": questions, **fields}))


def stored_answers(questions: Iterable[Question], texts: Mapping[str, str]) -> dict[str, object]:
    """Give what the fields show of the answers kept."""
    return {
        question.field: _READ.get(question.kind, _as_kept)(question, texts.get(question.code, ""))
        for question in questions
    }


def typed_answers(form: Form, questions: Iterable[Question]) -> tuple[Answer, ...]:
    """Give the answers that the valid fields of a form hold."""
    typed = (Answer(question.code, _written(question, form[question.field].data)) for question in questions)
    return tuple(answer for answer in typed if answer.text)


def asks_of(section: FormSection, form: ProfileForm, texts: Mapping[str, str]) -> tuple[Ask, ...]:
    """Say how the questions of a section are shown to whoever gave these answers.

    What hangs on an answer of the same page is shown without a script, with a word on when to answer it.
    """
    asked, here = asked_codes(form, texts), {question.code: question for question in section.questions}
    hidden: set[str] = set()
    found = []
    for question in section.questions:
        condition = question.condition
        source = here.get(condition.question) if condition else None
        if (source is None and question.code not in asked) or (source is not None and source.code in hidden):
            hidden.add(question.code)
        found.append(_ask(question, source, is_hidden=question.code in hidden))
    return tuple(found)


def _ask(question: Question, source: Question | None, *, is_hidden: bool) -> Ask:
    condition = question.condition
    if source is None or condition is None or is_hidden:
        return Ask(question.field, question.kind, question.required, is_hidden=is_hidden)
    is_ticked = source.kind is QuestionKind.SEVERAL_OF
    tick = f"{source.field}-o{source.options.index(condition.answer)}" if is_ticked else ""
    return Ask(
        question.field,
        question.kind,
        question.required,
        source=tick or source.field,
        answer="y" if is_ticked else condition.answer,
        hint=gettext(
            "Solo si en «%(question)s» la respuesta es «%(answer)s».",
            question=source.label,
            answer=answer_label(condition.answer),
        ),
    )


def answer_label(answer: str) -> str:
    """Give a fixed answer in words."""
    return str(gettext(YES_NO_LABELS[answer])) if answer in YES_NO_LABELS else answer


def _text(question: Question) -> Any:
    return CleanTextField(question.label, description=question.help, letters=10_000)


def _long_text(question: Question) -> Any:
    return CleanTextAreaField(question.label, description=question.help, letters=50_000)


def _number(question: Question) -> Any:
    return WholeNumberField(question.label, description=question.help)


def _amount(question: Question) -> Any:
    return MoneyField(question.label, description=question.help)


def _day(question: Question) -> Any:
    return DayField(question.label, description=question.help)


def _yes_no(question: Question) -> Any:
    choices = worded_choices(YES_NO_LABELS, (YES, NO), nothing=_CHOOSE)
    return SelectField(question.label, description=question.help, choices=choices)


def _one_of(question: Question) -> Any:
    def choices() -> dict[str, str]:
        return {"": gettext(_CHOOSE), **{option: option for option in question.options}}

    return SelectField(question.label, description=question.help, choices=choices)


def _several_of(question: Question) -> Any:
    ticks = {f"o{place}": BooleanField(option) for place, option in enumerate(question.options)}
    return FormField(type("Ticks", (Form,), ticks), question.label, description=question.help)


_FIELDS: Mapping[QuestionKind, Callable[[Question], Any]] = MappingProxyType(
    {
        QuestionKind.SHORT_TEXT: _text,
        QuestionKind.LONG_TEXT: _long_text,
        QuestionKind.NUMBER: _number,
        QuestionKind.AMOUNT: _amount,
        QuestionKind.DATE: _day,
        QuestionKind.YES_NO: _yes_no,
        QuestionKind.ONE_OF: _one_of,
        QuestionKind.SEVERAL_OF: _several_of,
    }
)


def _as_kept(_question: Question, text: str) -> object:
    return text


def _ticks(question: Question, text: str) -> object:
    chosen = ticked(text)
    return {f"o{place}": option in chosen for place, option in enumerate(question.options)}


_READ: Mapping[QuestionKind, Callable[[Question, str], object]] = MappingProxyType(
    {
        QuestionKind.NUMBER: lambda _question, text: int(text) if text else None,
        QuestionKind.AMOUNT: lambda question, text: parse_money(text, field=question.field) if text else None,
        QuestionKind.DATE: lambda _question, text: date.fromisoformat(text) if text else None,
        QuestionKind.SEVERAL_OF: _ticks,
    }
)


def _written(question: Question, data: Any) -> str:
    if question.kind is QuestionKind.SEVERAL_OF:
        return "\n".join(option for place, option in enumerate(question.options) if data[f"o{place}"])
    return "" if data is None else str(data)
