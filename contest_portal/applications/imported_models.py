"""Groups of a contest that was held elsewhere: what is told of them, because their members are not in the register."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class ImportedGroup(Base):
    """How many households and women a group had, as the file told that it came with."""

    __tablename__ = "imported_group"
    __table_args__ = (CheckConstraint("households >= 0 AND women >= 0", name="figures"),)

    application_id: Mapped[int] = mapped_column(
        ForeignKey("application.id"), primary_key=True, autoincrement=False
    )
    households: Mapped[int]
    women: Mapped[int]
