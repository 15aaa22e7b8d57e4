"""The shape of what the pages of social programmes ask for."""

from collections.abc import Iterable

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField
from wtforms.validators import InputRequired, Length

from contest_portal.kernel.problems import N_
from contest_portal.registry.queries.memberships import ProgrammeLine
from contest_portal.registry.rules.memberships import MAX_EVIDENCE, MAX_NAME, Period
from contest_portal.web.shared.fields import CleanTextAreaField, CleanTextField, DayField, required
from contest_portal.web.shared.forms import PortalForm, VersionedForm


def _at_most(letters: int) -> Length:
    message = lazy_gettext("El texto es muy largo. Escriba %(most)s letras como máximo.", most=letters)
    return Length(max=letters, message=message)


class ProgrammeForm(PortalForm):
    """What a programme is called."""

    name = CleanTextField(
        lazy_gettext("Nombre"),
        [required(N_("Escriba el nombre.")), _at_most(MAX_NAME)],
        description=lazy_gettext("Como lo conoce la gente, por ejemplo: Pensión 65."),
        column="social_programme.name",
    )


class RenameProgrammeForm(VersionedForm, ProgrammeForm):
    """A programme as it was read."""


class MembershipForm(PortalForm):
    """Which programme, from when, until when, and how it is known."""

    programme_id = SelectField(lazy_gettext("Programa"), [InputRequired(lazy_gettext("Elija el programa."))])
    since = DayField(lazy_gettext("Desde"), [required(N_("Escriba desde qué día pertenece."))])
    until = DayField(
        lazy_gettext("Hasta"), description=lazy_gettext("El último día. Vacío si sigue en el programa.")
    )
    evidence = CleanTextAreaField(
        lazy_gettext("Cómo se sabe"),
        [required(N_("Escriba cómo se sabe: qué papel se vio o quién lo informó."))],
        description=lazy_gettext("Por ejemplo: mostró su carné en la visita. Sin números de DNI."),
        render_kw={"maxlength": MAX_EVIDENCE},
        column="membership.evidence",
    )

    def offer(self, programmes: Iterable[ProgrammeLine]) -> None:
        """Set the programmes to choose from, those in use."""
        active = [(str(one.programme_id), one.name) for one in programmes if one.is_active]
        self.programme_id.choices = [("", gettext("Elija…")), *active]

    @property
    def period(self) -> Period:
        """Give the days typed; call after the form is valid."""
        return Period(self.since.data, self.until.data)


class EndMembershipForm(VersionedForm):
    """The last day of a membership."""

    until = DayField(
        lazy_gettext("Último día en el programa"), [required(N_("Escriba el último día en el programa."))]
    )


class VoidMembershipForm(VersionedForm):
    """Why a membership is void."""

    reason = CleanTextAreaField(
        lazy_gettext("Motivo"),
        [required(N_("Escriba por qué se anula, en una frase."))],
        description=lazy_gettext("Por ejemplo: se anotó en el hogar equivocado."),
        render_kw={"maxlength": MAX_EVIDENCE},
        column="membership.void_reason",
    )
