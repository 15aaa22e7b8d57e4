"""The shape of the designer's plain parts: basics, dates, territory, lines, money, scoring."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, FieldList, FormField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from contest_portal.allocation.rules.registry import RULES
from contest_portal.contests.models import ProductionLine
from contest_portal.contests.rules.follow_up_rules import FollowUpRules
from contest_portal.contests.rules.rulebook import BudgetRules, Calendar, Category, GroupRules, Rulebook
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import (
    CleanTextAreaField,
    CleanTextField,
    DayField,
    InstantField,
    MoneyField,
    WholeNumberField,
    amount_in,
    required,
)
from contest_portal.web.shared.forms import VersionedForm
from contest_portal.web.shared.rows import RowForm
from contest_portal.web.staff.contest_fields import SPARE_ROWS


class ChecklistField(SelectMultipleField):
    """Several choices as checkboxes; none is an answer too."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class BasicsForm(VersionedForm):
    """What the contest is called, what it is for and where it is held."""

    title = CleanTextField(
        lazy_gettext("Nombre del concurso"),
        [required(N_("Escriba el nombre del concurso."))],
        column="contest.title",
    )
    code = CleanTextField(
        lazy_gettext("Código"),
        [required(N_("Escriba el código del concurso."))],
        description=lazy_gettext("Mayúsculas sin tilde, números y guiones, por ejemplo I-2026-LIRCAY."),
        column="contest.code",
    )
    purpose = CleanTextAreaField(
        lazy_gettext("Para qué es el concurso"),
        description=lazy_gettext("Una o dos frases: es lo primero que leerán los grupos."),
        letters=10_000,
    )
    venue = CleanTextField(
        lazy_gettext("Lugar de la presentación pública"),
        description=lazy_gettext("Por ejemplo: plaza de armas de Lircay, desde las 8:00."),
        letters=200,
    )


class CalendarForm(VersionedForm):
    """The dates in the order in which they come."""

    opens_at = InstantField(
        lazy_gettext("La recepción abre"), [required(N_("Escriba cuándo abre la recepción."))]
    )
    closes_at = InstantField(
        lazy_gettext("La recepción cierra"),
        [required(N_("Escriba cuándo cierra la recepción."))],
        description=lazy_gettext("Hora de Lima. A esa hora exacta ya no se recibe ningún perfil."),
    )
    field_from = DayField(
        lazy_gettext("La evaluación de campo empieza"),
        [required(N_("Escriba cuándo empieza la evaluación de campo."))],
    )
    field_to = DayField(
        lazy_gettext("La evaluación de campo termina"),
        [required(N_("Escriba cuándo termina la evaluación de campo."))],
    )
    public_on = DayField(
        lazy_gettext("Día de la presentación pública"),
        [required(N_("Escriba el día de la presentación pública."))],
    )
    results_on = DayField(
        lazy_gettext("Día de publicación de resultados"),
        [required(N_("Escriba el día de publicación de resultados."))],
    )

    grace_minutes = WholeNumberField(
        lazy_gettext("Minutos de tolerancia"),
        description=lazy_gettext(
            "Después del cierre, para enviar lo que se empezó antes. Vacío o 0: ninguno."
        ),
    )
    late_codes = BooleanField(
        lazy_gettext("La oficina puede dar códigos para que un grupo envíe después del cierre")
    )
    questions_until = DayField(
        lazy_gettext("Último día para consultas"),
        description=lazy_gettext(
            "Hasta ese día los grupos preguntan en el portal. Vacío: no se reciben consultas."
        ),
    )

    paper_days = WholeNumberField(
        lazy_gettext("Días para transcribir lo recibido en papel"),
        description=lazy_gettext(
            "Después del cierre, para lo que la oficina recibió en papel antes de él. Vacío: 3 días."
        ),
    )

    observation_days = WholeNumberField(
        lazy_gettext("Días hábiles para observar el resultado"),
        description=lazy_gettext(
            "Desde el día siguiente de anunciarlo. Vacío: 3 días; 0: no se reciben observaciones."
        ),
    )

    def calendar(self) -> Calendar:
        """Give the dates; every one is required but the last day of questions, the grace and what counts days."""
        typed = {name: self[name].data for name in Calendar.__dataclass_fields__}
        for name in ("paper_days", "observation_days"):
            if typed[name] is None:
                del typed[name]
        return Calendar(**typed | {"grace_minutes": self.grace_minutes.data or 0})


