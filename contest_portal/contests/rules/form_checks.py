"""What must hold of a profile's form: nothing that other rules need is left out, and every question can be answered."""

import re
from collections.abc import Iterator, Mapping

from contest_portal.contests.rules.codes import repeated_codes
from contest_portal.contests.rules.profile_form import (
    LISTED,
    MOST_ROWS,
    SECTION_TITLES,
    FormSection,
    ProfileForm,
    Question,
    SectionCode,
)
from contest_portal.contests.rules.rulebook import BudgetRules, Rulebook
from contest_portal.kernel.money import ZERO
from contest_portal.kernel.problems import N_, Problem

MOST_TITLE, MOST_LABEL, MOST_HELP, MOST_OPTION = 80, 200, 500, 80
MOST_OPTIONS, MOST_QUESTIONS = 20, 60
MOST_QUOTATIONS = 5
_CODE = re.compile(r"[a-z][a-z0-9_]{0,19}", re.ASCII)


def form_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """Check the whole form before it is published."""
    yield from form_draft_problems(rulebook)
    for section in rulebook.form.sections:
        if section.is_own and not section.questions:
            yield Problem(
                "form.empty_section",
                field="title",
                message=N_("La parte «%(section)s» no tiene preguntas. Agregue una o quite la parte."),
                params={"section": section.title},
            )


def form_draft_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """Check what has to hold even while the form is being built: a new part has no questions yet."""
    form = rulebook.form
    yield from _left_out(form, rulebook.budget)
    yield from repeated_codes("form.repeated_section", "title", (section.code for section in form.sections))
    yield from repeated_codes("form.repeated_question", "label", (one.code for one in form.questions))
    for section in form.sections:
        yield from _section_problems(section)
        for question in section.questions:
            yield from _question_problems(question)
    yield from _condition_problems(form)


def _left_out(form: ProfileForm, budget: BudgetRules) -> Iterator[Problem]:
    needed = {
        SectionCode.CHOICE: True,
        SectionCode.ASSISTANCE: budget.assistance_percent > 0,
        SectionCode.GOODS: budget.goods_percent > 0,
        SectionCode.COUNTERPART: budget.min_counterpart_percent > 0,
        SectionCode.BUDGET: True,
    }
    for code, is_needed in needed.items():
        if is_needed and not form.asks(code):
            yield Problem(
                "form.left_out",
                field="title",
                message=N_(
                    "«%(section)s» no se puede quitar: otras reglas del concurso la necesitan. Vuelva a pedirla."
                ),
                params={"section": SECTION_TITLES[code]},
            )
    if form.asks(SectionCode.CHOICE) and form.sections[0].code != SectionCode.CHOICE:
        yield Problem(
            "form.choice_first",
            field="title",
            message=N_("«El negocio» va primero: ahí el grupo dice en qué participa. Déjela arriba."),
        )
    if len(form.questions) > MOST_QUESTIONS:
        yield _limit(
            "form.many_questions",
            "label",
            N_("El formulario lleva hasta %(most)s preguntas."),
            MOST_QUESTIONS,
        )


def _section_problems(section: FormSection) -> Iterator[Problem]:
    if len(section.title) > MOST_TITLE or (section.is_own and not section.title):
        yield _limit(
            "form.title",
            "title",
            N_("Escriba el título de la parte en %(most)s letras como máximo."),
            MOST_TITLE,
        )
    if len(section.help) > MOST_HELP:
        yield _limit("form.help", "help", _HELP, MOST_HELP)
    if section.is_own and not _CODE.fullmatch(section.code):
        yield _odd_code(section.code, "title")
    rows = 0 <= section.least_rows <= section.most_rows and 1 <= section.most_rows <= MOST_ROWS
    if not rows:
        yield _limit(
            "form.rows",
            "most_rows",
            N_("Las filas van de 0 a %(most)s, y el mínimo no pasa del máximo. Corrija uno de los dos."),
            MOST_ROWS,
        )
    asked = section.quotations
    if asked and (
        section.code != SectionCode.GOODS
        or not 1 <= asked.count <= MOST_QUOTATIONS
        or asked.from_amount < ZERO
    ):
        yield _limit(
            "form.quotations",
            "quotes_count",
            N_("Se piden de 1 a %(most)s cotizaciones, solo de los bienes por comprar. Corrija el número."),
            MOST_QUOTATIONS,
        )
    yield from _same_labels(section)


