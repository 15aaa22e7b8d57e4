"""How the page of documents tells papers of elsewhere, and a state with what is said of it."""

import re
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.records import to_data
from contest_portal.publication.bundle_models import ImportedBundle
from contest_portal.publication.rules.bundle import BundleDocument
from tests.conftest import NOON
from tests.factories.allocation import ScoredContest
from tests.factories.awards import issued_acta
from tests.page_client import PageClient, words


@pytest.fixture
def staff(client: PageClient, awarded: ScoredContest) -> PageClient:
    return client.sign_in(awarded.staff.id)


def page(awarded: ScoredContest, rest: str = "") -> str:
    return f"/oficina/concursos/{awarded.contest.id}/documentos{rest}"


def test_papers_of_elsewhere_are_told_as_such_and_are_none_of_ours(
    session: Session, staff: PageClient, awarded: ScoredContest
) -> None:
    """They cannot be opened, voided, printed or verified here."""
    told = BundleDocument("acta", "ACTA N.° 001-2026-OTRA", "ACDE-FGHJ-2345", NOON, "void", "a" * 64)
    strange = replace(told, kind="carta_ajena", code="CARTA 7", state="issued", file_sha256=None)
    kept = ImportedBundle(
        contest_id=awarded.contest.id, sha256="b" * 64, source="Otro portal", was_sealed=True
    )
    kept.imported_at = NOON
    without = staff.get(page(awarded)).text
    kept.documents = canonical_json([to_data(told), to_data(strange)])
    session.add(kept)
    session.commit()

    shown = staff.get(page(awarded)).text
    answer = words(staff.get(f"/verificar/{told.verification_code}").text)

    section = shown[shown.index("<h2>Emitidos en otra parte") :]
    assert "Emitidos en otra parte" not in without
    assert [
        part in section for part in (told.code, "Acta", "Anulado", "a" * 64, "CARTA 7", "carta_ajena")
    ] == [True] * 6
    assert ("Todavía no se emitió ningún documento" in shown, "/anular" in section) == (True, False)
    assert ("El portal no emitió ningún documento con ese código." in answer, told.code in answer) == (
        True,
        False,
    )


def test_a_state_and_what_is_said_of_it_share_one_element(
    session: Session, staff: PageClient, awarded: ScoredContest
) -> None:
    """On a telephone a cell sets its elements side by side: apart, the state was squeezed to a letter a line."""
    issued_acta(session, awarded)
    session.commit()
    staff.post(page(awarded, "/imprimir"))

    cell = re.search(r'data-label="Estado"[^>]*>(.*?)</td>', staff.get(page(awarded)).text, re.DOTALL)

    assert cell is not None
    assert re.fullmatch(
        r'\s*<span>\s*<span class="tag tag-good">.*Vigente</span>.*</span>\s*', cell[1], re.DOTALL
    )
