"""The business profile of a group: what its sections hold, and the totals that follow from their rows.

Source of the sections: the profiles of rural business contests (situation and prospects, assets, problems and
solutions, assistance, goods, sales and costs, counterpart, budget). Amounts are céntimos, quantities hundredths.
A cell that nobody filled in yet is empty text or None: a draft may be half written, only what is whole can be sent.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol

from contest_portal.contests.rules.profile_form import SectionCode
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.quantities import Quantity, cost_of
from contest_portal.kernel.records import added_later, from_data, to_data

__all__ = [
    "SECTION_FIELDS",
    "Answer",
    "Asset",
    "AssetKind",
    "Assistance",
    "Costed",
    "Counterpart",
    "CounterpartKind",
    "Difficulty",
    "ProblemKind",
    "Profile",
    "Prospect",
    "Purchase",
    "Quotation",
    "Sale",
    "SectionCode",
    "empty_profile",
    "line_total",
    "read_profile",
    "total_of",
    "with_answers",
    "with_section",
    "write_profile",
]


class AssetKind(StrEnum):
    """What a group already owns for its business."""

    LAND = "land"
    BUILDING = "building"
    TOOLS = "tools"
    LIVESTOCK = "livestock"
    MATERIAL = "material"
    OTHER = "other"


class ProblemKind(StrEnum):
    """Where in the business a problem lies."""

    INPUTS = "inputs"
    PRODUCTION = "production"
    MARKETING = "marketing"
    OTHER = "other"


class CounterpartKind(StrEnum):
    """In what form the group adds its own part."""

    CASH = "cash"
    KIND = "kind"
    LABOUR = "labour"


class Costed(Protocol):
    """A row with an amount of its own."""

    @property
    def total(self) -> Money: ...


def line_total(quantity: Quantity | None, price: Money | None) -> Money:
    """Give quantity × price; nothing yet while one of the two is missing."""
    return ZERO if quantity is None or price is None else cost_of(quantity, price)


@dataclass(frozen=True, slots=True)
class Prospect:
    """How something is today and what the group expects of it."""

    today: str
    expected: str


@dataclass(frozen=True, slots=True)
class Asset:
    """Something the group already has."""

    kind: AssetKind
    description: str
    unit: str
    quantity: Quantity | None
    unit_cost: Money | None

    @property
    def total(self) -> Money:
        """Give quantity × unit cost."""
        return line_total(self.quantity, self.unit_cost)


@dataclass(frozen=True, slots=True)
class Difficulty:
    """A problem of the business and how the group means to solve it."""

    kind: ProblemKind
    problem: str
    solution: str


@dataclass(frozen=True, slots=True)
class Assistance:
    """An activity of technical assistance the group wants, by the day."""

    subject: str
    expected_result: str
    specialist: str
    days: Quantity | None
    cost_per_day: Money | None

    @property
    def total(self) -> Money:
        """Give days × cost per day."""
        return line_total(self.days, self.cost_per_day)


@dataclass(frozen=True, slots=True)
class Purchase:
    """Goods to buy with the award, or a cost of a year of production."""

    description: str
    unit: str
    quantity: Quantity | None
    unit_cost: Money | None

    @property
    def total(self) -> Money:
        """Give quantity × unit cost."""
        return line_total(self.quantity, self.unit_cost)


@dataclass(frozen=True, slots=True)
class Sale:
    """What the group expects to sell of a product in a year."""

    product: str
    unit: str
    quantity: Quantity | None
    price: Money | None

    @property
    def total(self) -> Money:
        """Give quantity × price."""
        return line_total(self.quantity, self.price)


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What the group adds: money, things or labour, valued in soles."""

    kind: CounterpartKind
    description: str
    amount: Money | None

    @property
    def total(self) -> Money:
        """Give the amount, so that every row with money is added up the same way."""
        return self.amount or ZERO


@dataclass(frozen=True, slots=True)
class Quotation:
    """What a supplier asks for goods of the list, named as there; the amount is for all of the row."""

    goods: str
    supplier: str
    ruc: str
    amount: Money | None
    quoted_on: date | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question of the contest's own, by the question's code; `answers.py` says how it is written."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A whole profile; rows in the order written, answers by code. Zero requested means "not there yet"."""

    summary: str
    situation: tuple[Prospect, ...]
    assets: tuple[Asset, ...]
    problems: tuple[Difficulty, ...]
    assistance: tuple[Assistance, ...]
    goods: tuple[Purchase, ...]
    sales: tuple[Sale, ...]
    costs: tuple[Purchase, ...]
    counterpart: tuple[Counterpart, ...]
    requested_goods: Money
    requested_assistance: Money
    answers: tuple[Answer, ...] = added_later(())
    quotations: tuple[Quotation, ...] = added_later(())
    quotations_reason: str = added_later("")

    @property
    def requested(self) -> Money:
        """Give what the group asks for in all."""
        return self.requested_goods + self.requested_assistance

    @property
    def yearly_profit(self) -> Money:
        """Give a year's sales less its costs; negative when the business would lose."""
        return total_of(self.sales) - total_of(self.costs)


SECTION_FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        SectionCode.CHOICE: ("summary",),
        SectionCode.SITUATION: ("situation",),
        SectionCode.ASSETS: ("assets",),
        SectionCode.PROBLEMS: ("problems",),
        SectionCode.ASSISTANCE: ("assistance",),
        SectionCode.GOODS: ("goods", "quotations", "quotations_reason"),
        SectionCode.SALES: ("sales", "costs"),
        SectionCode.COUNTERPART: ("counterpart",),
        SectionCode.BUDGET: ("requested_goods", "requested_assistance"),
    }
)
"""What each of the usual sections holds. A section of the contest's own holds answers alone."""


def empty_profile() -> Profile:
    """Give the profile a draft starts from."""
    return Profile(
        summary="",
        situation=(),
        assets=(),
        problems=(),
        assistance=(),
        goods=(),
        sales=(),
        costs=(),
        counterpart=(),
        requested_goods=ZERO,
        requested_assistance=ZERO,
    )


def total_of(rows: Iterable[Costed]) -> Money:
    """Add up the rows of a table: the one sum that pages, checks and documents show."""
    return Money.total(row.total for row in rows)


def with_section(
    profile: Profile, section: str, content: Profile, questions: Collection[str] = ()
) -> Profile:
    """Take one section from `content`, with the answers to its questions, and keep all else as it is."""
    taken = {name: getattr(content, name) for name in SECTION_FIELDS.get(section, ())}
    return with_answers(replace(profile, **taken), content, questions)


def with_answers(profile: Profile, content: Profile, questions: Collection[str]) -> Profile:
    """Take the answers to these questions from `content`; an empty one is none."""
    kept = [answer for answer in profile.answers if answer.question not in questions]
    given = [answer for answer in content.answers if answer.question in questions and answer.text]
    return replace(profile, answers=tuple(sorted((*kept, *given), key=lambda answer: answer.question)))


def write_profile(profile: Profile) -> str:
    """Write a profile as canonical JSON."""
    return canonical_json(to_data(profile))


@lru_cache(maxsize=64)
def read_profile(text: str) -> Profile:
    """Read a stored profile; an empty object is one that nobody has touched yet.

    Profiles are immutable: the same text gives the same one, and an act that reads it thrice reads it once.
    """
    data = json.loads(text)
    return from_data(Profile, data) if data else empty_profile()
