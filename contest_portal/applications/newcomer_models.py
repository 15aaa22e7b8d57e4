"""Groups that handed in a paper before they were registered: what the counter noted of them."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class PaperNewcomer(Base):
    """A group to be registered when its paper enters; `representative_id` once somebody is known to speak for it."""

    __tablename__ = "paper_newcomer"

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper_entry.id"), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    centre_code: Mapped[str] = mapped_column(ForeignKey("centre.code"), index=True)
    representative_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class PaperMember(Base):
    """A member as the paper names one: the DNI, known to the register or not, and the office."""

    __tablename__ = "paper_member"
    __table_args__ = (
        UniqueConstraint("paper_id", "dni"),
        CheckConstraint("office IN ('president', 'treasurer', 'secretary', 'member')", name="office"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper_entry.id"), index=True)
    dni: Mapped[str] = mapped_column(String(8))
    office: Mapped[str] = mapped_column(String(10))
