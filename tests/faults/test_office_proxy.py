"""The proxy that docs/examples shows, run before the portal as production serves it."""

import ssl
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.faults.grounds import Ground
from tests.faults.office_proxy import HOST, OfficeProxy, office_proxy, statuses
from tests.faults.served import Portal, served
from tests.faults.waiting import until
from tests.kernel.test_one_message import TWO_WAYS

ALIVE = f"GET /salud HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode()
READ_AS_TWO = {"lines without a return"}
"""What the proxy itself reads as two whole requests, and hands on as two."""


@dataclass(frozen=True, slots=True)
class Front:
    """The portal, and the proxy before it."""

    portal: Portal
    proxy: OfficeProxy

    def answered(self) -> int:
        """Give how many requests the portal itself has answered."""
        return (self.portal.folder / "server.log").read_text().count("request answered")


@pytest.fixture(scope="module")
def front(sqlite_migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    settings = {"TRUSTED_PROXIES": "1", "PUBLIC_URL": f"https://{HOST}"}
    with (
        Ground("sqlite", sqlite_migrated, "", folder).copy() as url,
        served(url, folder / "portal", **settings) as portal,
        office_proxy(portal.port, folder / "nginx") as proxy,
    ):
        yield Front(portal, proxy)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_tls_of_today_alone_is_spoken_and_plain_http_leads_there(front: Front) -> None:
    old, today = (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1), (None, ssl.TLSVersion.TLSv1_2)
    refused = []
    for version in old:
        with pytest.raises(ssl.SSLError) as refusal:
            front.proxy.ask(ALIVE, version=version)
        refused.append(refusal.value.reason)
    spoken = [statuses(front.proxy.ask(ALIVE, version=version)) for version in today]
    led = front.proxy.ask(
        b"GET /x?a=b HTTP/1.1\r\nHost: ajeno.example\r\nConnection: close\r\n\r\n", is_plain=True
    )

    assert (refused, spoken) == (["TLSV1_ALERT_PROTOCOL_VERSION"] * 2, [[200]] * 2)
    assert (statuses(led), f"Location: https://{HOST}/x?a=b\r\n".encode() in led) == ([301], True)
    assert b"nginx/" not in led


def test_what_a_visitor_says_of_address_host_and_scheme_is_not_believed(front: Front) -> None:
    """Thirty looks a minute for each address; beside the proxy, whose word is believed, each would have its own."""
    asked = b"".join(
        f"GET /verificar/AAAA-BBBB HTTP/1.1\r\nHost: ajeno.example\r\nX-Forwarded-For: 203.0.113.{n}\r\n"
        f"Forwarded: for=203.0.113.{n}\r\nX-Real-IP: 203.0.113.{n}\r\nX-Forwarded-Proto: http\r\n"
        f"X-Forwarded-Host: ajeno.example\r\n{'Connection: close' if n == 31 else 'X-Nothing: x'}\r\n\r\n".encode()
        for n in range(1, 32)
    )

    said = front.proxy.ask(asked)
    beside = front.proxy.beside(front.portal.port, asked)

    assert statuses(said) == [200] * 30 + [429]
    assert statuses(beside) == [200] * 31
    assert said.count(b"Strict-Transport-Security") == 31
    assert b"ajeno.example" not in said


@pytest.mark.parametrize("name", TWO_WAYS)
def test_what_could_be_read_two_ways_does_not_pass(front: Front, name: str) -> None:
    before = front.answered()

    answer = front.proxy.ask(TWO_WAYS[name].replace(b"Host: x", f"Host: {HOST}".encode()), patience=1)

    came, passed = statuses(answer), front.answered() - before
    assert (len(came), passed) == ((2, 2) if name in READ_AS_TWO else (1, 0))
    assert name in READ_AS_TWO or came[0] in {400, 501}


def test_too_large_a_body_and_half_of_one_never_come_to_the_portal(front: Front) -> None:
    before = front.answered()
    head = f"POST /ingresar HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/x-www-form-urlencoded\r\n".encode()

    large = front.proxy.ask(head + b"Content-Length: 600000000\r\n\r\n", patience=1)
    cut = front.proxy.ask(head + b"Content-Length: 100\r\n\r\nemail=a", patience=1)
    whole = front.proxy.ask(head + b"Content-Length: 7\r\nConnection: close\r\n\r\nemail=a")

    assert (statuses(large), statuses(cut), statuses(whole)) == ([413], [], [400])
    until(lambda: front.answered() > before, seconds=5)
    assert front.answered() - before == 1
