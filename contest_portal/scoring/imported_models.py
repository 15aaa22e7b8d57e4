"""Attendance of groups of a contest that was held elsewhere: a figure, because their households are not known."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class ImportedAttendance(Base):
    """How many households of a group were there in a phase, as a file told."""

    __tablename__ = "imported_attendance"
    __table_args__ = (CheckConstraint("present >= 0", name="present"),)

    application_id: Mapped[int] = mapped_column(
        ForeignKey("application.id"), primary_key=True, autoincrement=False
    )
    phase_code: Mapped[str] = mapped_column(String(20), primary_key=True)
    present: Mapped[int]
