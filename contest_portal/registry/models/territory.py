"""Departments and provinces with the names that files told of them, and codes that gave way to new ones."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base
from contest_portal.registry.models.register import Sourced


class Area(Base):
    """A department by the first two digits of the ubigeo, or a province by four; its name is one of `AreaName`.

    The first name told stays until somebody chooses another of those told since.
    """

    __tablename__ = "area"
    __table_args__ = (
        CheckConstraint("length(code) IN (2, 4)", name="code"),
        CheckConstraint("chosen_at IS NOT NULL OR chosen_by IS NULL", name="chosen_by"),
    )

    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    sort_key: Mapped[str] = mapped_column(String(120))
    chosen_at: Mapped[datetime | None]
    chosen_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class AreaName(Base):
    """A name that a file told of an area; writings that differ in accents or case alone are one name."""

    __tablename__ = "area_name"
    __table_args__ = (UniqueConstraint("code", "sort_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    name: Mapped[str] = mapped_column(String(60))
    sort_key: Mapped[str] = mapped_column(String(120))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"))
    line: Mapped[int | None]


class CodeChange(Sourced, Base):
    """A code that gave way to a new one, and the document that says so; told by a file or by a person.

    Kinds: I, a district's code of INEI; R, of RENIEC; C, a populated centre's. They are never mixed. A change that a
    person withdrew is kept and not applied.
    """

    __tablename__ = "code_change"
    __table_args__ = (
        UniqueConstraint("kind", "old_code", "new_code"),
        CheckConstraint("kind IN ('I', 'R', 'C')", name="kind"),
        CheckConstraint(
            "length(old_code) = CASE kind WHEN 'C' THEN 10 ELSE 6 END AND length(new_code) = length(old_code)",
            name="codes",
        ),
        CheckConstraint("old_code <> new_code", name="new_code"),
        CheckConstraint("batch_id IS NOT NULL OR recorded_at IS NOT NULL", name="recorded_at"),
        CheckConstraint("withdrawn_at IS NOT NULL OR withdrawn_by IS NULL", name="withdrawn_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(1))
    old_code: Mapped[str] = mapped_column(String(10))
    new_code: Mapped[str] = mapped_column(String(10))
    since: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime | None]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
