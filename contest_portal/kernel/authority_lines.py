"""How authorities of time and of certificates are asked: where they were written down, and nowhere else.

Loaded only where something is signed with them: the libraries take half a second.
"""

import ssl
from types import SimpleNamespace

import aiohttp
from asn1crypto import tsp
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend
from pyhanko_certvalidator.fetchers.aiohttp_fetchers.util import LazySession


class StraightSession(LazySession):
    """Asks over lines that somebody vouches for; a redirect is no answer (OWASP ASVS 5.0, 12.3.2 and 15.3.2)."""

    def get_session(self) -> aiohttp.ClientSession:
        """Give the session of this event loop."""
        if self._session is None:
            straight = aiohttp.TraceConfig()
            straight.on_request_redirect.append(_refuse)
            line = aiohttp.TCPConnector(ssl=ssl.create_default_context())
            self._session = aiohttp.ClientSession(connector=line, trace_configs=[straight])
        return self._session


class StraightStamper(HTTPTimeStamper):
    """Asks an authority of time over such a session, made for each question: an event loop is no longer than that."""

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Give the answer; TimestampRequestError without one."""
        self._session = StraightSession()
        try:
            return await super().async_request_tsa_response(req)
        finally:
            await self._session.close()


class StraightFetchers(AIOHttpFetcherBackend):
    """Ask those that vouch for certificates over such a session, waiting so many seconds for each."""

    def __init__(self, seconds: int) -> None:
        super().__init__(per_request_timeout=seconds)
        self.session = StraightSession()


async def _refuse(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, asked: aiohttp.TraceRequestRedirectParams
) -> None:
    raise aiohttp.ClientError(f"redirected by {asked.url.host}")
