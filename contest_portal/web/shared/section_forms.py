"""The form of each section of a profile. Each knows what it shows of a stored profile and what it brings back."""

from dataclasses import replace
from typing import Any, ClassVar, Protocol

from flask_babel import gettext, lazy_gettext
from wtforms import FieldList, FormField, SelectField

from contest_portal.applications.rules.budget import split_award
from contest_portal.applications.rules.completeness import Choice
from contest_portal.applications.rules.profile import Profile, empty_profile
from contest_portal.contests.rules.profile_form import Question
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.web.shared.fields import (
    CleanTextAreaField,
    CleanTextField,
    HandedOutField,
    MoneyField,
    amount_in,
)
from contest_portal.web.shared.forms import VersionedForm
from contest_portal.web.shared.question_fields import typed_answers
from contest_portal.web.shared.row_forms import (
    AssetRow,
    AssistanceRow,
    CounterpartRow,
    DifficultyRow,
    ProspectRow,
    PurchaseRow,
    QuotationRow,
    SaleRow,
)


class Stored(Protocol):
    """What a form shows beside the profile: an application, or a typing from paper."""

    @property
    def version(self) -> int: ...

    @property
    def title(self) -> str: ...

    @property
    def category_code(self) -> str | None: ...

    @property
    def line_code(self) -> str | None: ...


class SectionForm(VersionedForm):
    """A section of a profile. `bases` are the versions of its fields, one by one, that the page showed."""

    questions: ClassVar[tuple[Question, ...]] = ()
    bases = HandedOutField()

    @classmethod
    def stored(cls, view: Stored, profile: Profile) -> dict[str, object]:
        """Give what the fields show before anything is typed."""
        raise NotImplementedError

    def content(self, rulebook: Rulebook) -> Profile:
        """Give a profile of which this section alone counts, without its answers."""
        raise NotImplementedError

    def whole(self, rulebook: Rulebook) -> Profile:
        """Give a profile of which this section alone counts."""
        return replace(self.content(rulebook), answers=typed_answers(self, self.questions))


class QuestionsForm(SectionForm):
    """A section of the contest's own."""

    @classmethod
    def stored(cls, view: Stored, profile: Profile) -> dict[str, object]:
        return {"version": view.version}

    def content(self, rulebook: Rulebook) -> Profile:
        return empty_profile()


class ChoiceForm(SectionForm):
    """What the business is called, and where in the contest it belongs."""

    title = CleanTextField(
        lazy_gettext("Nombre del negocio"),
        description=lazy_gettext("Por ejemplo: Cuyes de carne para la feria del distrito."),
        column="application.title",
    )
    category_code = SelectField(lazy_gettext("Categoría"))
    line_code = SelectField(lazy_gettext("Línea de producción"))
    summary = CleanTextAreaField(
        lazy_gettext("De qué trata el negocio"),
        description=lazy_gettext("En pocas líneas: qué producen, a quién le venden y qué quieren mejorar."),
        letters=10_000,
    )

    @classmethod
    def stored(cls, view: Stored, profile: Profile) -> dict[str, object]:
        return {
            "version": view.version,
            "title": view.title,
            "category_code": view.category_code or "",
            "line_code": view.line_code or "",
            "summary": profile.summary,
        }

    def admit(self, rulebook: Rulebook) -> None:
        """Offer the categories and lines of the contest."""
        categories = {category.code: category.name for category in rulebook.categories}
        lines = {line.code: line.name for line in rulebook.lines}
        self.category_code.choices = {"": gettext("Elija una")} | categories
        self.line_code.choices = {"": gettext("Elija una")} | lines

    def choice(self) -> Choice:
        """Give what was chosen; nothing chosen is None."""
        return Choice(
            category_code=self.category_code.data or None,
            line_code=self.line_code.data or None,
            title=self.title.data or "",
        )

    def content(self, rulebook: Rulebook) -> Profile:
        return replace(empty_profile(), summary=self.summary.data or "")


class TablesForm(SectionForm):
    """A section made of tables; every list of rows is named as the profile names it."""

    @classmethod
    def stored(cls, view: Stored, profile: Profile) -> dict[str, object]:
        tables = {name: _with_blanks(getattr(profile, name)) for name in cls.table_names()}
        return {"version": view.version, **tables}

    @classmethod
    def table_names(cls) -> tuple[str, ...]:
        """Name the tables of the section in the order of the page."""
        raise NotImplementedError

    def content(self, rulebook: Rulebook) -> Profile:
        rows: dict[str, Any] = {name: _records(self._fields[name]) for name in self.table_names()}
        return replace(empty_profile(), **rows)


