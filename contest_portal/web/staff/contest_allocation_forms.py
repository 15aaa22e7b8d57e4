"""The form of the terms of the allocation rule, and of who approves what it gives."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from flask_babel import lazy_gettext
from wtforms import FieldList, FormField, SelectField

from contest_portal.allocation.rules.registry import RULES, Rule
from contest_portal.contests.rules.allocation_terms import (
    AllocationTerms,
    CountedPart,
    Limit,
    LimitOf,
    Setting,
)
from contest_portal.contests.rules.approval_chain import MOST_STEPS, ONE_APPROVAL, ApprovalStep, Approver
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.money import ZERO
from contest_portal.kernel.problems import N_, NotFound
from contest_portal.web.shared.allocation_words import limit_names
from contest_portal.web.shared.fields import (
    CleanTextField,
    MoneyField,
    WholeNumberField,
    required,
    worded_choices,
)
from contest_portal.web.shared.forms import VersionedForm
from contest_portal.web.shared.labels import APPROVER_LABELS, COUNTERPART_KIND_LABELS
from contest_portal.web.shared.rows import RowForm
from contest_portal.web.staff.contest_fields import SPARE_ROWS
from contest_portal.web.staff.contest_forms import ChecklistField


class LimitRow(RowForm):
    """The least and the most for one category, line or district."""

    about = SelectField(lazy_gettext("Para"), validate_choice=False)
    min_awards = WholeNumberField(lazy_gettext("Grupos, al menos"))
    max_awards = WholeNumberField(lazy_gettext("Grupos, como máximo"))
    min_amount = MoneyField(lazy_gettext("Monto, al menos"))
    max_amount = MoneyField(lazy_gettext("Monto, como máximo"))

    def limit(self) -> Limit | None:
        """Give the limit; None for a row without a known kind."""
        of, _, code = (self.about.data or "").partition(":")
        return (
            Limit(
                LimitOf(of),
                code,
                self.min_awards.data or 0,
                self.max_awards.data,
                self.min_amount.data or ZERO,
                self.max_amount.data,
            )
            if of in set(LimitOf)
            else None
        )


class ApprovalRow(RowForm):
    """A step of the approval: what it is called, and whose it is."""

    name = CleanTextField(lazy_gettext("Nombre del paso"), letters=200)
    approver = SelectField(
        lazy_gettext("Lo aprueba"),
        choices=worded_choices(APPROVER_LABELS, Approver),
        default=Approver.STAFF.value,
    )

    def step(self) -> ApprovalStep:
        """Give the step of this row."""
        return ApprovalStep(self.name.data or "", Approver(self.approver.data))


class AllocationTermsForm(VersionedForm):
    """The terms that one rule reads, and the chain; what other rules read stays as it is."""

    share_percent = WholeNumberField(
        lazy_gettext("Parte del plan que se financia, como máximo (porcentaje)"),
        [required(N_("Escriba el porcentaje que se financia."))],
        description=lazy_gettext("El plan es lo que el grupo solicita más los aportes que se cuentan."),
    )
    counted = ChecklistField(
        lazy_gettext("Aportes del grupo que se cuentan"),
        choices=worded_choices(COUNTERPART_KIND_LABELS, CountedPart),
    )
    most_winners = WholeNumberField(
        lazy_gettext("Ganadores por sobre, como máximo"),
        [required(N_("Escriba cuántos ganan por sobre; 0 si son todos los aprobados."))],
        description=lazy_gettext("Con 0 ganan todos los aprobados que el sobre permite."),
    )
    limits = FieldList(FormField(LimitRow))
    approvals = FieldList(FormField(ApprovalRow))

    @classmethod
    def of(
        cls, book: Rulebook, rule: Rule, version: int, districts: Mapping[str, str]
    ) -> "AllocationTermsForm":
        """Show the terms that the rule reads, and no other field. `districts` are names by ubigeo."""
        terms = book.allocation
        form = cls(
            data={
                "version": version,
                "share_percent": terms.share_percent,
                "counted": [part.value for part in terms.counted],
                "most_winners": terms.most_winners,
                "limits": [*(_row(limit) for limit in terms.limits), *[{}] * SPARE_ROWS],
                "approvals": [
                    *({"name": step.name, "approver": step.approver.value} for step in book.approvals),
                    *[{}] * (MOST_STEPS - len(book.approvals)),
                ],
            }
        )
        labels = limit_names(book, districts)
        for row in form.limits:
            row.form.about.choices = [(f"{of}:{code}", label) for (of, code), label in labels.items()]
        for setting, names in _FIELDS.items():
            for name in () if setting in rule.settings else names:
                del form[name]
        return form

    def terms(self, before: AllocationTerms) -> AllocationTerms:
        """Give the terms as typed; of a rule that reads none, as they were."""
        if "share_percent" in self:
            counted = tuple(part for part in CountedPart if part.value in (self.counted.data or ()))
            return replace(before, share_percent=self.share_percent.data, counted=counted)
        if "most_winners" in self:
            return replace(before, most_winners=self.most_winners.data)
        if "limits" in self:
            return replace(before, limits=tuple(self._limits()))
        return before

    def chain(self) -> tuple[ApprovalStep, ...]:
        """Give the steps of the approval as typed; none is one approval by the programme."""
        return tuple(row.form.step() for row in self.approvals if not row.form.is_blank) or ONE_APPROVAL

    def _limits(self) -> Iterator[Limit]:
        for row in self.limits:
            limit = None if row.form.is_blank else row.form.limit()
            if limit is not None:
                yield limit


def _row(limit: Limit) -> dict[str, object]:
    return {
        "about": f"{limit.of}:{limit.code}",
        "min_awards": limit.min_awards or None,
        "max_awards": limit.max_awards,
        "min_amount": limit.min_amount or None,
        "max_amount": limit.max_amount,
    }


def rule_of(book: Rulebook) -> Rule:
    """Give the rule of a draft; NotFound when the portal does not have it any more: another must be chosen first."""
    rule = RULES.get(book.allocation_rule)
    if rule is None:
        raise NotFound(f"allocation rule {book.allocation_rule}")
    return rule


_FIELDS = {
    Setting.SHARE: ("share_percent", "counted"),
    Setting.WINNERS: ("most_winners",),
    Setting.LIMITS: ("limits",),
}
