"""Outside registries: where they are, each synchronisation with its pages, and where two sources disagree."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_portal.kernel.database import Base
from contest_portal.kernel.sealed_columns import Sealed

NOTED = "anotado"
"""The source of what people noted: believed before any other, and no row of the table."""
FILES = "archivo"
"""The source that every file a person imports belongs to. Its row comes with the structure of the database."""
_LIVE = text("state IN ('fetching', 'fetched')")


class RegistrySource(Base):
    """A source of households. `precedence` 1 is believed most; `watermark` is the source's own word for "until here".

    `token_variable` names the environment variable that holds the token; the token itself is never stored.
    """

    __tablename__ = "registry_source"
    __table_args__ = (
        CheckConstraint("kind IN ('files', 'http')", name="kind"),
        CheckConstraint(
            "(kind = 'http') = (base_address IS NOT NULL AND token_variable IS NOT NULL)", name="address"
        ),
        CheckConstraint("precedence BETWEEN 1 AND 99", name="precedence"),
        CheckConstraint("watermark IS NULL OR last_complete_at IS NOT NULL", name="watermark"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    kind: Mapped[str] = mapped_column(String(5))
    name: Mapped[str] = mapped_column(String(100))
    base_address: Mapped[str | None] = mapped_column(String(300))
    token_variable: Mapped[str | None] = mapped_column(String(80))
    is_active: Mapped[bool] = mapped_column(default=True)
    precedence: Mapped[int] = mapped_column(unique=True)
    last_complete_at: Mapped[datetime | None]
    watermark: Mapped[str | None] = mapped_column(String(200))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class SourceRun(Base):
    """One synchronisation: its pages arrive one by one, then all are applied at once or none is.

    `since` is what it asks for ("what changed since"), `next_cursor` where it goes on, `rejections` what the rules
    refused, as JSON without any DNI.
    """

    __tablename__ = "source_run"
    __table_args__ = (
        CheckConstraint("state IN ('fetching', 'fetched', 'applied', 'failed')", name="state"),
        CheckConstraint("(state = 'failed') = (error_code IS NOT NULL)", name="error_code"),
        CheckConstraint("(state IN ('applied', 'failed')) = (ended_at IS NOT NULL)", name="ended_at"),
        CheckConstraint("pages >= 0 AND households >= 0 AND persons >= 0", name="counts"),
        Index(
            "uq_source_run_live",
            "source_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("registry_source.id"), index=True)
    state: Mapped[str] = mapped_column(String(8), default="fetching")
    since: Mapped[str | None] = mapped_column(String(200))
    next_cursor: Mapped[str | None] = mapped_column(String(500))
    watermark: Mapped[str | None] = mapped_column(String(200))
    expected: Mapped[int | None]
    pages: Mapped[int] = mapped_column(default=0)
    households: Mapped[int] = mapped_column(default=0)
    persons: Mapped[int] = mapped_column(default=0)
    rows_new: Mapped[int] = mapped_column(default=0)
    rows_changed: Mapped[int] = mapped_column(default=0)
    rows_unchanged: Mapped[int] = mapped_column(default=0)
    rows_rejected: Mapped[int] = mapped_column(default=0)
    rejections: Mapped[str | None] = mapped_column(Text)
    error_code: Mapped[str | None] = mapped_column(String(40))
    started_at: Mapped[datetime]
    started_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"))
    version: Mapped[int] = mapped_column(default=1)
    source: Mapped[RegistrySource] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class SourcePage(Base):
    """A page as it arrived, reduced to what the contract names. `content` goes once the run has ended for good."""

    __tablename__ = "source_page"
    __table_args__ = (
        UniqueConstraint("run_id", "sequence"),
        CheckConstraint("sequence > 0", name="sequence"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("source_run.id"))
    sequence: Mapped[int]
    cursor_after: Mapped[str | None] = mapped_column(String(500))
    households: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[str | None] = mapped_column(Sealed("source_page.content"))
    fetched_at: Mapped[datetime]


class SourceConflict(Base):
    """Two sources say different things of a household or a person; `winner` is whose value the register holds."""

    __tablename__ = "source_conflict"
    __table_args__ = (
        CheckConstraint("(household_id IS NULL) <> (person_id IS NULL)", name="subject"),
        CheckConstraint(
            "field IN ('centre_code', 'sisfoh_class', 'names', 'birth_date', 'household_code', 'is_head', 'standing', "
            "'place', 'kinship')",
            name="field",
        ),
        CheckConstraint("winner IN (held_source, other_source)", name="winner"),
        CheckConstraint("(closed_at IS NULL) = (note IS NULL)", name="note"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    field: Mapped[str] = mapped_column(String(14))
    held_source: Mapped[str] = mapped_column(String(30))
    held_value: Mapped[str] = mapped_column(String(250))
    other_source: Mapped[str] = mapped_column(String(30), index=True)
    other_value: Mapped[str] = mapped_column(String(250))
    winner: Mapped[str] = mapped_column(String(30))
    noted_at: Mapped[datetime]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("source_run.id"))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    note: Mapped[str | None] = mapped_column(String(300))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class

    @property
    def winning_value(self) -> str:
        """Give the value that the register was left with."""
        return self.held_value if self.winner == self.held_source else self.other_value
