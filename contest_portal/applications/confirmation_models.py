"""What the members of a group confirm of a profile, and the codes on their slips."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class MemberCode(Base):
    """The code on a member's slip, by its salted hash; printing again replaces it."""

    __tablename__ = "member_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("group_member.id"), unique=True)
    salt: Mapped[str] = mapped_column(String(32))
    code_sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))


class Confirmation(Base):
    """A member's agreement with what was read: in whose account, on what device. Other words, another hash."""

    __tablename__ = "confirmation"
    __table_args__ = (
        UniqueConstraint("application_id", "member_id", "read_sha256"),
        CheckConstraint("means IN ('code', 'dni', 'sign')", name="means"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("group_member.id"), index=True)
    read_sha256: Mapped[str] = mapped_column(String(64))
    means: Mapped[str] = mapped_column(String(4))
    confirmed_at: Mapped[datetime]
    account_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    device: Mapped[str] = mapped_column(String(40))
