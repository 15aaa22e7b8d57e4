"""The press of this request."""

from flask import current_app

from contest_portal.documents.press import Press


def press() -> Press:
    """Give the press that prints into the portal's storage and points to its public address."""
    return Press(
        storage=current_app.extensions["storage"],
        public_url=current_app.extensions["settings"].public_url,
    )
