"""Form fields that speak the values of the house, through the kernel's strict parsers."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext
from wtforms import (
    DateField,
    DateTimeLocalField,
    Field,
    HiddenField,
    PasswordField,
    StringField,
    TextAreaField,
)
from wtforms.validators import StopValidation

from contest_portal.kernel.clock import OFFICE_ZONE
from contest_portal.kernel.identifiers import (
    clean_text,
    parse_centre_code,
    parse_dni,
    parse_ruc,
    parse_ubigeo,
)
from contest_portal.kernel.money import ZERO, Money, parse_money
from contest_portal.kernel.problems import N_, Problem, Refused
from contest_portal.kernel.quantities import Quantity, parse_quantity
from contest_portal.tables import METADATA

_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)
NO_VERSION = -1
"""What no row is at: not even a row that is still to be made, which is at 0."""


def whole_number(text: str) -> int | None:
    """Read a number of up to nine digits and nothing else; None for signs, decimals, other alphabets and words."""
    return int(text) if _WHOLE.fullmatch(text) else None


_LONGER = N_("Escriba %(most)s letras como máximo: hay %(letters)s.")


class BoundedField(StringField):
    """A text with a greatest length once it is cleaned: `letters`, or the room of the `column` that it goes to.

    What is longer is refused in words on every database, before any service reads it.
    """

    letters = 0

    def __init__(self, *args: object, column: str = "", letters: int = 0, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.letters = letters or (room_of(column) if column else self.letters)
        if not self.letters:
            raise ValueError(f"{self.name} says neither its letters nor its column")

    def pre_validate(self, form: object) -> None:
        """Refuse what is longer than `letters`; nothing else is said about it then."""
        found = len(str(self.sent_text() or ""))
        if found > self.letters:
            raise StopValidation(gettext(_LONGER, most=str(self.letters), letters=str(found)))

    def sent_text(self) -> str | None:
        """Give the text whose letters count."""
        return self.data


def room_of(column: str) -> int:
    """Give how many letters a column such as `fund.name` has room for; ValueError for one without a limit."""
    table, _, name = column.partition(".")
    length = getattr(METADATA.tables[table].c[name].type, "length", None)
    if length is None:
        raise ValueError(f"{column} has no greatest length")
    return int(length)


class ParsedField(BoundedField):
    """A text that a strict parser turns into a value; empty is None. `data` is the value, `_value()` as typed."""

    data: Any
    letters = 400

    def __init__(self, *args: object, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.typed: str | None = None

    def sent_text(self) -> str | None:
        return self.typed

    def parse(self, text: str) -> object:
        """Turn the typed text into a value; raises Refused."""
        raise NotImplementedError

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: Sequence[object]) -> None:
        """Keep what was typed, and its value when it has one."""
        self.typed = _typed(valuelist)
        self.data = None
        if not self.typed:
            return
        try:
            self.data = self.parse(self.typed)
        except Refused as refusal:
            problem = refusal.problems[0]
            raise ValueError(gettext(problem.message, **problem.params)) from refusal


class MoneyField(ParsedField):
    """Soles with two decimals; `data` is Money."""

    def parse(self, text: str) -> Money:
        return parse_money(text, field=self.name)


def amount_in(field: MoneyField) -> Money:
    """Give the amount of a valid field; nothing typed is zero."""
    return field.data if isinstance(field.data, Money) else ZERO


class WholeNumberField(ParsedField):
    """A whole number from `least` to `most`. Of a field with other bounds, `refusal` may name them."""

    least, most = 0, 999_999
    refusal = N_("«%(value)s» no vale aquí. Escriba un número entero, sin signo ni decimales.")

    def parse(self, text: str) -> int:
        """Give the number; raises Refused for signs, decimals, words and what is out of bounds."""
        number = whole_number(text)
        if number is not None and self.least <= number <= self.most:
            return number
        params = {"value": text[:40], "min": str(self.least), "max": str(self.most)}
        raise Refused([Problem("number.not_whole", field=self.name, message=self.refusal, params=params)])


class QuantityField(ParsedField):
    """A quantity with two decimals at most; `data` is Quantity."""

    def parse(self, text: str) -> Quantity:
        return parse_quantity(text, field=self.name)


class VersionField(HiddenField):
    """The version of the row that the page showed; NO_VERSION, which is always stale, once sent without a number."""

    data: Any

    def process_formdata(self, valuelist: Sequence[object]) -> None:
        """Read what was sent. Nothing sent is no version: the stored one must never stand in for it."""
        number = whole_number(str(valuelist[0])) if valuelist else None
        self.data = NO_VERSION if number is None else number


class HandedOutField(HiddenField):
    """A text that the page handed out and wants back. Nothing sent is empty, never the stored one."""

    def process_formdata(self, valuelist: Sequence[object]) -> None:
        self.data = str(valuelist[0]) if valuelist else ""


class DniField(ParsedField):
    """A DNI of eight digits."""

    def parse(self, text: str) -> str:
        return parse_dni(text, field=self.name)


class RucField(ParsedField):
    """A RUC of eleven digits."""

    def parse(self, text: str) -> str:
        return parse_ruc(text, field=self.name)


class UbigeoField(ParsedField):
    """A district code of six digits."""

    def parse(self, text: str) -> str:
        return parse_ubigeo(text, field=self.name)


class CentreCodeField(ParsedField):
    """A centre code of ten digits."""

    def parse(self, text: str) -> str:
        return parse_centre_code(text, field=self.name)


class CleanTextField(BoundedField):
    """One line of text, normalised; each says its `letters` or its `column`."""

    def process_formdata(self, valuelist: Sequence[object]) -> None:
        self.data = _typed(valuelist)


class CleanTextAreaField(BoundedField, TextAreaField):
    """Several lines of text, normalised; each says its `letters` or its `column`."""

    def process_formdata(self, valuelist: Sequence[object]) -> None:
        self.data = _typed(valuelist)


class LongTextField(BoundedField, TextAreaField):
    """A long text as it was sent; each says its `letters`."""


class SecretField(BoundedField, PasswordField):
    """A password, kept as its hash alone. How long a new one may be is for the rules to say."""

    letters = 400


class DayField(DateField):
    """A calendar day; None when nothing was typed."""

    data: Any

    def process_formdata(self, valuelist: Sequence[object]) -> None:
        """Read the day; what is no day is named."""
        typed = _typed(valuelist)
        self.data = None
        if typed:
            with _naming(typed, N_("«%(value)s» no es una fecha del calendario. Elija el día.")):
                super().process_formdata([typed])


class InstantField(DateTimeLocalField):
    """A day and hour typed in the office's zone; `data` is an aware UTC instant, None when nothing was typed."""

    data: Any

    def process_formdata(self, valuelist: Sequence[object]) -> None:
        """Read the day and hour; what is no moment is named."""
        typed = _typed(valuelist)
        self.data = None
        if typed:
            with _naming(typed, N_("«%(value)s» no es una fecha con hora. Elija el día y la hora.")):
                super().process_formdata([typed])
                local, self.data = self.data, None
                self.data = local.replace(tzinfo=OFFICE_ZONE).astimezone(UTC)

    def process_data(self, value: datetime | None) -> None:
        self.data = value

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(map(str, self.raw_data))
        return "" if self.data is None else self.data.astimezone(OFFICE_ZONE).strftime("%Y-%m-%dT%H:%M")


def required(message: str) -> Callable[[object, Field], None]:
    """Make a validator: something must be there, and the sentence says what to write."""

    def check(_form: object, field: Field) -> None:
        if field.data is None or field.data == [] or (isinstance(field.data, str) and not field.data.strip()):
            if not field.errors:
                raise StopValidation(gettext(message))
            raise StopValidation

    check.field_flags = {"required": True}  # type: ignore[attr-defined]
    return check


def worded_choices(
    labels: Mapping[str, str], codes: Iterable[str], *, nothing: str | None = None
) -> Callable[[], dict[str, str]]:
    """Offer codes in the words of the page's language, for `choices=`; `nothing` is the text of an empty choice."""

    def choices() -> dict[str, str]:
        first = {} if nothing is None else {"": gettext(nothing)}
        return first | {code: gettext(labels[code]) for code in codes}

    return choices


def _typed(valuelist: Sequence[object]) -> str:
    return clean_text(str(valuelist[0])) if valuelist else ""


@contextmanager
def _naming(typed: str, message: str) -> Iterator[None]:
    """Turn the refusal of the field below into a sentence that names what was typed."""
    try:
        yield
    except (ValueError, OverflowError) as error:
        raise ValueError(gettext(message, value=typed[:40])) from error
