"""Sessions of people who signed in before, put in place without the form."""

from collections.abc import MutableMapping
from typing import Any

from flask import Flask

from contest_portal.web.shared.session import start_session

LONG_AFTER = 9_999_999_999
"""A session that counts from then on is not over, whatever the portal's clock says."""


def sign_in_as(kept: MutableMapping[str, Any], user_id: int, epoch: int = 0) -> None:
    """Let a session be that of this user."""
    kept.update({"_user_id": f"{user_id}:{epoch}", "_fresh": True})
    start_session(kept, LONG_AFTER)


def session_cookie(app: Flask, user_id: int) -> str:
    """Give what this user's cookie holds."""
    kept: dict[str, Any] = {}
    sign_in_as(kept, user_id)
    cookie: str = app.session_interface.get_signing_serializer(app).dumps(kept)  # type: ignore[attr-defined]
    return cookie
