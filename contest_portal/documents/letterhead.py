"""The head of a document: the issuing office as it is now."""

from contest_portal.accounts.models import Office
from contest_portal.documents.rules.kinds import Letterhead


def letterhead_of(office: Office) -> Letterhead:
    """Copy what a document says of its office, so that it stays as it was that day."""
    return Letterhead(
        code=office.code,
        name=office.name,
        programme=office.programme,
        city=office.city,
        address=office.address,
        ruc=office.ruc,
        signer_name=office.signer_name,
        signer_title=office.signer_title,
        logo_sha256=office.logo_sha256,
    )
