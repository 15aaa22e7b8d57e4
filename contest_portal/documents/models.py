"""Documents as issued: their gapless numbers and what was put on paper."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class Series(Base):
    """The counter of one kind of document in one office and year. Raised in the transaction that issues."""

    __tablename__ = "series"
    __table_args__ = (
        UniqueConstraint("kind", "office_id", "year"),
        CheckConstraint("last >= 0", name="last"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    year: Mapped[int]
    last: Mapped[int] = mapped_column(default=0)


class NumberFormat(Base):
    """How an office writes the numbers of one kind from now on; what was numbered before keeps its code."""

    __tablename__ = "number_format"
    __table_args__ = (UniqueConstraint("office_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    kind: Mapped[str] = mapped_column(String(20))
    pattern: Mapped[str] = mapped_column(String(60))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class Document(Base):
    """One issued document: `data` is what it says, frozen when the number was taken.

    `file_sha256` names the stored PDF, printed once from `data`; None until then. It is never printed again.
    """

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("series_id", "number"),
        Index("ix_document_subject_kind", "subject", "kind"),
        CheckConstraint("state IN ('issued', 'void')", name="state"),
        CheckConstraint(
            "(state = 'void') = (voided_at IS NOT NULL AND void_reason IS NOT NULL)", name="void_has_reason"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), index=True)
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(240))
    subject: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(10), default="issued")
    data: Mapped[str] = mapped_column(Text)
    data_sha256: Mapped[str] = mapped_column(String(64))
    file_sha256: Mapped[str | None] = mapped_column(String(64))
    verification_code: Mapped[str] = mapped_column(String(20), unique=True)
    issued_at: Mapped[datetime]
    issued_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str | None] = mapped_column(String(400))


class DocumentSignature(Base):
    """How the stored file of a document was signed; none for one that was printed while the portal had no key."""

    __tablename__ = "document_signature"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    signer: Mapped[str] = mapped_column(String(240))
    issuer: Mapped[str] = mapped_column(String(240))
    serial: Mapped[str] = mapped_column(String(64))
    is_test: Mapped[bool]
    signed_at: Mapped[datetime]
    has_timestamp: Mapped[bool]
