"""The shape of a change of a code, and of the search among them."""

from flask_babel import lazy_gettext
from wtforms import RadioField
from wtforms.validators import InputRequired

from contest_portal.kernel.problems import N_
from contest_portal.registry.rules.code_changes import Change, CodeKind
from contest_portal.web.shared.fields import CleanTextField, DayField, required, worded_choices
from contest_portal.web.shared.forms import FilterForm, PortalForm

CODE_KIND_LABELS = {
    "I": N_("Distrito, código del INEI"),
    "R": N_("Distrito, código del RENIEC"),
    "C": N_("Centro poblado"),
}


class CodeChangeForm(PortalForm):
    """A change of a code."""

    kind = RadioField(
        lazy_gettext("¿Qué código cambió?"),
        [InputRequired(lazy_gettext("Elija qué código cambió."))],
        choices=worded_choices(CODE_KIND_LABELS, CODE_KIND_LABELS),
        default="I",
    )
    old_code = CleanTextField(
        lazy_gettext("Código antiguo"),
        [required(N_("Escriba el código que ya no vale."))],
        letters=40,
    )
    new_code = CleanTextField(
        lazy_gettext("Código nuevo"),
        [required(N_("Escriba el código que vale ahora."))],
        description=lazy_gettext("Si el antiguo se dividió en varios, registre un cambio por cada nuevo."),
        letters=40,
    )
    since = DayField(lazy_gettext("Vale desde"))
    source = CleanTextField(
        lazy_gettext("Documento que dispone el cambio"),
        [required(N_("Escriba el documento que dispone el cambio, con su número y fecha."))],
        description=lazy_gettext("Por ejemplo: la ley que crea el distrito, o el oficio del INEI."),
        column="code_change.source",
    )

    def change(self) -> Change:
        """Give the change typed."""
        return Change(
            CodeKind(self.kind.data),
            self.old_code.data or "",
            self.new_code.data or "",
            self.source.data or "",
        )


class CodeSearchForm(FilterForm):
    """Which changes to list."""

    text = CleanTextField(lazy_gettext("Código, antiguo o nuevo, o documento"), name="texto", letters=200)
