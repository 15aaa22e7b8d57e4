"""The shape of what the pages of components ask for."""

from collections.abc import Iterable

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Length

from contest_portal.kernel.problems import N_
from contest_portal.registry.queries.components import KindLine, RecordLine
from contest_portal.registry.queries.nuclei import CentralLine
from contest_portal.registry.queries.territory import Place
from contest_portal.registry.rules.component_records import (
    FIRST_STATES,
    MAX_INPUTS,
    MAX_NOTE,
    MAX_NUMBER,
    MAX_REASON,
    MAX_TRAINER,
    ComponentDetails,
)
from contest_portal.registry.rules.components import MAX_NAME, MAX_PHRASE, MAX_UNIT, RECORDED, KindWords
from contest_portal.web.shared.fields import (
    CleanTextAreaField,
    CleanTextField,
    DayField,
    MoneyField,
    WholeNumberField,
    required,
    whole_number,
    worded_choices,
)
from contest_portal.web.shared.forms import FilterForm, PortalForm, VersionedForm
from contest_portal.web.shared.labels import (
    COMPONENT_ACTION_LABELS,
    COMPONENT_LABELS,
    COMPONENT_STATE_LABELS,
)


def _at_most(letters: int) -> Length:
    message = lazy_gettext("El texto es muy largo. Escriba %(most)s letras como máximo.", most=letters)
    return Length(max=letters, message=message)


class CountField(WholeNumberField):
    """A whole number greater than zero; None when nothing was typed."""

    least, most = 1, MAX_NUMBER
    refusal = N_("«%(value)s» no vale aquí. Escriba un número entero mayor que cero, sin decimales.")


class DetailsForm(PortalForm):
    """What is written of a record beside its kind and state."""

    on_date = DayField(
        lazy_gettext("Fecha"),
        [required(N_("Escriba la fecha."))],
        description=lazy_gettext("El día en que el hogar lo recibió; si está previsto, el día en que toca."),
    )
    quantity = CountField(
        lazy_gettext("Cantidad"),
        description=lazy_gettext("En la unidad que figura junto al tipo. Si no la tiene, déjela vacía."),
    )
    trainer = CleanTextField(
        lazy_gettext("Yachachiq que lo enseñó"),
        [_at_most(MAX_TRAINER)],
        description=lazy_gettext("El nombre tal como está en el cuaderno de campo."),
        column="component_record.trainer",
    )
    counterpart_days = CountField(lazy_gettext("Contrapartida: jornales del hogar"))
    counterpart_inputs = CleanTextField(
        lazy_gettext("Contrapartida: insumos"),
        [_at_most(MAX_INPUTS)],
        description=lazy_gettext("Por ejemplo: adobes, madera, semilla propia."),
        column="component_record.counterpart_inputs",
    )
    counterpart_value = MoneyField(
        lazy_gettext("Valor de los insumos"), description=lazy_gettext("Solo si se valorizaron.")
    )
    note = CleanTextAreaField(lazy_gettext("Nota"), [_at_most(MAX_NOTE)], column="component_record.note")

    def details(self) -> ComponentDetails:
        """Give the details typed; call after the form is valid."""
        return ComponentDetails(
            quantity=self.quantity.data,
            trainer=self.trainer.data or "",
            counterpart_days=self.counterpart_days.data,
            counterpart_inputs=self.counterpart_inputs.data or "",
            counterpart_value=self.counterpart_value.data,
            note=self.note.data or "",
        )


class NewRecordForm(DetailsForm):
    """A new record of a household."""

    kind_id = SelectField(
        lazy_gettext("Qué recibió"),
        [InputRequired(lazy_gettext("Elija qué recibió el hogar."))],
    )
    state = RadioField(
        lazy_gettext("Estado"),
        [InputRequired(lazy_gettext("Elija el estado."))],
        choices=worded_choices(COMPONENT_STATE_LABELS, FIRST_STATES),
        default="delivered",
    )

    def offer(self, kinds: Iterable[KindLine]) -> None:
        """Set the kinds to choose from, those in use, by component."""
        active = [kind for kind in kinds if kind.is_active]
        self.kind_id.choices = {
            "": [("", gettext("Elija…"))],
            **{
                gettext(COMPONENT_LABELS[component]): [
                    (str(kind.kind_id), _with_unit(kind)) for kind in active if kind.component == component
                ]
                for component in RECORDED
            },
        }


