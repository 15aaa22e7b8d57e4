"""The shape of an amendment: what may change now, and why."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, Field, FieldList, FormField, HiddenField

from contest_portal.contests.rules.amendments import Item, Proposal, proposal_of
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.amendment_view import ITEM_LABELS
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

DATES = tuple(Item)[:6]
LATE = (Item.GRACE_MINUTES.value, Item.LATE_CODES.value)


class EnvelopeRow(RowForm):
    """The envelope of a category; nothing typed leaves it as it is."""

    code = HiddenField()
    envelope = MoneyField(lazy_gettext("Sobre"))


class AmendmentForm(VersionedForm):
    """What the rules would say. Fields of what may not change now are left out."""

    opens_at = InstantField(lazy_gettext(ITEM_LABELS[Item.OPENS_AT]))
    closes_at = InstantField(
        lazy_gettext(ITEM_LABELS[Item.CLOSES_AT]),
        description=lazy_gettext("Hora de Lima. Si el plazo ya pasó, una fecha por venir lo abre de nuevo."),
    )
    field_from = DayField(lazy_gettext(ITEM_LABELS[Item.FIELD_FROM]))
    field_to = DayField(lazy_gettext(ITEM_LABELS[Item.FIELD_TO]))
    public_on = DayField(lazy_gettext(ITEM_LABELS[Item.PUBLIC_ON]))
    results_on = DayField(lazy_gettext(ITEM_LABELS[Item.RESULTS_ON]))
    venue = CleanTextField(lazy_gettext(ITEM_LABELS[Item.VENUE]), letters=200)
    purpose = CleanTextAreaField(lazy_gettext(ITEM_LABELS[Item.PURPOSE]), letters=10_000)
    clarification = CleanTextAreaField(
        lazy_gettext("Aclaración que se agrega"),
        description=lazy_gettext("Responde a una duda sin cambiar ninguna regla. Las anteriores se quedan."),
        letters=10_000,
    )
    max_award = MoneyField(
        lazy_gettext(ITEM_LABELS[Item.MAX_AWARD]), description=lazy_gettext("Un monto solo puede subir.")
    )
    grace_minutes = WholeNumberField(
        lazy_gettext(ITEM_LABELS[Item.GRACE_MINUTES]),
        description=lazy_gettext("Solo se puede ampliar."),
    )
    late_codes = BooleanField(lazy_gettext(ITEM_LABELS[Item.LATE_CODES]))
    envelopes = FieldList(FormField(EnvelopeRow), lazy_gettext("Sobres"))
    reason = CleanTextAreaField(
        lazy_gettext("Motivo de la enmienda"),
        [required(N_("Escriba el motivo: se publica con la enmienda."))],
        description=lazy_gettext("Lo leerán los grupos y queda para siempre junto a las bases."),
        column="amendment.reason",
    )

    def __init__(self, shown: Rulebook, base: Rulebook, items: Collection[Item], **data: Any) -> None:
        self.base = base
        proposal = proposal_of(shown, base=base)
        rows = [{"code": code, "envelope": amount} for code, amount in proposal.envelopes.items()]
        dates = {item.value: getattr(proposal.calendar, item) for item in DATES}
        texts = {name: getattr(proposal, name) for name in ("venue", "purpose", "clarification", "max_award")}
        late = {name: getattr(proposal.calendar, name) for name in LATE}
        super().__init__(data={**dates, **texts, **late, "envelopes": rows, **data})
        for item in set(Item) - set(items):
            del self[item.value]

    @property
    def dates(self) -> list[Field]:
        """Give the fields of the calendar that may move."""
        return [self[item.value] for item in DATES if item.value in self]

    @property
    def envelope_rows(self) -> list[EnvelopeRow]:
        """Give the envelopes, each under the name of its category; none when they may not rise."""
        if Item.ENVELOPES.value not in self:
            return []
        names = {category.code: category.name for category in self.base.categories}
        rows = [row.form for row in self.envelopes if row.form.code.data in names]
        for row in rows:
            row.envelope.label.text = names[str(row.code.data)]
        return rows

    def proposal(self) -> Proposal:
        """Give what was typed; what was left empty or out stays as it is in force."""
        now = proposal_of(self.base)
        dates = {field.name: field.data for field in self.dates if field.data is not None}
        late = {name: self[name].data for name in LATE if name in self and self[name].data is not None}
        texts = {
            name: self[name].data or "" for name in ("venue", "purpose", "clarification") if name in self
        }
        raised = {
            str(row.code.data): amount_in(row.envelope) for row in self.envelope_rows if not row.is_blank
        }
        award = self["max_award"].data if Item.MAX_AWARD.value in self else None
        return replace(
            now,
            **texts,
            calendar=replace(now.calendar, **dates, **late),
            max_award=award or now.max_award,
            envelopes={**now.envelopes, **raised},
        )
