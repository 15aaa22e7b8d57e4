"""The shape of what the pages of the outside sources ask for."""

from collections.abc import Mapping

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, SelectField

from contest_portal.kernel.problems import N_
from contest_portal.registry.queries.conflicts import ConflictFilter
from contest_portal.web.shared.fields import CleanTextAreaField, CleanTextField, WholeNumberField, required
from contest_portal.web.shared.forms import FilterForm, PortalForm, VersionedForm
from contest_portal.web.staff.registry_source_view import CONFLICT_FIELD_LABELS


class PrecedenceForm(PortalForm):
    """What every source has: a name, and its place among the others."""

    name = CleanTextField(
        lazy_gettext("Nombre de la fuente"),
        [required(N_("Escriba el nombre de la fuente."))],
        column="registry_source.name",
    )
    precedence = WholeNumberField(
        lazy_gettext("Orden de confianza"),
        [required(N_("Escriba el orden de confianza."))],
        description=lazy_gettext(
            "De 1 a 99. Si dos fuentes dicen cosas distintas, vale lo que dice la que tiene el número menor."
        ),
    )


class SourceForm(PrecedenceForm):
    """An outside registry."""

    base_address = CleanTextField(
        lazy_gettext("Dirección"),
        [required(N_("Escriba la dirección de la fuente."))],
        description=lazy_gettext("La da quien administra la fuente. Empieza con https://"),
        column="registry_source.base_address",
    )
    token_variable = CleanTextField(
        lazy_gettext("Variable de la clave de acceso"),
        [required(N_("Escriba el nombre de la variable que guarda la clave."))],
        description=lazy_gettext(
            "El nombre, no la clave. Por ejemplo REGISTRY_TOKEN_SISFOH. Quien administra el servidor pone ahí la clave."
        ),
        column="registry_source.token_variable",
    )


class NewSourceForm(SourceForm):
    """A source that is being registered."""

    code = CleanTextField(
        lazy_gettext("Código"),
        [required(N_("Escriba un código corto para la fuente."))],
        description=lazy_gettext("Corto y sin espacios, por ejemplo sisfoh. Después no se cambia."),
        column="registry_source.code",
    )


class EditSourceForm(VersionedForm, SourceForm):
    """A source that exists."""

    is_active = BooleanField(lazy_gettext("En uso: se puede sincronizar"))


class EditFilesForm(VersionedForm, PrecedenceForm):
    """The source that files belong to: it has no address."""


class ConflictFilterForm(FilterForm):
    """What the list of differences is narrowed by."""

    source = SelectField(lazy_gettext("Fuente"), name="fuente", validate_choice=False)
    field = SelectField(lazy_gettext("Dato"), name="dato", validate_choice=False)
    state = SelectField(lazy_gettext("Estado"), name="estado", validate_choice=False)

    def __init__(self, sources: Mapping[str, str]) -> None:
        super().__init__()
        fields = [(code, gettext(label)) for code, label in CONFLICT_FIELD_LABELS.items()]
        self.source.choices = [("", gettext("Todas")), *sources.items()]
        self.field.choices = [("", gettext("Todos")), *fields]
        self.state.choices = [("", gettext("Por revisar")), ("cerradas", gettext("Cerradas"))]

    def wanted(self) -> ConflictFilter:
        """Give the filter for the list."""
        return conflict_filter(self.source.data or "", self.field.data or "", self.state.data or "")


class CloseConflictForm(VersionedForm):
    """What came of looking into a difference."""

    note = CleanTextAreaField(
        lazy_gettext("Qué se averiguó y qué se hizo"),
        [required(N_("Escriba qué se averiguó y qué se hizo."))],
        description=lazy_gettext("Por ejemplo: la familia confirmó que vive en el otro centro poblado."),
        column="source_conflict.note",
    )


def conflict_filter(source: str, field: str, state: str) -> ConflictFilter:
    """Make the filter of what was asked; an unknown field is none."""
    return ConflictFilter(source, field if field in CONFLICT_FIELD_LABELS else "", state == "cerradas")
