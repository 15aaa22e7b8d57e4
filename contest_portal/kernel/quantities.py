"""Quantities that people type: at most two decimals, held as integer hundredths, never a binary fraction."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_, Problem, Refused

PER_ONE = 100
MOST = 1_000_000
_PLAIN = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,2})?", re.ASCII)
_GROUPED = re.compile(r"[0-9]{1,3}([, ])[0-9]{3}(?:\1[0-9]{3})*(?:\.[0-9]{1,2})?", re.ASCII)
_WRITTEN = re.compile(r"(-?)([0-9]+)\.([0-9]{1,2})", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Quantity:
    """How much or how many, in hundredths."""

    hundredths: int

    def __post_init__(self) -> None:
        if type(self.hundredths) is not int:
            raise TypeError(f"hundredths must be an int, not {type(self.hundredths).__name__}")

    @classmethod
    def of(cls, whole: int) -> Self:
        """Make a quantity of whole units."""
        return cls(whole * PER_ONE)

    def __str__(self) -> str:
        sign = "-" if self.hundredths < 0 else ""
        whole, rest = divmod(abs(self.hundredths), PER_ONE)
        return f"{sign}{whole}.{rest:02d}".rstrip("0").rstrip(".")

    @property
    def plain(self) -> int | str:
        """Give it as records keep it: a whole number as such, as records always held it, anything else as text."""
        return str(self) if self.hundredths % PER_ONE else self.hundredths // PER_ONE

    @classmethod
    def from_plain(cls, data: object) -> Self:
        """Read what `plain` gave. Raises ValueError for anything else, other ways to write the same included."""
        if type(data) is int:
            return cls.of(data)
        match = _WRITTEN.fullmatch(data) if isinstance(data, str) else None
        if match is None:
            raise ValueError(f"{data!r} is no quantity")
        hundredths = int(match[2]) * PER_ONE + int(match[3].ljust(2, "0"))
        quantity = cls(-hundredths if match[1] else hundredths)
        if quantity.plain != data:
            raise ValueError(f"{data!r} is not how {quantity} is written")
        return quantity


SMALLEST, LARGEST = Quantity(1), Quantity.of(MOST)


def cost_of(quantity: Quantity, unit_price: Money) -> Money:
    """Give quantity × price, rounded once, half a céntimo up: the one product that forms, rules and papers show."""
    return unit_price.times(Fraction(quantity.hundredths, PER_ONE))


def parse_quantity(text: str, *, field: str) -> Quantity:
    """Read a quantity a person typed: `3`, `2.5`, `1,200.25`; from 0.01 to a million.

    Raises Refused with a problem on `field` for signs, letters, exponents, more than two decimals or out of range.
    """
    cleaned = text.strip()
    if not (_PLAIN.fullmatch(cleaned) or _GROUPED.fullmatch(cleaned)):
        raise Refused([_not_a_quantity(field, text)])
    whole, _, rest = cleaned.replace(",", "").replace(" ", "").partition(".")
    quantity = Quantity(int(whole) * PER_ONE + int(rest.ljust(2, "0") or "0"))
    if not SMALLEST <= quantity <= LARGEST:
        raise Refused([_not_a_quantity(field, text)])
    return quantity


def _not_a_quantity(field: str, text: str) -> Problem:
    return Problem(
        "quantity.invalid",
        field=field,
        message=N_(
            "«%(value)s» no vale como cantidad. Escriba un número de 0.01 a %(max)s, con dos decimales como máximo."
        ),
        params={"value": text.strip()[:40], "max": str(MOST)},
    )
