"""Files that the virus scanner has not answered for yet, or found something in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class QuarantinedFile(Base):
    """A stored file that nobody is given, by its hash, whatever names it; the row goes when the file is found clean.

    `infected_at` is when something was found in it: from then on it stays. `tries` counts the silences since.
    """

    __tablename__ = "quarantined_file"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint("tries >= 0", name="tries"),
    )

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    since: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    infected_at: Mapped[datetime | None]
