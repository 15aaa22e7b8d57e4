"""Territory, targeting and the household register. Codes are text: their leading zeros count."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_portal.kernel.clock import office_date
from contest_portal.kernel.database import Base


class Sourced:
    """A row of the register: the file and line of its values, the file that first told of it, and the one that left
    it out, which is how a thing that is gone stays known.
    """

    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"))
    line: Mapped[int | None]
    first_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"))
    gone_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"))


ACT = "act"
"""The kind of a batch that is no file: what a person noted."""


class ImportBatch(Base):
    """One applied file, or one act of a person: where the values of its rows come from.

    `told_by` names files of the same layout. `effective_on` is the day from which an act holds; a file has none, it
    holds from the day it was applied.
    """

    __tablename__ = "import_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    rows_read: Mapped[int]
    rows_new: Mapped[int]
    rows_changed: Mapped[int]
    rows_unchanged: Mapped[int]
    rows_gone: Mapped[int] = mapped_column(default=0, server_default="0")
    told_by: Mapped[str] = mapped_column(String(80), default="", server_default="")
    is_complete: Mapped[bool] = mapped_column(default=True, server_default=true())
    applied_at: Mapped[datetime]
    applied_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    source_code: Mapped[str | None] = mapped_column(String(30))
    effective_on: Mapped[date | None]

    @property
    def holds_from(self) -> date:
        """Give the day from which what it told is true."""
        return told_from(self.effective_on, self.applied_at)


def told_from(effective_on: date | None, applied_at: datetime) -> date:
    """Give the day that an import names, or that on which it was applied."""
    return effective_on or office_date(applied_at)


class District(Sourced, Base):
    """A district by its INEI code. Department and province are named by the first two and four digits."""

    __tablename__ = "district"
    __table_args__ = (CheckConstraint("length(ubigeo) = 6", name="ubigeo"),)

    ubigeo: Mapped[str] = mapped_column(String(6), primary_key=True)
    ubigeo_reniec: Mapped[str | None] = mapped_column(String(6))
    department: Mapped[str] = mapped_column(String(60))
    province: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(80))
    sort_key: Mapped[str] = mapped_column(String(220), index=True)
    has_malnutrition_priority: Mapped[bool | None]


class PovertyRate(Sourced, Base):
    """Monetary poverty of a district in a year, in ten-thousandths of a percentage point (40.0163 % is 400163)."""

    __tablename__ = "poverty_rate"
    __table_args__ = (
        UniqueConstraint("ubigeo", "year"),
        CheckConstraint("rate_e4 BETWEEN 0 AND 1000000", name="rate"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ubigeo: Mapped[str] = mapped_column(ForeignKey("district.ubigeo"), index=True)
    year: Mapped[int]
    rate_e4: Mapped[int]


class Centre(Sourced, Base):
    """A populated centre by its ten-digit INEI code. Coordinates in millionths of a degree; None is "no data"."""

    __tablename__ = "centre"
    __table_args__ = (
        CheckConstraint("length(code) = 10", name="code"),
        CheckConstraint("area IN ('R', 'U')", name="area"),
        CheckConstraint("households IS NULL OR households >= 0", name="households"),
        CheckConstraint("dwellings IS NULL OR dwellings >= 0", name="dwellings"),
    )

    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    ubigeo: Mapped[str] = mapped_column(ForeignKey("district.ubigeo"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    sort_key: Mapped[str] = mapped_column(String(220), index=True)
    area: Mapped[str] = mapped_column(String(1))
    latitude_e6: Mapped[int | None]
    longitude_e6: Mapped[int | None]
    altitude_m: Mapped[int | None]
    population: Mapped[int | None]
    households: Mapped[int | None]
    dwellings: Mapped[int | None]


class TargetingRule(Base):
    """A version of the thresholds; the newest is in force. Kept for ever, because decisions name their version."""

    __tablename__ = "targeting_rule"
    __table_args__ = (
        CheckConstraint("min_households > 0", name="min_households"),
        CheckConstraint("poverty_above_e4 BETWEEN 0 AND 1000000", name="poverty_above"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    min_households: Mapped[int]
    poverty_above_e4: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class CentreTargeting(Base):
    """The standing of a centre under a rule version, with the figures used. Written whenever either changes.

    `counted` says what stands under `households`: the households declared, dwellings in their stead, or those of
    our own register.
    """

    __tablename__ = "centre_targeting"
    __table_args__ = (
        CheckConstraint("status IN ('targeted', 'not_targeted', 'no_data')", name="status"),
        CheckConstraint("counted IN ('households', 'dwellings', 'registered')", name="counted"),
        Index("ix_centre_targeting_status_centre_code", "status", "centre_code"),
    )

    centre_code: Mapped[str] = mapped_column(ForeignKey("centre.code"), primary_key=True)
    rule_id: Mapped[int] = mapped_column(ForeignKey("targeting_rule.id"))
    status: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(40))
    households: Mapped[int | None]
    counted: Mapped[str | None] = mapped_column(String(12))
    poverty_e4: Mapped[int | None]


class Household(Sourced, Base):
    """A household of the register. The coordinates are of its dwelling, in millionths of a degree, both or none."""

    __tablename__ = "household"
    __table_args__ = (
        CheckConstraint(
            "sisfoh_class IS NULL OR sisfoh_class IN ('no_pobre', 'pobre', 'pobre_extremo')",
            name="sisfoh_class",
        ),
        CheckConstraint("sisfoh_expires_on >= sisfoh_classified_on", name="sisfoh_days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    centre_code: Mapped[str] = mapped_column(ForeignKey("centre.code"), index=True)
    language: Mapped[str | None] = mapped_column(String(40))
    sisfoh_class: Mapped[str | None] = mapped_column(String(14))
    sisfoh_classified_on: Mapped[date | None]
    sisfoh_expires_on: Mapped[date | None]
    latitude_e6: Mapped[int | None]
    longitude_e6: Mapped[int | None]
    persons: Mapped[list["Person"]] = relationship(lazy="raise_on_sql", order_by="Person.id")


class Person(Sourced, Base):
    """A member of a household, found by DNI (eight digits; the check character is a separate ninth one).

    `kinship` is the link to the head of today; a head has none, and None is "not known".
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("length(dni) = 8", name="dni"),
        CheckConstraint("sex IN ('F', 'M')", name="sex"),
        CheckConstraint(
            "kinship IS NULL OR NOT is_head AND kinship IN ('spouse', 'child', 'child_in_law', 'grandchild', "
            "'parent', 'parent_in_law', 'sibling', 'other_relative', 'not_relative')",
            name="kinship",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dni: Mapped[str] = mapped_column(String(8), unique=True)
    given_names: Mapped[str] = mapped_column(String(80))
    paternal_surname: Mapped[str] = mapped_column(String(60))
    maternal_surname: Mapped[str] = mapped_column(String(60))
    sort_key: Mapped[str] = mapped_column(String(220), index=True)
    birth_date: Mapped[date | None]
    sex: Mapped[str] = mapped_column(String(1))
    is_head: Mapped[bool] = mapped_column(default=False)
    kinship: Mapped[str | None] = mapped_column(String(16))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    household: Mapped[Household] = relationship(lazy="raise_on_sql", back_populates="persons")

    @property
    def full_name(self) -> str:
        """Give the name as documents write it: given names, then both surnames."""
        return whole_name(self.given_names, self.paternal_surname, self.maternal_surname)


def whole_name(*parts: str | None) -> str:
    """Join given names and both surnames; what a person has none of is left out."""
    return " ".join(part for part in parts if part)


class RegisterVersion(Base):
    """What a row of the register was until a later file changed it; `content` is its values as JSON.

    Together with the row as it is, this tells what was true on any day, and which file and line said so. Of a person,
    `household_id` repeats the household of then, so that a household finds who once lived in it.
    """

    __tablename__ = "register_version"
    __table_args__ = (Index("ix_register_version_noun_key", "noun", "key"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    noun: Mapped[str] = mapped_column(String(12))
    key: Mapped[str] = mapped_column(String(24))
    content: Mapped[str] = mapped_column(Text)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"))
    line: Mapped[int | None]
    until_batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))
    household_id: Mapped[int | None] = mapped_column(index=True)


class ColumnMapping(Base):
    """The columns that a person chose for files with these names in their header, to be proposed the next time."""

    __tablename__ = "column_mapping"
    __table_args__ = (UniqueConstraint("kind", "header_sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    header_sha256: Mapped[str] = mapped_column(String(64))
    choices: Mapped[str] = mapped_column(Text)
    chosen_at: Mapped[datetime]
    chosen_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
