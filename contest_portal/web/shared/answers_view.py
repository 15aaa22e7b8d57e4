"""The answers of a profile to the contest's own questions, as people read them."""

from datetime import date

from flask_babel import gettext

from contest_portal.applications.rules.answers import answer_texts, asked_codes, ticked
from contest_portal.applications.rules.profile import Profile
from contest_portal.contests.rules.profile_form import FormSection, ProfileForm, Question, QuestionKind
from contest_portal.kernel.money import parse_money
from contest_portal.web.shared.filters import day, money
from contest_portal.web.shared.question_fields import answer_label

Pairs = tuple[tuple[str, str | None], ...]


def answered_pairs(section: FormSection, profile: Profile, form: ProfileForm) -> Pairs:
    """Give the questions of a section that are asked of this profile, each with its answer; None where it has none."""
    texts = answer_texts(profile)
    asked = asked_codes(form, texts)
    return tuple(
        (question.label, answer_words(question, texts.get(question.code, "")) or None)
        for question in section.questions
        if question.code in asked
    )


def answered_sections(profile: Profile, form: ProfileForm) -> tuple[tuple[str, Pairs], ...]:
    """Give the sections with questions that were asked: the title of each with its pairs."""
    found = ((gettext(one.name), answered_pairs(one, profile, form)) for one in form.sections)
    return tuple((title, pairs) for title, pairs in found if pairs)


def answer_words(question: Question, text: str) -> str:
    """Write an answer for a reader; empty when there is none."""
    if not text:
        return ""
    if question.kind is QuestionKind.AMOUNT:
        return money(parse_money(text, field=question.field))
    if question.kind is QuestionKind.DATE:
        return day(date.fromisoformat(text))
    if question.kind is QuestionKind.SEVERAL_OF:
        return "; ".join(ticked(text))
    return answer_label(text) if question.kind is QuestionKind.YES_NO else text
