"""Jurors' phones, the entries they sent, and what became of each."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_portal.jury.models import Juror
from contest_portal.kernel.database import Base


class JurorDevice(Base):
    """A browser that a juror scores with in one contest. `public_key` and `fingerprint` are empty where it has none."""

    __tablename__ = "juror_device"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("(public_key = '') = (fingerprint = '')", name="key_has_fingerprint"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by IS NULL)", name="revoked_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"), index=True)
    code: Mapped[str] = mapped_column(String(32))
    public_key: Mapped[str] = mapped_column(String(130))
    fingerprint: Mapped[str] = mapped_column(String(24))
    enrolled_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    juror: Mapped[Juror] = relationship(lazy="raise_on_sql")


class SheetEntryRow(Base):
    """An entry as it was signed and how it came. Written once: the database refuses to change or delete it."""

    __tablename__ = "sheet_entry"
    __table_args__ = (
        UniqueConstraint("sha256", "signed", "via"),
        CheckConstraint("signed IN ('good', 'bad', 'absent')", name="signed"),
        CheckConstraint("via IN ('phone', 'file')", name="via"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"), index=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("juror_device.id"), index=True)
    number: Mapped[int]
    group_code: Mapped[str] = mapped_column(String(40))
    phase_code: Mapped[str] = mapped_column(String(40))
    body: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(128))
    signed: Mapped[str] = mapped_column(String(6))
    via: Mapped[str] = mapped_column(String(5))
    received_at: Mapped[datetime]
    received_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    device: Mapped[JurorDevice] = relationship(lazy="raise_on_sql")


class SheetEntryFate(Base):
    """Where an entry stands by now; `version` is what it made of the sheet, if it was ever written on it."""

    __tablename__ = "sheet_entry_fate"
    __table_args__ = (
        CheckConstraint("fate IN ('counted', 'replaced', 'conflict', 'held')", name="fate"),
        CheckConstraint("(fate = 'held') = (reason <> '')", name="held_for_a_reason"),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("sheet_entry.id"), primary_key=True, autoincrement=False)
    fate: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(20))
    version: Mapped[int | None]
    decided_at: Mapped[datetime]
