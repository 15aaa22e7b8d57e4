"""The documents of a trial bear its mark on every page, and nothing by which anyone could take them for real."""

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from contest_portal.trials.papers import print_paper
from contest_portal.trials.run import run_trial
from tests.documents.papers import page_texts
from tests.factories.awards import make_press
from tests.factories.trials import SMALL, trial_order_of


def test_every_page_says_that_it_is_a_trial_and_none_can_be_verified(tmp_path: Path) -> None:
    result = run_trial(trial_order_of(SMALL))
    acta, resolution, *agreements = result.papers

    press = replace(make_press(tmp_path / "files"), stamp_key=tmp_path / "no-key.pem")  # never asked for
    printed = print_paper(press, resolution)  # the one with pages of both shapes

    pages, reader = page_texts(printed), PdfReader(BytesIO(printed))
    code = json.loads(resolution.data)["issue"]["verification_code"]
    assert len({tuple(page.mediabox) for page in reader.pages}) == 2
    assert all("PRUEBA SIN VALOR" in page and "no hay código que comprobar" in page for page in pages)
    assert not any(code in page or "verificar" in page for page in pages)
    assert (reader.metadata or {})["/Title"].startswith("PRUEBA, SIN VALOR · ")
    assert (dict(reader.attachments), list(tmp_path.iterdir())) == ({}, [])
    assert [paper.code for paper in (acta, resolution, *agreements)] == [
        "ACTA N.° 001-2026-PRUEBA",
        "RESOLUCIÓN N.° 001-2026-PRUEBA",
        "CONVENIO N.° 001-2026-PRUEBA",
        "CONVENIO N.° 002-2026-PRUEBA",
    ]
