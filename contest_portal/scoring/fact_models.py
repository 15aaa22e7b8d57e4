"""What the register told of a group, frozen when the evaluation opened."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base
from contest_portal.kernel.sealed_columns import Sealed


class ScoringFact(Base):
    """A share that criteria are computed from. `evidence` lists each member with the value that counted, as JSON."""

    __tablename__ = "scoring_fact"
    __table_args__ = (
        UniqueConstraint("application_id", "kind"),
        CheckConstraint("part >= 0 AND part <= whole", name="part"),
        CheckConstraint("kind IN ('women', 'youth', 'rural')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    kind: Mapped[str] = mapped_column(String(20))
    part: Mapped[int]
    whole: Mapped[int]
    evidence: Mapped[str] = mapped_column(Sealed("scoring_fact.evidence"))
    noted_at: Mapped[datetime]
