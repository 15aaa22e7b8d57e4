"""Sessions, tokens of forms and instants of arrival are signed with SHA-256, and with nothing weaker."""

from base64 import urlsafe_b64decode

from flask import Flask, g
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf

from contest_portal.web.shared.arrival import arrival_word
from contest_portal.web.shared.signed_words import SignedSessions
from tests.conftest import NOON
from tests.page_client import PageClient


def bits_of(word: str) -> int:
    """Give the length of what a word is signed with, which stands behind its last point."""
    signature = word.rpartition(".")[2]
    return 8 * len(urlsafe_b64decode(signature + "=" * (-len(signature) % 4)))


def test_all_that_is_signed_is_signed_with_256_bits(app: Flask, client: PageClient) -> None:
    client.sign_in(1)
    session = client.get_cookie("session")
    with app.test_request_context("/"):
        g.arrived_at = NOON
        words = [generate_csrf(), arrival_word()]

    assert session is not None
    assert [bits_of(word) for word in (session.value, *words)] == [256, 256, 256]


def test_a_session_signed_with_less_is_nobodys(app: Flask) -> None:
    weak = SecureCookieSessionInterface()
    assert weak.digest_method().name == "sha1"
    words = {
        name: kind.get_signing_serializer(app) for name, kind in (("weak", weak), ("ours", SignedSessions()))
    }
    opened = {}
    for name, serializer in words.items():
        assert serializer is not None
        with app.test_request_context(
            "/", headers={"Cookie": f"session={serializer.dumps({'lang': 'en'})}"}
        ) as at:
            opened[name] = dict(at.session)

    assert opened == {"weak": {}, "ours": {"lang": "en"}}
