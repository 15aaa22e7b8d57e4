"""The form of the profile as the designer shows it: a card for each part, and the whole as the group will see it."""

from dataclasses import dataclass

from flask_babel import gettext, ngettext

from contest_portal.applications.rules.completeness import Choice
from contest_portal.applications.rules.profile import empty_profile
from contest_portal.contests.rules.profile_form import (
    MOST_ROWS,
    FormSection,
    ProfileForm,
    Question,
)
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.web.shared.forms import FilterForm
from contest_portal.web.shared.profile_view import SectionView, profile_sections
from contest_portal.web.shared.question_fields import Ask, answer_label, asks_of, with_questions
from contest_portal.web.staff.contest_form_forms import QUESTION_KIND_LABELS


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question on the list of the designer."""

    code: str
    label: str
    about: str


@dataclass(frozen=True, slots=True)
class SectionCard:
    """A part on the list of the designer."""

    code: str
    name: str
    about: str
    questions: tuple[QuestionLine, ...]


@dataclass(frozen=True, slots=True)
class PreviewPart:
    """A part as the group will see it: what it always asks, and its questions."""

    section: FormSection
    usual: SectionView
    rows: str
    asks: tuple[Ask, ...]


def section_cards(form: ProfileForm) -> tuple[SectionCard, ...]:
    """Give the parts in order, each with its questions."""
    labels = {question.code: question.label for question in form.questions}
    return tuple(
        SectionCard(
            section.code,
            gettext(section.name),
            gettext("Parte propia del concurso") if section.is_own else rows_wanted(section),
            tuple(QuestionLine(one.code, one.label, _about(one, labels)) for one in section.questions),
        )
        for section in form.sections
    )


def preview_parts(book: Rulebook) -> tuple[PreviewPart, ...]:
    """Give the parts as the group will see them, as if all questions stood on one page."""
    asks = {ask.field: ask for ask in asks_of(_one_page(book.form), book.form, {})}
    usual = profile_sections(Choice(None, None, ""), empty_profile(), book)
    return tuple(
        PreviewPart(
            section, view, rows_wanted(section), tuple(asks[question.field] for question in section.questions)
        )
        for section, view in zip(book.form.sections, usual, strict=True)
    )


def trial_of(form: ProfileForm) -> FilterForm:
    """Give a form with every question, to be tried and never sent."""
    trial: FilterForm = with_questions(FilterForm, form.questions)({})
    return trial


def rows_wanted(section: FormSection) -> str:
    """Say how many rows a part wants; nothing of one without tables."""
    if not section.has_rows:
        return ""
    if section.most_rows < MOST_ROWS:
        return str(gettext("De %(least)s a %(most)s filas", least=section.least_rows, most=section.most_rows))
    if not section.least_rows:
        return str(gettext("Puede quedar vacía"))
    return str(ngettext("Al menos %(num)s fila", "Al menos %(num)s filas", section.least_rows))


def _one_page(form: ProfileForm) -> FormSection:
    return FormSection("all", questions=form.questions)


def _about(question: Question, labels: dict[str, str]) -> str:
    kind = gettext(QUESTION_KIND_LABELS[question.kind])
    must = gettext("obligatoria") if question.required else gettext("opcional")
    condition = question.condition
    if condition is None:
        return f"{kind}, {must}"
    when = gettext(
        "si en «%(question)s» responde «%(answer)s»",
        question=labels.get(condition.question, condition.question),
        answer=answer_label(condition.answer),
    )
    return f"{kind}, {must}, {when}"
