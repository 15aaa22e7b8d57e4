"""The form that proposes to move money between the envelopes of a contest."""

from collections.abc import Iterable

from flask_babel import lazy_gettext
from wtforms import SelectField

from contest_portal.allocation.move_queries import MovePlace
from contest_portal.allocation.rules.moves import MoveWish
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import CleanTextAreaField, MoneyField, amount_in, required
from contest_portal.web.shared.filters import money
from contest_portal.web.shared.forms import PortalForm


class MoveForm(PortalForm):
    """From where to where, how much and why. The fund is the place 0."""

    source = SelectField(lazy_gettext("Sale de"), coerce=int)
    target = SelectField(lazy_gettext("Va a"), coerce=int)
    amount = MoneyField(lazy_gettext("Monto"), [required(N_("Escriba el monto que se mueve."))])
    reason = CleanTextAreaField(
        lazy_gettext("Motivo"),
        [required(N_("Escriba el motivo: queda en el acto."))],
        description=lazy_gettext("Queda en el acto, tal como lo escribe."),
        column="envelope_move.reason",
    )

    def offer(self, places: Iterable[MovePlace]) -> None:
        """Offer the places, each with what is free there."""
        choices = [(place.number, f"{place.name} ({money(place.free)})") for place in places]
        self.source.choices, self.target.choices = choices, choices

    @property
    def wish(self) -> MoveWish:
        """Give what is asked."""
        return MoveWish(
            self.source.data or None, self.target.data or None, amount_in(self.amount), self.reason.data or ""
        )