class SituationForm(TablesForm):
    """How things are today and what the group expects."""

    situation = FieldList(FormField(ProspectRow), min_entries=1)

    @classmethod
    def table_names(cls) -> tuple[str, ...]:
        return ("situation",)


class AssetsForm(TablesForm):
    """What the group already has."""

    assets = FieldList(FormField(AssetRow), min_entries=1)

    @classmethod
    def table_names(cls) -> tuple[str, ...]:
        return ("assets",)


class ProblemsForm(TablesForm):
    """Problems and solutions. The list cannot be called `problems`: that is what services found."""

    difficulties = FieldList(FormField(DifficultyRow), min_entries=1)

    @classmethod
    def table_names(cls) -> tuple[str, ...]:
        return ("difficulties",)

    @classmethod
    def stored(cls, view: Stored, profile: Profile) -> dict[str, object]:
        return {"version": view.version, "difficulties": _with_blanks(profile.problems)}

    def content(self, rulebook: Rulebook) -> Profile:
        rows: dict[str, Any] = {"problems": _records(self.difficulties)}
        return replace(empty_profile(), **rows)


class AssistanceForm(TablesForm):
    """Technical assistance wanted."""

    assistance = FieldList(FormField(AssistanceRow), min_entries=1)

    @classmethod
    def table_names(cls) -> tuple[str, ...]:
        return ("assistance",)


class GoodsForm(TablesForm):
    """Goods to buy."""

    goods = FieldList(FormField(PurchaseRow), min_entries=1)

    @classmethod
    def table_names(cls) -> tuple[str, ...]:
        return ("goods",)


class QuotedGoodsForm(GoodsForm):
    """Goods to buy with what suppliers ask for them."""

    quotations = FieldList(FormField(QuotationRow), min_entries=1)
    quotations_reason = CleanTextAreaField(
        lazy_gettext("Por qué no eligen al más barato"),
        description=lazy_gettext("Solo si algún bien cuesta más que su cotización más barata."),
        letters=10_000,
    )

    @classmethod
    def table_names(cls) -> tuple[str, ...]:
        return ("goods", "quotations")

    @classmethod
    def stored(cls, view: Stored, profile: Profile) -> dict[str, object]:
        return {**super().stored(view, profile), "quotations_reason": profile.quotations_reason}

    def content(self, rulebook: Rulebook) -> Profile:
        return replace(super().content(rulebook), quotations_reason=self.quotations_reason.data or "")


class SalesForm(TablesForm):
    """A year's sales and costs."""

    sales = FieldList(FormField(SaleRow), min_entries=1)
    costs = FieldList(FormField(PurchaseRow), min_entries=1)

    @classmethod
    def table_names(cls) -> tuple[str, ...]:
        return ("sales", "costs")


class CounterpartForm(TablesForm):
    """What the group adds."""

    counterpart = FieldList(FormField(CounterpartRow), min_entries=1)

    @classmethod
    def table_names(cls) -> tuple[str, ...]:
        return ("counterpart",)


class BudgetForm(SectionForm):
    """The amount asked for; its two parts follow from the contest's rules and are not typed."""

    amount_requested = MoneyField(lazy_gettext("Monto que solicita el grupo"))

    @classmethod
    def stored(cls, view: Stored, profile: Profile) -> dict[str, object]:
        return {"version": view.version, "amount_requested": profile.requested or None}

    def content(self, rulebook: Rulebook) -> Profile:
        goods, assistance = split_award(amount_in(self.amount_requested), rulebook.budget)
        return replace(empty_profile(), requested_goods=goods, requested_assistance=assistance)


def _records(table: Any) -> tuple[object, ...]:
    """Give the rows that were begun, as the profile keeps them."""
    return tuple(entry.form.record() for entry in table if not entry.form.is_blank)


def _with_blanks(rows: tuple[object, ...]) -> list[object]:
    """Add blank rows to write in: two to begin with, then one more, so that no script is needed."""
    return [*rows, None] if rows else [None, None]
