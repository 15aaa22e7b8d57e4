"""Files of an application as pages list them."""

from dataclasses import replace

import pytest
from flask import Flask

from contest_portal.applications.models import Attachment
from contest_portal.contests.rules.asked_files import AskedFile, FileForm
from contest_portal.web.shared.attachment_view import file_views, size_in_words
from tests.conftest import NOON
from tests.factories.contests import RULEBOOK

BOOK = replace(
    RULEBOOK,
    files=(
        AskedFile("FOTO", "Foto del local", "", FileForm.PHOTO, required=True, most=2),
        AskedFile("COTI", "Cotización", "", FileForm.PDF, required=False, most=1),
    ),
)


def stored(number: int, asked: str | None, **changes: object) -> Attachment:
    given = {"media_type": "image/jpeg", "size": 2048, "scan": "clean", "preview_sha256": "a", "pages": None}
    return Attachment(
        id=number,
        application_id=1,
        name=f"anexo-{number}.jpg",
        asked=asked,
        uploaded_at=NOON,
        **given | changes,
    )


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1, "1 KB"),
        (2047, "1 KB"),
        (245_760, "240 KB"),
        (1_048_575, "1023 KB"),
        (1_048_576, "1.0 MB"),
        (10_485_760, "10.0 MB"),
        (1_258_291, "1.1 MB"),
    ],
)
def test_a_size_is_written_for_people(size: int, words: str) -> None:
    assert size_in_words(size) == words


def test_what_is_asked_for_comes_first_and_in_its_order(app: Flask) -> None:
    files = [
        stored(1, None),
        stored(2, "COTI"),
        stored(3, "FOTO"),
        stored(4, "NO-MORE-ASKED"),
        stored(5, "FOTO"),
    ]
    with app.test_request_context():
        views = file_views(files, BOOK)

    assert [(view.id, view.asked) for view in views] == [
        (3, "Foto del local"),
        (5, "Foto del local"),
        (2, "Cotización"),
        (1, "Otro"),
        (4, "Otro"),
    ]


@pytest.mark.parametrize(
    ("changes", "facts", "scan"),
    [
        ({}, "Foto, 2 KB", "sin virus"),
        ({"scan": "absent"}, "Foto, 2 KB", "no se buscó virus: el portal no tiene revisor"),
        ({"scan": "failed"}, "Foto, 2 KB", "el revisor de virus no respondió al recibirlo"),
        ({"media_type": "application/pdf", "pages": 3}, "PDF, 3 páginas, 2 KB", "sin virus"),
        ({"media_type": "application/pdf"}, "PDF, 2 KB", "sin virus"),
    ],
    ids=["photo", "no scanner", "scanner down", "pdf", "pdf from before pages were counted"],
)
def test_a_file_is_told_by_what_it_is(app: Flask, changes: dict[str, object], facts: str, scan: str) -> None:
    with app.test_request_context():
        (view,) = file_views([stored(1, None, **changes)], BOOK)

    assert (view.facts, view.scan) == (facts, scan)