def _same_labels(section: FormSection) -> Iterator[Problem]:
    labels = [question.label for question in section.questions]
    for label in dict.fromkeys(labels):
        if labels.count(label) > 1:
            yield Problem(
                "form.same_label",
                field="label",
                message=N_("«%(question)s» está dos veces en esta parte. Cambie una de las dos preguntas."),
                params={"question": label},
            )


def _question_problems(question: Question) -> Iterator[Problem]:
    if not _CODE.fullmatch(question.code):
        yield _odd_code(question.code, "label")
    if not 0 < len(question.label) <= MOST_LABEL:
        yield _limit(
            "form.label", "label", N_("Escriba la pregunta en %(most)s letras como máximo."), MOST_LABEL
        )
    if len(question.help) > MOST_HELP:
        yield _limit("form.help", "help", _HELP, MOST_HELP)
    yield from _option_problems(question)
    if not _fits(question):
        yield Problem(
            "form.limits",
            field="most",
            message=N_("Los límites de «%(question)s» no valen: %(range)s. Corríjalos o déjelos en blanco."),
            params={"question": question.label, "range": _range(question)},
        )


def _option_problems(question: Question) -> Iterator[Problem]:
    options = question.options
    if question.kind not in LISTED:
        if options:
            yield _about(
                "form.options", "options", N_("«%(question)s» no lleva lista. Borre sus opciones."), question
            )
        return
    if not 2 <= len(options) <= MOST_OPTIONS:
        yield Problem(
            "form.few_options",
            field="options",
            message=N_("La lista de «%(question)s» lleva de 2 a %(most)s opciones, una por línea."),
            params={"question": question.label, "most": str(MOST_OPTIONS)},
        )
    if len(set(options)) < len(options) or any(not 0 < len(option) <= MOST_OPTION for option in options):
        yield Problem(
            "form.bad_option",
            field="options",
            message=N_(
                "Cada opción de «%(question)s» es distinta y tiene %(most)s letras como máximo. Corrija la lista."
            ),
            params={"question": question.label, "most": str(MOST_OPTION)},
        )


def _fits(question: Question) -> bool:
    if question.widest is None or question.limits is None:
        return question.least is None and question.most is None
    (lowest, highest), (least, most) = question.widest, question.limits
    return lowest <= least <= most <= highest


def _range(question: Question) -> str:
    return "—" if question.widest is None else f"{question.widest[0]} – {question.widest[1]}"


def _condition_problems(form: ProfileForm) -> Iterator[Problem]:
    """Walk the questions in order: a condition may look back alone, so that no circle can be closed."""
    everything = {question.code for question in form.questions}
    earlier: dict[str, Question] = {}
    for question in form.questions:
        problem = _condition_problem(question, earlier, everything)
        if problem is not None:
            yield problem
        earlier[question.code] = question


def _condition_problem(
    question: Question, earlier: Mapping[str, Question], everything: set[str]
) -> Problem | None:
    condition = question.condition
    if condition is None:
        return None
    if condition.question not in everything:
        return _about("form.condition_unknown", "condition", _UNKNOWN, question)
    if condition.question not in earlier:
        return _about("form.condition_later", "condition", _LATER, question)
    if condition.answer not in earlier[condition.question].fixed_answers:
        return _about("form.condition_answer", "condition", _NO_ANSWER, question)
    return None


_HELP = N_("La ayuda lleva hasta %(most)s letras. Acórtela.")
_UNKNOWN = N_("«%(question)s» depende de una pregunta que ya no existe. Cambie o quite primero su condición.")
_LATER = N_(
    "«%(question)s» depende de una pregunta que viene después. Una condición solo mira las anteriores: "
    "cambie la condición o el orden."
)
_NO_ANSWER = N_(
    "«%(question)s» depende de una respuesta que no se ofrece. Elija una de las respuestas de la pregunta anterior."
)


def _about(code: str, field: str, message: str, question: Question) -> Problem:
    return Problem(code, field=field, message=message, params={"question": question.label})


def _limit(code: str, field: str, message: str, most: int) -> Problem:
    return Problem(code, field=field, message=message, params={"most": str(most)})


def _odd_code(code: str, field: str) -> Problem:
    return Problem(
        "form.bad_code",
        field=field,
        message=N_("El código «%(code)s» no vale. Quite lo que lo lleva y agréguelo otra vez."),
        params={"code": code},
    )
