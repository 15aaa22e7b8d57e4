"""What households received in the programme's other components: a catalogue of kinds, records and their history."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base
from contest_portal.kernel.money import Money


class ComponentKind(Base):
    """A kind of thing recorded per household. `phrase` goes on after "5 households …": «crían cuyes».

    A kind without a unit is not counted. A retired kind takes no new records; its old ones stay.
    """

    __tablename__ = "component_kind"
    __table_args__ = (
        CheckConstraint("component IN ('production', 'dwelling', 'finance')", name="component"),
        CheckConstraint("unit <> ''", name="unit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    component: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(80))
    sort_key: Mapped[str] = mapped_column(String(220), unique=True)
    phrase: Mapped[str] = mapped_column(String(120))
    unit: Mapped[str | None] = mapped_column(String(30))
    is_active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class ComponentRecord(Base):
    """A kind that a household received, or is to receive.

    `on_date` is the day it was received; of a planned one, the day it is planned for. `held_since` is there while the
    household has it, from the day it last began to. A record made by mistake is voided with its reason, never deleted.
    `file_version` is the version a file left it at: while it is the present one, no person has touched it since.
    `file_date` is the day the file told, by which it is known again after a person corrected the day.
    """

    __tablename__ = "component_record"
    __table_args__ = (
        CheckConstraint("state IN ('planned', 'delivered', 'in_use', 'abandoned')", name="state"),
        CheckConstraint("(state IN ('delivered', 'in_use')) = (held_since IS NOT NULL)", name="held_since"),
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="void_reason"),
        CheckConstraint("voided_at IS NOT NULL OR voided_by IS NULL", name="voided_by"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("counterpart_days > 0", name="counterpart_days"),
        CheckConstraint("counterpart_value > 0", name="counterpart_value"),
        CheckConstraint("file_version IS NULL OR batch_id IS NOT NULL", name="file_version"),
        CheckConstraint("(file_version IS NULL) = (file_date IS NULL)", name="file_date"),
        Index(
            "uq_component_record_live",
            "household_id",
            "kind_id",
            "on_date",
            unique=True,
            sqlite_where=text("voided_at IS NULL"),
            postgresql_where=text("voided_at IS NULL"),
        ),
        Index(
            "ix_component_record_held",
            "kind_id",
            "household_id",
            "held_since",
            sqlite_where=text("voided_at IS NULL AND held_since IS NOT NULL"),
            postgresql_where=text("voided_at IS NULL AND held_since IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    kind_id: Mapped[int] = mapped_column(ForeignKey("component_kind.id"))
    state: Mapped[str] = mapped_column(String(10))
    on_date: Mapped[date]
    held_since: Mapped[date | None]
    quantity: Mapped[int | None]
    trainer: Mapped[str] = mapped_column(String(80), default="")
    counterpart_days: Mapped[int | None]
    counterpart_inputs: Mapped[str] = mapped_column(String(200), default="")
    counterpart_value: Mapped[Money | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)
    line: Mapped[int | None]
    file_version: Mapped[int | None]
    file_date: Mapped[date | None]
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    void_reason: Mapped[str | None] = mapped_column(String(300))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class ComponentStep(Base):
    """A state that a record came into, and on which day: what was true on a past day follows from these."""

    __tablename__ = "component_step"
    __table_args__ = (
        UniqueConstraint("record_id", "number"),
        CheckConstraint("state IN ('planned', 'delivered', 'in_use', 'abandoned')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("component_record.id"), index=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    on_date: Mapped[date]
    noted_at: Mapped[datetime]
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
