"""The panel of a contest and the interests its jurors declared."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_portal.accounts.models import User
from contest_portal.kernel.database import Base


class Juror(Base):
    """A person seated in the panel of one contest. `phases` are the codes of the phases scored, comma between.

    `evaluator_class` names the class of evaluators, where the contest has several. `lines` are the codes of the
    production lines that the person knows; `territory` the ubigeo of the district of whom the person comes from.
    """

    __tablename__ = "juror"
    __table_args__ = (
        UniqueConstraint("contest_id", "user_id"),
        CheckConstraint("position IN ('president', 'secretary', 'member')", name="position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    dni: Mapped[str] = mapped_column(String(8))
    institution: Mapped[str] = mapped_column(String(160))
    position: Mapped[str] = mapped_column(String(10), default="member")
    phases: Mapped[str] = mapped_column(String(120))
    evaluator_class: Mapped[str] = mapped_column(String(20), default="", server_default="")
    specialty: Mapped[str] = mapped_column(String(160), default="", server_default="")
    lines: Mapped[str] = mapped_column(String(300), default="", server_default="")
    territory: Mapped[str] = mapped_column(String(6), default="", server_default="")
    seated_at: Mapped[datetime]
    user: Mapped[User] = relationship(lazy="raise_on_sql")


class Interest(Base):
    """What a juror declared about one group before seeing its file. `recused` leaves the juror out of it."""

    __tablename__ = "interest"
    __table_args__ = (
        UniqueConstraint("juror_id", "application_id"),
        CheckConstraint("NOT recused OR length(reason) > 0", name="recusal_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    recused: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(400), default="")
    declared_at: Mapped[datetime]
