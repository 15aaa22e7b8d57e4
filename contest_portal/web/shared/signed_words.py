"""What the portal hands out signed, to have it brought back: sessions, tokens of forms, instants of arrival.

Signed with HMAC over SHA-256; Flask and Flask-WTF would take SHA-1.
"""

from hashlib import sha256

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import Signer


class SignedSessions(SecureCookieSessionInterface):
    """Sessions in a cookie, signed."""

    digest_method = staticmethod(sha256)


def register_signed_words(app: Flask) -> None:
    """Let all that is signed be signed alike."""
    app.session_interface = SignedSessions()
    Signer.default_digest_method = staticmethod(sha256)
