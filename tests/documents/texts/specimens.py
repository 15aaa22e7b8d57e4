"""The invented document of a kind, to try texts with."""

import json

from contest_portal.documents.rules.kinds import DocumentKind, Issue, Letterhead
from contest_portal.documents.texts.preview import NO_CODE, Specimen
from contest_portal.documents.typesetting import TEMPLATES
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.records import from_data
from tests.conftest import NOON


def invented_specimen(kind: DocumentKind) -> Specimen:
    """Give the invented document of a kind, issued by an invented office."""
    sample = json.loads((TEMPLATES / "samples" / f"{kind.code}.json").read_text("utf-8"))
    return specimen_of(kind, title=sample["title"], doc=from_data(kind.context, sample["content"]))


def specimen_of(kind: DocumentKind, *, title: str, doc: object) -> Specimen:
    """Give a document of a kind with this content, issued by an invented office."""
    issue = Issue(
        0, kind.numbered(number=0, year=2026, office="UT-LIMA"), 2026, NOON, office_date(NOON), NO_CODE
    )
    office = Letterhead(
        code="UT-LIMA",
        name="Unidad Territorial Lima",
        programme="Programa de Emprendimientos Rurales",
        city="Lima",
        address="Jirón Unión 100",
        ruc="20512333797",
        signer_name="Irma Solís Quinto",
        signer_title="Jefa de la Unidad Territorial",
    )
    return Specimen(title, doc, issue, office)
