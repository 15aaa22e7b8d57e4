"""Real CSV files: how they are encoded, what parts their cells, and their lines one by one.

A file is looked through once before any line is read: a wrong encoding or NUL bytes are refused as a whole. Lines
are then streamed, so that memory does not grow with the file.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice

from contest_portal.kernel.problems import N_
from contest_portal.registry.rules.cells import Line
from contest_portal.registry.sources.source_file import CHUNK, SourceFile
from contest_portal.registry.sources.table import (
    HEADER_WITHIN,
    Recognise,
    Table,
    find_header,
    trimmed,
    unusable,
    without_header,
)

ENCODINGS = ("utf-8-sig", "cp1252")
DELIMITERS = (",", ";", "\t", "|")
HEADER_LINES = 8
"""A header whose quoted names hold line breaks reaches over so many lines at most."""


def read_delimited(source: SourceFile, recognise: Recognise) -> Table:
    """Find out how a file is written. Raises UnusableFile when it cannot be read as a table."""
    encoding, ends_with_newline, length = _encoding(source)
    delimiter, header = _delimiter_and_header(_sample(source, encoding), recognise)
    return Table(
        names=trimmed(header.values),
        header_line=header.number,
        lines=lambda: _lines(source, encoding, delimiter, header.number),
        ends_with_newline=ends_with_newline,
        length=length,
    )


def _lines(source: SourceFile, encoding: str, delimiter: str, header_line: int) -> Iterator[Line]:
    """Give the lines under the header. Raises UnusableFile at a broken quote."""
    with source.open() as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, newline="")
        for _ in range(header_line - 1):
            text.readline()
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        above = header_line - 1
        number = 1
        try:
            for values in reader:
                if number > 1 and any(map(str.strip, values)):
                    yield Line(above + number, values)
                number = reader.line_num + 1
        except csv.Error as error:
            message = N_(
                "Las comillas que empiezan en la línea %(line)s no se cierran bien, esa línea tiene una celda "
                "larguísima, o el archivo está cortado. Corríjala y vuelva a subirlo."
            )
            raise unusable("file.broken_quote", message, above + number) from error


def _sample(source: SourceFile, encoding: str) -> list[tuple[int, str]]:
    """Give the first lines that are not blank, as text, with their numbers."""
    with source.open() as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, newline="")
        written = (
            (number, line) for number, line in enumerate(text, start=1) if line.strip(" \r\n\t,;|\ufeff")
        )
        found = list(islice(written, HEADER_WITHIN))
    if not found or len(found[0][1]) > CHUNK:
        raise without_header()
    return found


def _delimiter_and_header(sample: list[tuple[int, str]], recognise: Recognise) -> tuple[str, Line]:
    """Choose the separator under which a line looks most like the header, or parts the first into most cells."""
    tried = []
    for place, delimiter in enumerate(DELIMITERS):
        rows = [
            Line(number, _cells([line for _, line in sample[start : start + HEADER_LINES]], delimiter))
            for start, (number, _) in enumerate(sample)
        ]
        known, header = find_header(rows, recognise)
        if header is not None:
            tried.append((known, len(header.values), -place, delimiter, header))
    if not tried:
        raise without_header()
    *_, delimiter, header = max(tried, key=lambda one: one[:3])
    return delimiter, header


def _cells(lines: list[str], delimiter: str) -> list[str]:
    """Give the cells that begin on the first line; a quoted one may end on a later line."""
    try:
        return next(csv.reader(lines, delimiter=delimiter), [])
    except csv.Error:  # no header; what is wrong with it is said when its turn comes
        return []


def _encoding(source: SourceFile) -> tuple[str, bool, int]:
    """Try UTF-8, then Windows-1252, over the whole file; refuse what is neither. Counts the lines on the way."""
    possible = {name: codecs.getincrementaldecoder(name)() for name in ENCODINGS}
    last, is_empty, length = b"", True, 0
    with source.open() as stream:
        while chunk := stream.read(CHUNK):
            if b"\x00" in chunk:
                message = N_(
                    "El archivo contiene bytes nulos: está dañado o no es un CSV. Vuelva a exportarlo como «CSV UTF-8»."
                )
                raise unusable("file.nul_bytes", message)
            possible = {name: decoder for name, decoder in possible.items() if _decodes(decoder, chunk)}
            last, is_empty = chunk, is_empty and not chunk.strip()
            length += chunk.count(b"\n")
    if is_empty:
        raise unusable("file.empty", N_("El archivo está vacío. Elija el archivo que tiene los datos."))
    encoding = next((name for name, decoder in possible.items() if _decodes(decoder, b"", final=True)), None)
    if encoding is None:
        message = N_(
            "El archivo no está en UTF-8 ni en Windows-1252. Guárdelo como «CSV UTF-8» y vuelva a subirlo."
        )
        raise unusable("file.encoding", message)
    return encoding, last.endswith((b"\n", b"\r")), length


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True
