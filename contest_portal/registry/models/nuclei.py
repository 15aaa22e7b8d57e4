"""Central executing nuclei (NEC), the executing nuclei (NE) they group, and the centres of each."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class CentralNucleus(Base):
    """A central nucleus (NEC): it holds the purse of its nuclei from its first to its last year (None: open)."""

    __tablename__ = "central_nucleus"
    __table_args__ = (
        CheckConstraint("first_year BETWEEN 2000 AND 2100", name="first_year"),
        CheckConstraint("last_year IS NULL OR last_year BETWEEN first_year AND 2100", name="last_year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    sort_key: Mapped[str] = mapped_column(String(220), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)
    first_year: Mapped[int]
    last_year: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class ExecutingNucleus(Base):
    """An executing nucleus (NE) of a central one."""

    __tablename__ = "executing_nucleus"
    __table_args__ = (UniqueConstraint("central_nucleus_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    central_nucleus_id: Mapped[int] = mapped_column(ForeignKey("central_nucleus.id"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class NucleusCentre(Base):
    """A populated centre of an executing nucleus, for the years of the central one."""

    __tablename__ = "nucleus_centre"
    __table_args__ = (UniqueConstraint("nucleus_id", "centre_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    nucleus_id: Mapped[int] = mapped_column(ForeignKey("executing_nucleus.id"), index=True)
    centre_code: Mapped[str] = mapped_column(ForeignKey("centre.code"), index=True)
