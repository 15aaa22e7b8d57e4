"""The documents of a trial bear its mark on every page, and nothing by which anyone could take them for real."""

import json
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
    press = make_press(tmp_path)

    for paper in result.papers[1:3]:
        printed = print_paper(press, paper)
        pages, reader = page_texts(printed), PdfReader(BytesIO(printed))
        code = json.loads(paper.data)["issue"]["verification_code"]
        assert all("PRUEBA SIN VALOR" in page and "no hay código que comprobar" in page for page in pages)
        assert not any(code in page or "verificar" in page for page in pages)
        assert reader.metadata is not None
        assert (reader.metadata.title or "").startswith("PRUEBA, SIN VALOR · ")
        assert dict(reader.attachments) == {}
    assert list(tmp_path.iterdir()) == []
    assert [paper.code for paper in result.papers[:2]] == [
        "ACTA N.° 001-2026-PRUEBA",
        "RESOLUCIÓN N.° 001-2026-PRUEBA",
    ]