class TerritoryForm(VersionedForm):
    """The districts chosen, and those found by a search that may be added."""

    territory = ChecklistField(lazy_gettext("Distritos del concurso"), validate_choice=False)
    found = ChecklistField(lazy_gettext("Distritos encontrados"), validate_choice=False)

    def wanted(self) -> tuple[str, ...]:
        """Give the districts ticked in either list."""
        return (*(self.territory.data or ()), *(self.found.data or ()))


class LinesForm(VersionedForm):
    """The lines of the catalogue that the contest admits."""

    lines = ChecklistField(lazy_gettext("Líneas admitidas"), validate_choice=False)

    def __init__(self, catalogue: Iterable[ProductionLine], **data: Any) -> None:
        super().__init__(**data)
        self.lines.choices = [(line.code, line.name) for line in catalogue]


class CategoryRow(RowForm):
    """A category with its envelope."""

    code = CleanTextField(lazy_gettext("Código"), column="envelope.category_code")
    name = CleanTextField(lazy_gettext("Nombre"), letters=200)
    envelope = MoneyField(lazy_gettext("Sobre"))


class CategoriesForm(VersionedForm):
    """The money of the contest and its envelopes."""

    fund = MoneyField(lazy_gettext("Monto del concurso"), [required(N_("Escriba el monto del concurso."))])
    envelopes = FieldList(FormField(CategoryRow))

    @classmethod
    def of(cls, book: Rulebook, version: int) -> "CategoriesForm":
        """Show the envelopes with spare rows below."""
        rows = [{"code": c.code, "name": c.name, "envelope": c.envelope} for c in book.categories]
        return cls(data={"version": version, "fund": book.fund, "envelopes": [*rows, *[{}] * SPARE_ROWS]})

    def categories(self) -> tuple[Category, ...]:
        """Give the rows in which something was typed."""
        return tuple(
            Category(
                (row.form.code.data or "").upper(), row.form.name.data or "", amount_in(row.form.envelope)
            )
            for row in self.envelopes
            if not row.form.is_blank
        )


