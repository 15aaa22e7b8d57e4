"""Named reads of the terms of personal data."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.registry.models.privacy_terms import PrivacyTerm
from contest_portal.registry.rules.privacy_terms import TERMS, TermCode


def privacy_terms(session: Session) -> Mapping[TermCode, int]:
    """Give each term as it holds: working days, or years."""
    chosen = {row.code: row.amount for row in session.scalars(select(PrivacyTerm))}
    return {code: chosen.get(code.value, term.default) for code, term in TERMS.items()}


def terms_version(session: Session) -> int:
    """Give a number that grows with each change of a term."""
    return session.scalar(select(func.coalesce(func.sum(PrivacyTerm.version), 0))) or 0
