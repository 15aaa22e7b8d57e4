"""Open whatever a person brings: a CSV file or a workbook, told by its bytes and never by its name."""

from contest_portal.kernel.problems import N_
from contest_portal.registry.sources.delimited_file import read_delimited
from contest_portal.registry.sources.source_file import SourceFile
from contest_portal.registry.sources.table import Recognise, Table, unusable
from contest_portal.registry.sources.workbook import is_workbook, read_workbook

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_UTF8 = b"\xef\xbb\xbf"
_START = 256


def read_table(source: SourceFile, recognise: Recognise) -> Table:
    """Give the table in a file. Raises UnusableFile with what to do instead."""
    with source.open() as stream:
        start = stream.read(_START)
    if is_workbook(start):
        return read_workbook(source, recognise)
    if start.startswith(_UTF16):
        raise unusable(
            "file.encoding", N_("El archivo está en UTF-16. Guárdelo como «CSV UTF-8» y vuelva a subirlo.")
        )
    if start.startswith(b"%PDF"):
        raise unusable(
            "file.not_a_table", N_("Es un documento PDF, no un CSV. Suba la tabla en formato CSV.")
        )
    if start.removeprefix(_UTF8).lstrip().startswith(b"<"):
        message = N_(
            "Por dentro es una página web o un XML, aunque su nombre diga otra cosa. Ábralo en Excel o LibreOffice, "
            "guárdelo como libro de Excel (.xlsx) o «CSV UTF-8» y suba ese archivo."
        )
        raise unusable("file.not_a_table", message)
    return read_delimited(source, recognise)
