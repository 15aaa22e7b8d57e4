"""Producer groups over the years, and what they sent to each contest."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_portal.contests.models import Contest
from contest_portal.kernel.database import Base
from contest_portal.kernel.money import Money
from contest_portal.registry.models.register import Centre, Person


class ProducerGroup(Base):
    """A group of producers: a record of its own, older than any contest."""

    __tablename__ = "producer_group"
    __table_args__ = (CheckConstraint("ruc IS NULL OR length(ruc) = 11", name="ruc"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    ruc: Mapped[str | None] = mapped_column(String(11), unique=True)
    centre_code: Mapped[str] = mapped_column(ForeignKey("centre.code"), index=True)
    representative_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    centre: Mapped[Centre] = relationship(lazy="raise_on_sql")
    members: Mapped[list["GroupMember"]] = relationship(lazy="raise_on_sql", order_by="GroupMember.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class GroupMember(Base):
    """A person in a group, with the office held."""

    __tablename__ = "group_member"
    __table_args__ = (
        CheckConstraint("office IN ('president', 'treasurer', 'secretary', 'member')", name="office"),
        Index(
            "uq_group_member_live",
            "group_id",
            "person_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("producer_group.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    office: Mapped[str] = mapped_column(String(10), default="member")
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class Application(Base):
    """A group's business profile for one contest: a draft over several visits, then sent once."""

    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("contest_id", "group_id"),
        UniqueConstraint("contest_id", "code"),
        CheckConstraint("state IN ('draft', 'submitted', 'withdrawn')", name="state"),
        CheckConstraint(
            "state = 'draft' OR (submitted_at IS NOT NULL AND content_sha256 IS NOT NULL AND code IS NOT NULL)",
            name="submitted_is_complete",
        ),
        CheckConstraint("requested >= 0", name="requested"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("producer_group.id"), index=True)
    code: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12), default="draft")
    category_code: Mapped[str | None] = mapped_column(String(20))
    line_code: Mapped[str | None] = mapped_column(String(30))
    title: Mapped[str] = mapped_column(String(160), default="")
    profile: Mapped[str] = mapped_column(Text)
    requested: Mapped[Money]
    submitted_at: Mapped[datetime | None]
    content_sha256: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    contest: Mapped[Contest] = relationship(lazy="raise_on_sql")
    group: Mapped[ProducerGroup] = relationship(lazy="raise_on_sql")
    members: Mapped[list["ApplicationMember"]] = relationship(
        lazy="raise_on_sql", order_by="ApplicationMember.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class ApplicationMember(Base):
    """A member as the register knew the person on the day the profile was sent."""

    __tablename__ = "application_member"
    __table_args__ = (UniqueConstraint("application_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    centre_code: Mapped[str] = mapped_column(ForeignKey("centre.code"))
    dni: Mapped[str] = mapped_column(String(8))
    full_name: Mapped[str] = mapped_column(String(200))
    sex: Mapped[str] = mapped_column(String(1))
    office: Mapped[str] = mapped_column(String(10))


class HouseholdClaim(Base):
    """A household's single place in a contest: taken when its group sends, freed when it withdraws."""

    __tablename__ = "household_claim"
    __table_args__ = (UniqueConstraint("contest_id", "household_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)


class ApplicationVersion(Base):
    """What was sent, word for word: the content whose hash stands on the receipt."""

    __tablename__ = "application_version"
    __table_args__ = (UniqueConstraint("application_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    number: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    content_sha256: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime]


class Attachment(Base):
    """A file that goes with an application. Its name is ours; the bytes lie in the storage under their hash.

    `original_sha256` is of the bytes that came: a photo is kept as it was written anew. `asked` is the code by which
    the contest asks for it. `cure` says what a correction does with it that was not sent yet. `infected_at` is when a
    scanner that was silent at first found something in it.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        UniqueConstraint("application_id", "sha256"),
        UniqueConstraint("application_id", "original_sha256"),
        CheckConstraint("scan IN ('absent', 'clean', 'failed')", name="scan"),
        CheckConstraint("cure IN ('added', 'dropped')", name="cure"),
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("media_type IN ('application/pdf', 'image/jpeg', 'image/png')", name="media_type"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    media_type: Mapped[str] = mapped_column(String(20))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    original_sha256: Mapped[str] = mapped_column(String(64))
    preview_sha256: Mapped[str | None] = mapped_column(String(64))
    pages: Mapped[int | None]
    asked: Mapped[str | None] = mapped_column(String(20))
    scan: Mapped[str] = mapped_column(String(10))
    cure: Mapped[str | None] = mapped_column(String(8))
    infected_at: Mapped[datetime | None]
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
