"""What people noted of households and persons: lives go on between two files."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class LifeEvent(Base):
    """Something that happened on a day, and why it is believed. Its batch is the source of the rows it changed.

    `household_id` is where it happened; `other_household_id` where somebody went. An event noted by mistake is undone,
    with a reason, and stays.
    """

    __tablename__ = "life_event"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('death', 'leaving', 'move', 'centre', 'split', 'merge', 'place', 'kinship')",
            name="kind",
        ),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint(
            "(undone_at IS NULL) = (undo_reason IS NULL) AND (undone_at IS NULL) = (undo_batch_id IS NULL)",
            name="undone",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    other_household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    on_date: Mapped[date]
    reason: Mapped[str] = mapped_column(String(300))
    noted_at: Mapped[datetime]
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"), unique=True)
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    undo_reason: Mapped[str | None] = mapped_column(String(300))
    undo_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), unique=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class NotedFact(Base):
    """A value that an event set and that no import changes while the event stands.

    Of a link to the head the `value` is kept: it holds no longer once another head ended it.
    """

    __tablename__ = "noted_fact"
    __table_args__ = (
        CheckConstraint(
            "field IN ('centre_code', 'household_code', 'is_head', 'standing', 'place', 'kinship')",
            name="field",
        ),
        CheckConstraint("(field = 'kinship') = (value IS NOT NULL)", name="value"),
        CheckConstraint("(household_id IS NULL) <> (person_id IS NULL)", name="subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("life_event.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    field: Mapped[str] = mapped_column(String(14))
    value: Mapped[str | None] = mapped_column(String(16))
