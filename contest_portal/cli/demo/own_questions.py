"""What the open contest asks beside the usual form, and how the groups of the demonstration answer."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from contest_portal.applications.rules.profile import Answer, Profile, Quotation
from contest_portal.applications.rules.quotations import goods_to_quote
from contest_portal.contests.rules.form_changes import kept_section
from contest_portal.contests.rules.profile_form import (
    STANDARD_FORM,
    Condition,
    FormSection,
    ProfileForm,
    Question,
    QuestionKind,
    QuotationRules,
    SectionCode,
)
from contest_portal.kernel.money import Money

WATER_AND_MARKET = FormSection(
    "s1",
    "El agua y el mercado",
    "Hablen de cómo trabajan hoy. Si no saben una cifra exacta, pongan la que más se acerque.",
    questions=(
        Question("p1", QuestionKind.YES_NO, "¿Tienen agua todo el año para el negocio?", required=True),
        Question(
            "p2",
            QuestionKind.SEVERAL_OF,
            "¿De dónde viene el agua?",
            help="Marquen todas las que usan.",
            required=True,
            options=("Manantial", "Canal de riego", "Red de agua", "Lluvia guardada"),
            condition=Condition("p1", "yes"),
        ),
        Question(
            "p3",
            QuestionKind.LONG_TEXT,
            "¿Qué hacen en los meses sin agua?",
            required=True,
            most=600,
            condition=Condition("p1", "no"),
        ),
        Question(
            "p4", QuestionKind.ONE_OF, "¿Dónde venden más?", options=("En la feria", "En casa", "Por encargo")
        ),
        Question("p5", QuestionKind.AMOUNT, "¿Cuánto vendieron el mes pasado?", help="Entre todo el grupo."),
        Question("p6", QuestionKind.DATE, "¿Desde cuándo trabajan juntos?"),
    ),
)
QUOTATIONS = QuotationRules(Money.soles(1_500))
OPEN_FORM: ProfileForm = kept_section(
    kept_section(STANDARD_FORM, replace(STANDARD_FORM.section(SectionCode.GOODS), quotations=QUOTATIONS)),
    WATER_AND_MARKET,
)
ANSWERS = (
    Answer("p1", "yes"),
    Answer("p2", "Manantial\nCanal de riego"),
    Answer("p4", "En la feria"),
    Answer("p5", "640.00"),
    Answer("p6", "2024-05-12"),
)
_SUPPLIERS = (
    ("Comercial Sumaq Tambo", Fraction(1)),
    ("Agropecuaria El Molle", Fraction(21, 20)),
    ("Ferretería Los Queñuales", Fraction(11, 10)),
)
"""Who is asked, and how much each wants of what the cheapest wants."""


def answering(profile: Profile, form: ProfileForm) -> Profile:
    """Give the profile with the answers and quotations that a form asks for."""
    if form != OPEN_FORM:
        return profile
    offers = tuple(
        Quotation(row.description, supplier, "", row.total.times(part), date(2026, 7, 17))
        for row in goods_to_quote(profile, QUOTATIONS)
        for supplier, part in _SUPPLIERS
    )
    return replace(profile, answers=ANSWERS, quotations=offers)
