"""Real CSV files: how they are encoded, what parts their cells, and their lines one by one.

A file is looked through once before any line is read: a wrong encoding, a program's file under a .csv name or NUL
bytes are refused as a whole. Lines are then streamed, so that memory does not grow with the file.
"""

import codecs
import csv
import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.rules.cells import Line
from contest_portal.registry.rules.reports import RowProblem, UnusableFile

ENCODINGS = ("utf-8-sig", "cp1252")
DELIMITERS = (",", ";", "\t")
_CHUNK = 1 << 20
_BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read: its name, and how to open it from the start, as often as needed."""

    filename: str
    open: Callable[[], BinaryIO]

    @classmethod
    def of_bytes(cls, filename: str, content: bytes) -> "SourceFile":
        """Make a source of bytes in memory."""
        return cls(filename, lambda: io.BytesIO(content))

    def sha256(self) -> str:
        """Give the hash of the content."""
        digest = hashlib.sha256()
        with self.open() as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is written, and its header."""

    encoding: str
    delimiter: str
    names: tuple[str, ...]
    header_line: int
    ends_with_newline: bool


def inspect(source: SourceFile) -> Layout:
    """Find out how a file is written. Raises UnusableFile when it cannot be read as a table."""
    encoding, ends_with_newline = _encoding(source)
    with source.open() as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, newline="")
        header_line, first = _first_line(text)
    delimiter = max(DELIMITERS, key=lambda mark: len(_cells(first, mark)))
    names = tuple(name.strip() for name in _cells(first, delimiter))
    while names and not names[-1]:
        names = names[:-1]
    return Layout(encoding, delimiter, names, header_line, ends_with_newline)


def lines(source: SourceFile, layout: Layout) -> Iterator[Line]:
    """Give the lines under the header, blank ones left out. Raises UnusableFile at a broken quote."""
    with source.open() as stream:
        text = io.TextIOWrapper(stream, encoding=layout.encoding, newline="")
        reader = csv.reader(text, delimiter=layout.delimiter, strict=True)
        number = 1
        try:
            for values in reader:
                if number > layout.header_line and any(map(str.strip, values)):
                    yield Line(number, values)
                number = reader.line_num + 1
        except csv.Error as error:
            raise UnusableFile([_broken_quote(number)]) from error


def _encoding(source: SourceFile) -> tuple[str, bool]:
    """Try UTF-8, then Windows-1252, over the whole file; refuse what is neither."""
    possible = {name: codecs.getincrementaldecoder(name)() for name in ENCODINGS}
    last, is_empty = b"", True
    with source.open() as stream:
        while chunk := stream.read(_CHUNK):
            if not last:
                _refuse_foreign(chunk)
            if b"\x00" in chunk:
                raise UnusableFile([_nul_byte()])
            possible = {name: decoder for name, decoder in possible.items() if _decodes(decoder, chunk)}
            last, is_empty = chunk, is_empty and not chunk.strip()
    if is_empty:
        raise UnusableFile(
            [_whole("file.empty", N_("El archivo está vacío. Elija el archivo que tiene los datos."))]
        )
    encoding = next((name for name, decoder in possible.items() if _decodes(decoder, b"", final=True)), None)
    if encoding is None:
        message = N_(
            "El archivo no está en UTF-8 ni en Windows-1252. Guárdelo como «CSV UTF-8» y vuelva a subirlo."
        )
        raise UnusableFile([_whole("file.encoding", message)])
    return encoding, last.endswith((b"\n", b"\r"))


def _refuse_foreign(start: bytes) -> None:
    if start.startswith(_BOOKS):
        message = N_(
            "Es un libro de Excel, no un CSV. En Excel elija «Guardar como», «CSV UTF-8», y suba ese archivo."
        )
        raise UnusableFile([_whole("file.workbook", message)])
    if start.startswith(_WIDE):
        message = N_("El archivo está en UTF-16. Guárdelo como «CSV UTF-8» y vuelva a subirlo.")
        raise UnusableFile([_whole("file.encoding", message)])
    if start.startswith(b"%PDF"):
        message = N_("Es un documento PDF, no un CSV. Suba la tabla en formato CSV.")
        raise UnusableFile([_whole("file.not_a_table", message)])


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _first_line(text: io.TextIOWrapper) -> tuple[int, str]:
    for number, line in enumerate(text, start=1):
        if len(line) > _CHUNK:
            break
        if line.strip(" \r\n\t,;\ufeff"):
            return number, line
    message = N_("El archivo no tiene encabezado. La primera fila debe llevar los nombres de las columnas.")
    raise UnusableFile([_whole("file.no_header", message)])


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def _whole(code: str, message: str) -> RowProblem:
    return RowProblem(line=1, column="", value="", problem=Problem(code, field="file", message=message))


def _nul_byte() -> RowProblem:
    message = N_(
        "El archivo contiene bytes nulos: está dañado o no es un CSV. Vuelva a exportarlo como «CSV UTF-8»."
    )
    return _whole("file.nul_bytes", message)


def _broken_quote(line: int) -> RowProblem:
    message = N_(
        "Las comillas que empiezan en la línea %(line)s no se cierran bien, o el archivo está cortado. Corríjalas y "
        "vuelva a subirlo."
    )
    problem = Problem("file.broken_quote", field="file", message=message, params={"line": str(line)})
    return RowProblem(line=line, column="", value="", problem=problem)
