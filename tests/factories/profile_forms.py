"""A form with questions of every kind: about the water in the usual sections, and a part of its own on markets."""

from dataclasses import replace
from datetime import date

from contest_portal.applications.rules.profile import Answer, Profile, Quotation
from contest_portal.contests.rules.profile_form import (
    STANDARD_FORM,
    Condition,
    FormSection,
    ProfileForm,
    Question,
    QuestionKind,
    QuotationRules,
)
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.money import Money
from tests.factories.contests import RULEBOOK
from tests.factories.profiles import PROFILE

WATER = Question("agua", QuestionKind.YES_NO, "¿Tienen agua para riego?", required=True)
SOURCE = Question(
    "fuente",
    QuestionKind.SEVERAL_OF,
    "¿De dónde viene?",
    help="Marque todas.",
    required=True,
    options=("Manantial", "Río", "Pozo"),
    most=2,
    condition=Condition("agua", "yes"),
)
DEPTH = Question(
    "hondo",
    QuestionKind.NUMBER,
    "¿Cuántos metros tiene el pozo?",
    most=80,
    condition=Condition("fuente", "Pozo"),
)
PLACE = Question("feria", QuestionKind.ONE_OF, "¿Dónde venden?", options=("Feria", "Casa"))
BUYER = Question("cliente", QuestionKind.SHORT_TEXT, "¿Quién compra más?", least=3, most=40)
STORY = Question("historia", QuestionKind.LONG_TEXT, "Cuenten cómo venden", condition=Condition("agua", "no"))
SOLD = Question("vendido", QuestionKind.AMOUNT, "Ventas del mes pasado", least=10, most=5_000)
SINCE = Question("desde", QuestionKind.DATE, "¿Desde cuándo venden?")
MARKET = FormSection(
    "s1", "El mercado", "Hablen de sus ventas de hoy.", questions=(PLACE, BUYER, STORY, SOLD, SINCE)
)


def form_with(
    *questions: Question, section: str = "situation", own: tuple[FormSection, ...] = ()
) -> ProfileForm:
    """Give the usual form with these questions in a section, and parts of its own at the end."""
    return ProfileForm(
        (
            *(
                replace(one, questions=questions) if one.code == section else one
                for one in STANDARD_FORM.sections
            ),
            *own,
        )
    )


FORM = form_with(WATER, SOURCE, DEPTH, own=(MARKET,))
ASKING: Rulebook = replace(RULEBOOK, form=FORM)


def answered(profile: Profile = PROFILE, **texts: str) -> Profile:
    """Give the profile with these answers."""
    return replace(profile, answers=tuple(Answer(code, text) for code, text in sorted(texts.items())))


ANSWERED = answered(agua="yes", fuente="Manantial\nPozo", hondo="12", feria="Feria", cliente="Rosa Ccanto")


def offer(goods: str, supplier: str, soles: int, ruc: str = "") -> Quotation:
    return Quotation(goods, supplier, ruc, Money.soles(soles), date(2026, 10, 20))


OFFERS = (
    offer("Reproductores", "Granja El Roble", 4_500),
    offer("reproductores ", "Granja Los Andes", 4_700, "20100070970"),
    offer("REPRODUCTORES", "Feria de Acobamba", 4_900),
)
"""What suppliers ask for the dearer of the goods of PROFILE, which costs as much as the cheapest of them."""
QUOTES = QuotationRules(Money.soles(2_000))


def quoting(rules: QuotationRules = QUOTES) -> Rulebook:
    """Give the usual rules with quotations for the dearer goods."""
    sections = STANDARD_FORM.sections
    asked = (replace(one, quotations=rules) if one.code == "goods" else one for one in sections)
    return replace(RULEBOOK, form=ProfileForm(tuple(asked)))
