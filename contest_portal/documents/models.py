"""Documents as issued: their gapless numbers and what was put on paper."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_portal.documents.rules.kinds import Wording
from contest_portal.kernel.database import Base
from contest_portal.kernel.sealed_columns import Sealed


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


class DocumentText(Base):
    """A version of the text of a kind in an office, as it was put in force; the highest number holds. Never changed.

    `body` and `css` None: from then on the text as shipped. `sha256` names both together.
    """

    __tablename__ = "document_text"
    __table_args__ = (
        UniqueConstraint("office_id", "kind", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint(
            "(body IS NULL) = (sha256 IS NULL) AND (body IS NULL) = (css IS NULL)", name="shipped"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    body: Mapped[str | None] = mapped_column(Text)
    css: Mapped[str | None] = mapped_column(Text)
    sha256: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(400))
    published_at: Mapped[datetime]
    published_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    @property
    def wording(self) -> Wording | None:
        """Give the text with its style; None for the one as shipped."""
        if self.body is None or self.css is None or self.sha256 is None:
            return None
        return Wording(self.body, self.css, self.sha256)


class DocumentTextDraft(Base):
    """What an administrator is writing and has not put in force: one for each kind of an office."""

    __tablename__ = "document_text_draft"
    __table_args__ = (UniqueConstraint("office_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    kind: Mapped[str] = mapped_column(String(20))
    body: Mapped[str] = mapped_column(Text)
    css: Mapped[str] = mapped_column(Text)
    edited_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class Document(Base):
    """One issued document: `data` is what it says, frozen when the number was taken.

    `file_sha256` names the stored PDF, printed once from `data`; None until then. It is never printed again. `text` is
    the office's own text that it was issued with, whose hash its data names; None: the text as shipped.
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
    data: Mapped[str] = mapped_column(Sealed("document.data"))
    data_sha256: Mapped[str] = mapped_column(String(64))
    file_sha256: Mapped[str | None] = mapped_column(String(64))
    verification_code: Mapped[str] = mapped_column(String(20), unique=True)
    issued_at: Mapped[datetime]
    issued_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str | None] = mapped_column(String(400))
    text_id: Mapped[int | None] = mapped_column(ForeignKey("document_text.id"), index=True)
    text: Mapped[DocumentText | None] = relationship(lazy="selectin")  # no query for those without one

    @property
    def wording(self) -> Wording | None:
        """Give the office's own text that it was issued with."""
        return None if self.text is None else self.text.wording


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
    has_revocation: Mapped[bool]
