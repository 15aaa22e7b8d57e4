"""The shape of the designer's pages on the form of the profile: a part, a question, a step on the list."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, SelectField

from contest_portal.contests.rules.profile_form import (
    LISTED,
    MOST_ROWS,
    MOST_SOLES,
    Condition,
    FormSection,
    Question,
    QuestionKind,
    QuotationRules,
    SectionCode,
)
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import (
    CleanTextAreaField,
    CleanTextField,
    MoneyField,
    WholeNumberField,
    amount_in,
    required,
    worded_choices,
)
from contest_portal.web.shared.forms import VersionedForm
from contest_portal.web.shared.question_fields import answer_label
from contest_portal.web.staff.contest_fields import LinesField

PROPOSED_FROM = Money.soles(1_000)
QUESTION_KIND_LABELS: Mapping[str, str] = MappingProxyType(
    {
        QuestionKind.SHORT_TEXT: N_("Texto corto, en una línea"),
        QuestionKind.LONG_TEXT: N_("Texto largo"),
        QuestionKind.NUMBER: N_("Número entero"),
        QuestionKind.AMOUNT: N_("Monto en soles"),
        QuestionKind.DATE: N_("Fecha"),
        QuestionKind.YES_NO: N_("Sí o no"),
        QuestionKind.ONE_OF: N_("Una de una lista"),
        QuestionKind.SEVERAL_OF: N_("Varias de una lista"),
    }
)


class LimitField(WholeNumberField):
    """A limit of an answer, whatever it counts."""

    most = MOST_SOLES


class OptionsField(LinesField):
    """The options of a list, one per line."""

    def read_line(self, line: str) -> str:
        return line

    def write_line(self, thing: str) -> str:
        return thing


class PartForm(VersionedForm):
    """A part of the form."""

    title = CleanTextField(
        lazy_gettext("Título de la parte"),
        description=lazy_gettext("En blanco, una parte de siempre lleva su título de siempre."),
        letters=200,
    )
    help = CleanTextAreaField(
        lazy_gettext("Ayuda"),
        description=lazy_gettext(
            "Una o dos frases que digan al grupo qué escribir. En blanco, la de siempre."
        ),
        letters=4_000,
    )
    least_rows = WholeNumberField(
        lazy_gettext("Filas, como mínimo"), description=lazy_gettext("Con 0 la parte puede quedar vacía.")
    )
    most_rows = WholeNumberField(lazy_gettext("Filas, como máximo"))
    quotes = BooleanField(lazy_gettext("Pedir cotizaciones de proveedores"))
    quotes_from = MoneyField(
        lazy_gettext("De los bienes que cuestan desde"),
        description=lazy_gettext("El total de la fila. En blanco, de todos los bienes."),
    )
    quotes_count = WholeNumberField(lazy_gettext("Cotizaciones por bien"))
    quotes_reason = BooleanField(
        lazy_gettext("Puede costar más que la más barata si el grupo explica por qué")
    )

    @classmethod
    def of(cls, section: FormSection, version: int) -> "PartForm":
        """Show a part; one without tables has no rows to count."""
        names = ("title", "help", "least_rows", "most_rows")
        asked = section.quotations or QuotationRules(PROPOSED_FROM)
        form = cls(
            data={
                "version": version,
                **{name: getattr(section, name) for name in names},
                "quotes": section.quotations is not None,
                "quotes_from": asked.from_amount,
                "quotes_count": asked.count,
                "quotes_reason": asked.reason_allowed,
            }
        )
        if not section.has_rows:
            del form.least_rows, form.most_rows
        if section.code != SectionCode.GOODS:
            del form.quotes, form.quotes_from, form.quotes_count, form.quotes_reason
        return form

    def section(self, code: str) -> FormSection:
        """Give the part as typed, without its questions; no most rows are as many as there may be."""
        counted = "most_rows" in self
        return FormSection(
            code,
            title=self.title.data or "",
            help=self.help.data or "",
            least_rows=(self.least_rows.data or 0) if counted else 0,
            most_rows=MOST_ROWS if not counted or self.most_rows.data is None else self.most_rows.data,
            quotations=self._quotations(),
        )

    def _quotations(self) -> QuotationRules | None:
        if "quotes" not in self or not self.quotes.data:
            return None
        return QuotationRules(
            amount_in(self.quotes_from), self.quotes_count.data or 0, bool(self.quotes_reason.data)
        )


class QuestionForm(VersionedForm):
    """A question."""

    label = CleanTextField(lazy_gettext("Pregunta"), [required(N_("Escriba la pregunta."))], letters=1_000)
    help = CleanTextAreaField(
        lazy_gettext("Ayuda"),
        description=lazy_gettext("Una frase o un ejemplo, si hace falta."),
        letters=4_000,
    )
    kind = SelectField(
        lazy_gettext("Cómo se contesta"), choices=worded_choices(QUESTION_KIND_LABELS, QuestionKind)
    )
    options = OptionsField(
        lazy_gettext("Opciones de la lista"),
        description=lazy_gettext("Una por línea. Solo si se contesta con una lista."),
    )
    required = BooleanField(lazy_gettext("Hay que contestarla para enviar el perfil"))
    least = LimitField(
        lazy_gettext("Mínimo"),
        description=lazy_gettext(
            "De un número, su valor; de un monto, soles; de un texto, letras; de una lista, cuántas se marcan."
        ),
    )
    most = LimitField(lazy_gettext("Máximo"), description=lazy_gettext("En blanco, sin otro límite."))
    condition = SelectField(
        lazy_gettext("Cuándo se pregunta"),
        validate_choice=False,
        description=lazy_gettext("Siempre, o solo según la respuesta a una pregunta anterior."),
    )

    @classmethod
    def of(cls, question: Question, earlier: Iterable[Question], version: int) -> "QuestionForm":
        """Show a question; `earlier` are those whose answers it may hang on."""
        names = ("label", "help", "options", "required", "least", "most")
        form = cls(
            data={
                "version": version,
                "kind": question.kind.value,
                "condition": _condition_value(question.condition),
                **{name: getattr(question, name) for name in names},
            }
        )
        form.condition.choices = _conditions(earlier, question.condition)
        return form

    def question(self, code: str) -> Question:
        """Give the question as typed; a list that its kind does not offer is left out."""
        kind = QuestionKind(self.kind.data)
        source, _, answer = (self.condition.data or "").partition("=")
        return Question(
            code,
            kind,
            label=self.label.data or "",
            help=self.help.data or "",
            required=bool(self.required.data),
            options=self.options.data or () if kind in LISTED else (),
            least=self.least.data,
            most=self.most.data,
            condition=Condition(source, answer) if source else None,
        )


class StepForm(VersionedForm):
    """A step on the list: what is done to which part, or to which of its questions."""

    step = CleanTextField(letters=40)
    section = CleanTextField(letters=40)
    question = CleanTextField(name="question_code", letters=40)


def _condition_value(condition: Condition | None) -> str:
    return "" if condition is None else f"{condition.question}={condition.answer}"


def _conditions(earlier: Iterable[Question], chosen: Condition | None) -> dict[str, str]:
    """Offer every fixed answer of every earlier question; one chosen before stays on the list to be seen."""
    offered = {
        _condition_value(Condition(question.code, answer)): gettext(
            "Si en «%(question)s» responde «%(answer)s»", question=question.label, answer=answer_label(answer)
        )
        for question in earlier
        for answer in question.fixed_answers
    }
    value = _condition_value(chosen)
    lost = {} if not value or value in offered else {value: gettext("Una respuesta que ya no se ofrece")}
    return {"": gettext("Siempre"), **offered, **lost}
