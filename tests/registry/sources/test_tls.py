"""A source whose certificate nobody vouches for, or that is another's, gets neither a request nor the token."""

from pathlib import Path

import pytest

from contest_portal.registry.rules.source_run import Fault, FetchStopped
from contest_portal.registry.sources.http_pages import HttpPages
from contest_portal.registry.sources.protocol import PageRequest
from tests.factories.lines import certificate, server_over_tls
from tests.factories.sources import HASTY, TOKEN


@pytest.mark.parametrize(
    ("names", "trusted", "fault", "hears"),
    [
        pytest.param("127.0.0.1", False, Fault.CERTIFICATE, False, id="nobody vouches"),
        pytest.param("127.0.0.2", True, Fault.CERTIFICATE, False, id="of another"),
        pytest.param("127.0.0.1", True, Fault.BROKEN, True, id="its own, vouched for"),
    ],
)
def test_who_is_asked_shows_first_who_it_is(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    names: str,
    trusted: bool,  # noqa: FBT001
    fault: Fault,
    hears: bool,  # noqa: FBT001
) -> None:
    file = certificate(tmp_path, names)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))

    with server_over_tls(file) as (address, asked), pytest.raises(FetchStopped) as stop:
        HttpPages(f"https://{address}", TOKEN, HASTY).fetch(PageRequest(None, None))

    assert (stop.value.fault, any(TOKEN.encode() in one for one in asked)) == (fault, hears)
