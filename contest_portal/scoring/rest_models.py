"""What is left of final sheets once the words that their jurors wrote were withdrawn."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class SheetRest(Base):
    """The seal over a sheet without its reasons, made while its own seal still held. That one stays on the sheet."""

    __tablename__ = "sheet_rest"
    __table_args__ = (CheckConstraint("length(seal) = 64", name="seal"),)

    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"), primary_key=True, autoincrement=False)
    seal: Mapped[str] = mapped_column(String(64))
