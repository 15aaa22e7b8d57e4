"""The terms of personal data that an office chose in the place of those of the law."""

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class PrivacyTerm(Base):
    """Working days to answer, or years to keep. Without a row the default of `rules/privacy_terms.py` holds."""

    __tablename__ = "privacy_term"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"),)

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    amount: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class
