"""Envelopes inside envelopes: each holds a minimum share of the one around it for a territory, a line or a category.

The envelopes of the categories are the outermost ones. What an envelope does not share out among those inside it is
its common money, open to everyone in its scope. Amounts are whole céntimos; a share of the envelope around is exact and
rounded down, so that the difference stays as common money there: that is the declared place of every rounding.
"""

from dataclasses import dataclass
from fractions import Fraction

from contest_portal.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom an envelope is for; what is empty holds for everyone. `territory` is the beginning of a ubigeo."""

    territory: str = ""
    line: str = ""
    category: str = ""

    def holds(self, *, category: str, line: str, district: str) -> bool:
        """Tell whether a group of this category, line and district is in the scope."""
        return (
            district.startswith(self.territory)
            and self.line in ("", line)
            and self.category in ("", category)
        )

    def within(self, other: "Scope") -> "Scope":
        """Give the scope of an envelope inside one of the `other` scope: what it does not say is said there."""
        return Scope(
            self.territory or other.territory, self.line or other.line, self.category or other.category
        )

    def overlaps(self, other: "Scope") -> bool:
        """Tell whether a group could be in both."""
        return (
            (self.territory.startswith(other.territory) or other.territory.startswith(self.territory))
            and ("" in (self.line, other.line) or self.line == other.line)
            and ("" in (self.category, other.category) or self.category == other.category)
        )

    def is_inside(self, other: "Scope") -> bool:
        """Tell whether everyone in this scope is in the `other` one."""
        return (
            self.territory.startswith(other.territory)
            and other.line in ("", self.line)
            and other.category in ("", self.category)
        )


@dataclass(frozen=True, slots=True)
class Pot:
    """An envelope of the contest's own. `parent` is the code of a category or of one listed before it; empty: none.

    `amount` counts what lies in the envelopes inside it too. Where `share` is told, it is that part of the envelope
    around, or of the fund, rounded down. With `spills` what is left after its round goes up into the envelope around.
    """

    code: str
    name: str
    amount: Money
    parent: str = ""
    scope: Scope = Scope()
    share: Fraction | None = None
    spills: bool = False