class BudgetForm(VersionedForm):
    """What may be asked for, how an award is split, who may form a group, and the allocation rule."""

    min_award = MoneyField(lazy_gettext("Premio mínimo"), [required(N_("Escriba el premio mínimo."))])
    max_award = MoneyField(lazy_gettext("Premio máximo"), [required(N_("Escriba el premio máximo."))])
    goods_percent = WholeNumberField(
        lazy_gettext("Para bienes (porcentaje)"), [required(N_("Escriba el porcentaje para bienes."))]
    )
    assistance_percent = WholeNumberField(
        lazy_gettext("Para asistencia técnica (porcentaje)"),
        [required(N_("Escriba el porcentaje para asistencia técnica."))],
    )
    min_counterpart_percent = WholeNumberField(
        lazy_gettext("Contrapartida mínima del grupo (porcentaje de lo que pide)"),
        [required(N_("Escriba el porcentaje de contrapartida; 0 si no se pide."))],
    )
    first_percent = WholeNumberField(
        lazy_gettext("Primera transferencia (porcentaje del premio)"),
        [required(N_("Escriba el porcentaje de la primera transferencia; 100 si es una sola."))],
        description=lazy_gettext("El resto se transfiere después. Con 100 hay una sola transferencia."),
    )
    counterpart_percent = WholeNumberField(
        lazy_gettext("Contrapartida puesta antes de la primera transferencia (porcentaje)"),
        [required(N_("Escriba el porcentaje; 0 si no se espera."))],
    )
    accounted_percent = WholeNumberField(
        lazy_gettext("Rendido antes de la segunda transferencia (porcentaje de lo recibido)"),
        [required(N_("Escriba el porcentaje; 0 si no se espera."))],
    )
    sign_days = WholeNumberField(
        lazy_gettext("Días para firmar el convenio, desde que se emite"),
        [required(N_("Escriba cuántos días tiene el grupo para firmar."))],
        description=lazy_gettext(
            "Si no firma, el premio se puede anular y se llama al siguiente de la reserva."
        ),
    )
    answer_days = WholeNumberField(
        lazy_gettext("Días hábiles para aceptar un llamado de la reserva"),
        [required(N_("Escriba cuántos días hábiles tiene el grupo para aceptar."))],
    )
    min_households = WholeNumberField(
        lazy_gettext("Hogares por grupo, como mínimo"), [required(N_("Escriba el mínimo de hogares."))]
    )
    max_households = WholeNumberField(
        lazy_gettext("Hogares por grupo, como máximo"), [required(N_("Escriba el máximo de hogares."))]
    )
    one_group_per_household = BooleanField(lazy_gettext("Un hogar participa en un solo grupo"))
    targeted_centres_only = BooleanField(
        lazy_gettext("Todos los integrantes viven en centros poblados focalizados")
    )
    within_territory = BooleanField(lazy_gettext("Todos los integrantes viven en los distritos del concurso"))
    months_between_awards = WholeNumberField(
        lazy_gettext("Meses entre premios de un mismo hogar"),
        description=lazy_gettext(
            "Un hogar premiado en otro concurso vuelve a participar en los que abran pasados estos meses, contados "
            "desde el anuncio del premio. Con 0 no se pide y solo la oficina ve el aviso."
        ),
    )
    valid_class_only = BooleanField(
        lazy_gettext("Solo hogares con la clasificación SISFOH vigente"),
        description=lazy_gettext(
            "Dura tres años. Sin marcar, el grupo ve un aviso si la de un hogar venció antes de que abra el concurso, "
            "y puede participar."
        ),
    )
    sign_off = BooleanField(
        lazy_gettext("El grupo da su conformidad antes de enviar"),
        description=lazy_gettext(
            "Quien preside el grupo confirma que le leyeron el perfil y está de acuerdo. Si el perfil cambia después, "
            "se pide otra vez."
        ),
    )
    members_confirming = WholeNumberField(
        lazy_gettext("Integrantes que también deben confirmar"),
        description=lazy_gettext("Además de quien preside. Con 0 basta quien preside."),
    )
    allocation_rule = SelectField(lazy_gettext("Regla de reparto"), validate_choice=False)

    def __init__(self, **data: Any) -> None:
        super().__init__(**data)
        self.allocation_rule.choices = [(rule.code, gettext(rule.label)) for rule in RULES.values()]

    def budget(self) -> BudgetRules:
        """Give the rules of money."""
        return BudgetRules(**{name: self[name].data for name in BudgetRules.__dataclass_fields__})

    def follow_up(self) -> FollowUpRules:
        """Give the rules of what follows an award."""
        first = self.first_percent.data
        parts = (first,) if first == 100 else (first, 100 - first)
        return FollowUpRules(
            parts,
            self.counterpart_percent.data,
            self.accounted_percent.data,
            self.sign_days.data,
            self.answer_days.data,
        )

    def group(self) -> GroupRules:
        """Give the rules of groups; a number not typed is none asked for."""
        rules = {name: self[name].data for name in GroupRules.__dataclass_fields__}
        return GroupRules(
            **rules | {name: rules[name] or 0 for name in ("months_between_awards", "members_confirming")}
        )
