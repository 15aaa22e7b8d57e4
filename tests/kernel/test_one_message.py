"""Where one request ends and the next begins is never a matter of opinion between a proxy and the server behind it."""

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import ParseException
from gunicorn.http.parser import RequestParser
from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser

HIDDEN = b"GET /oculto HTTP/1.1\r\nHost: x\r\n\r\n"
CHUNKS = b"0\r\n\r\n"
LENGTH = b"Content-Length: 0"


def sent(*lines: bytes, body: bytes = b"", version: bytes = b"1.1") -> bytes:
    return b"\r\n".join((b"POST / HTTP/" + version, b"Host: x", *lines, b"", body)) + HIDDEN


TWO_WAYS = {
    "length and chunks": sent(LENGTH, b"Transfer-Encoding: chunked", body=CHUNKS),
    "two lengths": sent(LENGTH, b"Content-Length: 34"),
    "a list of lengths": sent(b"Content-Length: 0, 34"),
    "a length with a sign": sent(b"Content-Length: +0"),
    "an unknown coding": sent(LENGTH, b"Transfer-Encoding: xchunked"),
    "a coding behind a space": sent(LENGTH, b"Transfer-Encoding : chunked", body=CHUNKS),
    "a coding in the next line": sent(LENGTH, b"Transfer-Encoding:", b" chunked", body=CHUNKS),
    "a coding behind a tab": sent(LENGTH, b"Transfer-Encoding: \x0bchunked", body=CHUNKS),
    "two codings": sent(b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity", body=CHUNKS),
    "a size like 0x0": sent(b"Transfer-Encoding: chunked", body=b"0x0\r\n\r\n"),
    "chunks of the old version": sent(b"Transfer-Encoding: chunked", body=CHUNKS, version=b"1.0"),
    "lines without a return": b"POST / HTTP/1.1\nHost: x\nContent-Length: 0\n\n" + HIDDEN,
}
BY_CHUNKS_ALONE = {"length and chunks", "a coding in the next line", "chunks of the old version"}
"""What the embedded server, which stands behind no proxy, reads by the chunks or with the line closed after it."""


@pytest.mark.parametrize("name", TWO_WAYS)
def test_what_could_be_read_two_ways_is_refused(name: str) -> None:
    with pytest.raises(ParseException):
        next(RequestParser(Config(), iter([TWO_WAYS[name]]), ("192.0.2.1", 1))).body.read()


@pytest.mark.parametrize("name", sorted(TWO_WAYS.keys() - BY_CHUNKS_ALONE))
def test_the_embedded_server_refuses_it_too(name: str) -> None:
    parser, rest = HTTPRequestParser(Adjustments()), TWO_WAYS[name]
    while not parser.completed:
        rest = rest[parser.received(rest) :]

    assert parser.error is not None


def test_two_whole_requests_are_two() -> None:
    parser = RequestParser(Config(), iter([sent(b"Content-Length: 2", body=b"ab")]), ("192.0.2.1", 1))

    assert [(one.uri, one.body.read()) for one in parser] == [("/", b"ab"), ("/oculto", b"")]
