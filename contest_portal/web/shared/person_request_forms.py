"""The forms of a request of the person concerned, as a group files it and as the office enters it."""

from collections.abc import Iterable

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from contest_portal.accounts.models import Office
from contest_portal.kernel.problems import N_
from contest_portal.registry.rules.person_requests import LEAST_TEXT, MOST_TEXT
from contest_portal.web.shared.fields import CleanTextAreaField, required, worded_choices
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.person_request_labels import REQUEST_KIND_LABELS


class PersonRequestForm(PortalForm):
    """What is asked for, in the person's words, and which office answers."""

    kind = RadioField(
        lazy_gettext("¿Qué pide la persona?"),
        [InputRequired(lazy_gettext("Elija qué pide la persona."))],
        choices=worded_choices(REQUEST_KIND_LABELS, REQUEST_KIND_LABELS),
        name="derecho",
    )
    text = CleanTextAreaField(
        lazy_gettext("Lo que pide, con sus palabras"),
        [required(N_("Escriba lo que pide la persona."))],
        description=lazy_gettext(
            "De %(least)s a %(most)s letras. No escriba DNI.", least=LEAST_TEXT, most=MOST_TEXT
        ),
        name="pedido",
        column="person_request.text",
    )
    office = SelectField(
        lazy_gettext("Oficina que responde"), [required(N_("Elija la oficina."))], name="oficina"
    )

    def offer_offices(self, offices: Iterable[Office]) -> None:
        """Offer the offices; where there is one alone it is chosen."""
        names = [(str(one.id), one.name) for one in offices]
        self.office.choices = names if len(names) == 1 else [("", gettext("Elija una")), *names]
