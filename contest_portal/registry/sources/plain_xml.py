"""XML without a document type: the entities that one may declare grow without end or name other files."""

from collections.abc import Iterator
from contextlib import suppress
from typing import IO
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

_CHUNK = 1 << 16


class _Begun(Exception):
    """The first element came: there is no document type after it."""


def refuse_document_type(content: IO[bytes]) -> None:
    """Read until the first element. ParseError when a document type stands before it."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = _stop
    with suppress(_Begun, expat.ExpatError):  # what is no XML is told by whoever reads it whole
        for chunk in _chunks(content):
            parser.Parse(chunk)


def _chunks(content: IO[bytes]) -> Iterator[bytes]:
    while chunk := content.read(_CHUNK):
        yield chunk


def _refuse(*_facts: object) -> None:
    raise ParseError("a document type is not read")


def _stop(*_facts: object) -> None:
    raise _Begun