class CorrectionForm(VersionedForm, DetailsForm):
    """A record as it was read."""


class MoveForm(VersionedForm):
    """A change of state and its day."""

    action = RadioField(lazy_gettext("Qué pasó"), [InputRequired(lazy_gettext("Elija qué pasó."))])
    on_date = DayField(lazy_gettext("Fecha en que pasó"), [required(N_("Escriba la fecha."))])

    def offer(self, record: RecordLine) -> None:
        """Set the changes that are possible from here."""
        self.action.choices = [(code, gettext(COMPONENT_ACTION_LABELS[code])) for code in record.actions]


class VoidRecordForm(VersionedForm):
    """Why a record is void."""

    reason = CleanTextAreaField(
        lazy_gettext("Motivo"),
        [required(N_("Escriba por qué se anula el registro.")), _at_most(MAX_REASON)],
        description=lazy_gettext("Por ejemplo: se registró en el hogar equivocado."),
        column="component_record.void_reason",
    )


class KindWordsForm(PortalForm):
    """What a kind is called."""

    name = CleanTextField(
        lazy_gettext("Nombre"),
        [required(N_("Escriba el nombre.")), _at_most(MAX_NAME)],
        column="component_kind.name",
    )
    phrase = CleanTextField(
        lazy_gettext("Qué hacen los hogares que lo tienen"),
        [
            required(N_("Escriba qué hacen los hogares que lo tienen, por ejemplo: crían cuyes.")),
            _at_most(MAX_PHRASE),
        ],
        description=lazy_gettext(
            "Completa la frase «De los 6 hogares de este grupo, 5 …», por ejemplo: crían cuyes."
        ),
        column="component_kind.phrase",
    )
    unit = CleanTextField(
        lazy_gettext("Unidad en que se cuenta"),
        [_at_most(MAX_UNIT)],
        description=lazy_gettext("Por ejemplo: m², cuyes, módulos. Vacía si no se cuenta."),
        column="component_kind.unit",
    )

    def words(self) -> KindWords:
        """Give the words typed; call after the form is valid."""
        return KindWords(self.name.data or "", self.phrase.data or "", self.unit.data or None)


class NewKindForm(KindWordsForm):
    """A new kind."""

    component = RadioField(
        lazy_gettext("Componente"),
        [InputRequired(lazy_gettext("Elija a qué componente pertenece."))],
        choices=worded_choices(COMPONENT_LABELS, RECORDED),
    )


class EditKindForm(VersionedForm, KindWordsForm):
    """A kind as it was read."""


class TotalsFilterForm(FilterForm):
    """Where and when to count."""

    central = SelectField(lazy_gettext("NEC"), name="nec", validate_choice=False)
    centre = SelectField(lazy_gettext("Centro poblado"), name="centro", validate_choice=False)
    year = SelectField(lazy_gettext("Recibido en"), name="anio", validate_choice=False)

    def offer(self, centrals: Iterable[CentralLine], centres: Iterable[Place], years: Iterable[int]) -> None:
        """Set the choices."""
        every = [(str(line.central_id), f"{line.name} ({line.years})") for line in centrals]
        self.central.choices = [("", gettext("Todo el programa")), *every]
        self.centre.choices = [("", gettext("Todos")), *((place.code, place.name) for place in centres)]
        self.year.choices = [("", gettext("Cualquier año")), *((str(year), str(year)) for year in years)]

    def asked_central(self) -> int | None:
        """Give the central nucleus asked for, if one was."""
        return whole_number(self.central.data or "")

    def asked_centre(self) -> str | None:
        """Give the centre asked for, if one was."""
        code = self.centre.data or ""
        return code if len(code) == 10 and code.isascii() and code.isdigit() else None

    def asked_year(self) -> int | None:
        """Give the year asked for, if one was."""
        year = whole_number(self.year.data or "")
        return year if year is not None and 2000 <= year <= 2100 else None


def _with_unit(kind: KindLine) -> str:
    return f"{kind.name} ({kind.unit})" if kind.unit else kind.name
