"""The form of the envelopes inside and beside those of the categories."""

import re
from collections.abc import Mapping
from fractions import Fraction

from flask_babel import gettext, lazy_gettext
from wtforms import FieldList, FormField, SelectField

from contest_portal.contests.rules.pots import Pot, Scope
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import N_, Problem, Refused
from contest_portal.web.shared.envelope_words import percent_of, place_in_words
from contest_portal.web.shared.fields import CleanTextField, MoneyField, ParsedField, amount_in
from contest_portal.web.shared.forms import VersionedForm
from contest_portal.web.shared.rows import RowForm
from contest_portal.web.staff.contest_fields import SPARE_ROWS

_PERCENT = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,4})?", re.ASCII)


class PercentField(ParsedField):
    """An exact percentage with four decimals at most; `data` is the share it is, as a fraction."""

    def parse(self, text: str) -> Fraction:
        """Give the share; raises Refused for signs, letters and more decimals."""
        if _PERCENT.fullmatch(text.strip().removesuffix("%").strip()):
            return Fraction(text.strip().removesuffix("%").strip().replace(",", ".")) / 100
        message = N_("«%(value)s» no vale como porcentaje. Escriba un número como 25 o 33.3333.")
        raise Refused([Problem("percent.invalid", self.name, message, {"value": text[:40]})])

    def _value(self) -> str:
        return self.typed if self.typed is not None else percent_of(self.data)


class PotRow(RowForm):
    """An envelope: where it lies, whom it is for, how much it holds and what becomes of the rest."""

    code = CleanTextField(lazy_gettext("Código"), column="allocation_line.pot_code")
    name = CleanTextField(lazy_gettext("Nombre"), letters=200)
    parent = CleanTextField(lazy_gettext("Dentro de (código)"), column="allocation_line.pot_code")
    territory = SelectField(lazy_gettext("Territorio"), validate_choice=False)
    category = SelectField(lazy_gettext("Categoría"), validate_choice=False)
    line = SelectField(lazy_gettext("Línea"), validate_choice=False)
    amount = MoneyField(lazy_gettext("Monto"))
    share = PercentField(lazy_gettext("O porcentaje"))
    spills = SelectField(lazy_gettext("Lo que queda"))

    def pot(self) -> Pot:
        """Give the envelope of this row; a percentage stands before an amount."""
        return Pot(
            code=(self.code.data or "").upper(),
            name=self.name.data or "",
            amount=amount_in(self.amount),
            parent=(self.parent.data or "").upper(),
            scope=Scope(self.territory.data or "", self.line.data or "", self.category.data or ""),
            share=self.share.data,
            spills=self.spills.data == "up",
        )


class PotsForm(VersionedForm):
    """The envelopes, each in a row below the one it lies in."""

    pots = FieldList(FormField(PotRow))

    @classmethod
    def of(cls, book: Rulebook, version: int, places: Mapping[str, str]) -> "PotsForm":
        """Show the envelopes with spare rows below. `places` are names by the beginning of a ubigeo."""
        rows = [_row(pot) for pot in book.pots]
        form = cls(data={"version": version, "pots": [*rows, *[{}] * SPARE_ROWS]})
        starts = sorted({ubigeo[:length] for ubigeo in book.territory for length in (2, 4, 6)})
        for row in form.pots:
            row.form.territory.choices = [
                ("", gettext("Todo")),
                *((one, place_in_words(one, places)) for one in starts),
            ]
            row.form.category.choices = [
                ("", gettext("Todas")),
                *((one.code, one.name) for one in book.categories),
            ]
            row.form.line.choices = [("", gettext("Todas")), *((one.code, one.name) for one in book.lines)]
            row.form.spills.choices = [
                ("", gettext("Queda")),
                ("up", gettext("Sube")),
            ]
        return form

    def wanted(self) -> tuple[Pot, ...]:
        """Give the rows in which something was typed."""
        return tuple(row.form.pot() for row in self.pots if not row.form.is_blank)


def _row(pot: Pot) -> dict[str, object]:
    return {
        "code": pot.code,
        "name": pot.name,
        "parent": pot.parent,
        "territory": pot.scope.territory,
        "category": pot.scope.category,
        "line": pot.scope.line,
        "amount": pot.amount,
        "share": pot.share,
        "spills": "up" if pot.spills else "",
    }
