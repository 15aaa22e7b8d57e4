"""Offices, users and the roles they were granted."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint, exists
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from contest_portal.accounts.rules.actor import Grant, Role
from contest_portal.kernel.database import Base
from contest_portal.kernel.identifiers import sort_key


def _name_key(context: DefaultExecutionContext) -> str:
    return sort_key(context.get_current_parameters()["full_name"])


class Office(Base):
    """A territorial unit: it signs, numbers and keeps the documents of its contests. Its logo is a stored PNG."""

    __tablename__ = "office"
    __table_args__ = (CheckConstraint("ruc IS NULL OR length(ruc) = 11", name="ruc"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    programme: Mapped[str] = mapped_column(String(160))
    city: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(200))
    ruc: Mapped[str | None] = mapped_column(String(11))
    signer_name: Mapped[str] = mapped_column(String(160))
    signer_title: Mapped[str] = mapped_column(String(160))
    logo_sha256: Mapped[str | None] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class SecondFactor(Base):
    """The application on a person's telephone that gives codes. `secret` is sealed; `last_step` counted last."""

    __tablename__ = "second_factor"
    __table_args__ = (CheckConstraint("last_step >= 0", name="last_step"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True, autoincrement=False)
    secret: Mapped[str] = mapped_column(String(200))
    last_step: Mapped[int] = mapped_column(BigInteger)
    enrolled_at: Mapped[datetime]


class RecoveryCode(Base):
    """A code for whoever lost the telephone: a keyed hash, and when it was used."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("user_id", "code_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class AccountChange(Base):
    """A change of what opens an account. The person reads it at the next sign-in (`told_at`) and on the own page.

    `changed_by` is None for the person, and for the command line; nobody changes the address or the name of an account.
    A second factor that was taken off has its reason.
    """

    __tablename__ = "account_change"
    __table_args__ = (
        CheckConstraint("kind <> ''", name="kind"),
        CheckConstraint("changed_by <> user_id", name="by_another"),
        CheckConstraint("(kind = 'factor_off') = (reason IS NOT NULL AND reason <> '')", name="reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    changed_at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(String(300))
    told_at: Mapped[datetime | None]


class EndedSession(Base):
    """A session that its person left: the hash of its key, kept as long as its cookie could still be sent."""

    __tablename__ = "ended_session"
    __table_args__ = (CheckConstraint("length(key_hash) = 64", name="key_hash"),)

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    ended_at: Mapped[datetime] = mapped_column(index=True)


class OpenSession(Base):
    """A session as its person may know it again: the hash of its key, the kind of device, when it was used.

    No address of a line and nothing else of the browser is kept. The row goes with the session.
    """

    __tablename__ = "open_session"
    __table_args__ = (
        CheckConstraint("length(key_hash) = 64", name="key_hash"),
        CheckConstraint("device <> ''", name="device"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(20))
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class User(Base):
    """A person with an account.

    `session_epoch` grows to end all open sessions at once. `must_change_password` holds while the password is one
    that somebody else handed over; it opens nothing after `must_change_by`.
    """

    __tablename__ = "user_account"
    __table_args__ = (CheckConstraint("session_epoch >= 0", name="session_epoch"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(160), unique=True)
    full_name: Mapped[str] = mapped_column(String(160))
    name_key: Mapped[str] = mapped_column(String(200), default=_name_key)
    password_hash: Mapped[str] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    session_epoch: Mapped[int] = mapped_column(default=0)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    must_change_by: Mapped[datetime | None]
    created_at: Mapped[datetime]
    grants: Mapped[list["RoleGrant"]] = relationship(
        lazy="raise_on_sql", order_by="RoleGrant.id", cascade="all, delete-orphan"
    )
    has_second_factor: Mapped[bool] = column_property(
        exists().where(SecondFactor.user_id == id),
        expire_on_flush=False,  # it changes with another table; who changes that reads it again
    )

    @property
    def granted(self) -> frozenset[Grant]:
        """Give the grants as the rules know them."""
        return frozenset(Grant(Role(one.role), one.contest_id, one.prefixes) for one in self.grants)


class RoleGrant(Base):
    """A role given to a user, everywhere or in one contest (`contest_id`, a plain number on this floor)."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("user_id", "role", "contest_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    contest_id: Mapped[int | None]
    territories: Mapped[list["GrantTerritory"]] = relationship(
        lazy="selectin",  # a right is only right with its limits, whoever loaded it
        order_by="GrantTerritory.prefix",
        cascade="all, delete-orphan",
    )

    @property
    def prefixes(self) -> tuple[str, ...]:
        """Give the territories in order."""
        return tuple(territory.prefix for territory in self.territories)


class GrantTerritory(Base):
    """A territory that a grant is limited to, by the first digits of its ubigeos: 2, 4 or 6."""

    __tablename__ = "grant_territory"
    __table_args__ = (CheckConstraint("length(prefix) IN (2, 4, 6)", name="prefix"),)

    grant_id: Mapped[int] = mapped_column(ForeignKey("role_grant.id", ondelete="CASCADE"), primary_key=True)
    prefix: Mapped[str] = mapped_column(String(6), primary_key=True)
