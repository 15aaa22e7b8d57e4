"""Social programmes as a catalogue, and who belongs to them: a person, or a household as a whole."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class SocialProgramme(Base):
    """A programme one may belong to. A retired one takes no new members; what is recorded stays."""

    __tablename__ = "social_programme"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    sort_key: Mapped[str] = mapped_column(String(220), unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class


_LIVE = text("voided_at IS NULL")


class Membership(Base):
    """That a person or a household belongs to a programme from a day; `until` is the last day, None while it goes on.

    It comes from a line of a file or from an act with its evidence. `file_version` is the version a file left it at:
    while it is the present one, no person has touched it since. One made by mistake is voided, never deleted.
    """

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("(household_id IS NULL) <> (person_id IS NULL)", name="subject"),
        CheckConstraint("until >= since", name="until"),
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="void_reason"),
        CheckConstraint("batch_id IS NOT NULL OR evidence <> ''", name="source"),
        CheckConstraint("file_version IS NULL OR batch_id IS NOT NULL", name="file_version"),
        Index(
            "uq_membership_person_live",
            "person_id",
            "programme_id",
            "since",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index(
            "uq_membership_household_live",
            "household_id",
            "programme_id",
            "since",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("social_programme.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(String(300), default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)
    line: Mapped[int | None]
    file_version: Mapped[int | None]
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    void_reason: Mapped[str | None] = mapped_column(String(300))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class MembershipStep(Base):
    """What was said of a membership's last day, by whom or by which file, and when: only added to."""

    __tablename__ = "membership_step"
    __table_args__ = (UniqueConstraint("membership_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    number: Mapped[int]
    until: Mapped[date | None]
    noted_at: Mapped[datetime]
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"))
