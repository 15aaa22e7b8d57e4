"""Money in soles as integer céntimos: no fraction of a céntimo exists, no binary fraction is ever used."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from contest_portal.kernel.problems import N_, Problem, Refused
from contest_portal.kernel.rounding import Rounding, round_to_units

CENTS_PER_SOL = 100
MAX_CENTS = 10**13 - 1
_PLAIN = re.compile(r"[0-9]{1,11}(?:\.[0-9]{1,2})?", re.ASCII)
_GROUPED = re.compile(r"[0-9]{1,3}([, ])[0-9]{3}(?:\1[0-9]{3}){0,2}(?:\.[0-9]{1,2})?", re.ASCII)
_SIGN = re.compile(r"^S/\.?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of soles held as integer céntimos. Negative amounts exist only as differences."""

    cents: int

    def __post_init__(self) -> None:
        if type(self.cents) is not int:
            raise TypeError(f"céntimos must be an int, not {type(self.cents).__name__}")

    @classmethod
    def soles(cls, soles: int, cents: int = 0) -> Self:
        """Make an amount from whole soles and céntimos (0-99)."""
        return cls(soles * CENTS_PER_SOL + cents)

    @classmethod
    def total(cls, amounts: Iterable["Money"]) -> Self:
        """Add amounts exactly; the sum of none is zero."""
        return cls(sum(amount.cents for amount in amounts))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.cents + other.cents)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.cents - other.cents)

    def __lt__(self, other: "Money") -> bool:
        return self.cents < other.cents

    def __le__(self, other: "Money") -> bool:
        return self.cents <= other.cents

    def __gt__(self, other: "Money") -> bool:
        return self.cents > other.cents

    def __ge__(self, other: "Money") -> bool:
        return self.cents >= other.cents

    def __bool__(self) -> bool:
        return self.cents != 0

    def times(self, factor: int | Fraction, rounding: Rounding = Rounding.HALF_UP) -> "Money":
        """Multiply exactly, then round once to the céntimo by the named policy."""
        return Money(round_to_units(Fraction(self.cents) * factor, 1, rounding))

    def share_of(self, whole: "Money") -> Fraction:
        """Give this amount as an exact fraction of `whole`; zero when the whole is zero."""
        return Fraction(self.cents, whole.cents) if whole.cents else Fraction(0)

    def __str__(self) -> str:
        sign = "-" if self.cents < 0 else ""
        soles, cents = divmod(abs(self.cents), CENTS_PER_SOL)
        return f"{sign}{soles}.{cents:02d}"

    def format(self) -> str:
        """Write as Peru does: `S/ 1,234,567.50`."""
        sign = "-" if self.cents < 0 else ""
        soles, cents = divmod(abs(self.cents), CENTS_PER_SOL)
        return f"{sign}S/ {soles:,}.{cents:02d}"


ZERO = Money(0)


def parse_money(text: str, *, field: str) -> Money:
    """Read an amount a person typed: `1234`, `1234.5`, `1,234.50`, `S/ 1 234.50`; nothing else.

    Raises Refused with a problem on `field` for signs, letters, exponents, more than two decimals or too large.
    """
    cleaned = _SIGN.sub("", text.strip(), count=1).strip().replace("\u00a0", " ")
    if not (_PLAIN.fullmatch(cleaned) or _GROUPED.fullmatch(cleaned)):
        raise Refused([_not_money(field, text)])
    soles, _, cents = cleaned.replace(",", "").replace(" ", "").partition(".")
    amount = Money(int(soles) * CENTS_PER_SOL + int(cents.ljust(2, "0") or "0"))
    if amount.cents > MAX_CENTS:
        raise Refused([_not_money(field, text)])
    return amount


def _not_money(field: str, text: str) -> Problem:
    return Problem(
        "money.invalid",
        field=field,
        message=N_(
            "«%(value)s» no es un monto. Escríbalo en soles con dos decimales como máximo, por ejemplo 1234.50."
        ),
        params={"value": text.strip()[:40]},
    )
