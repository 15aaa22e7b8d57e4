"""Documents hold together with the longest names and many rows: nothing lost, header repeated, signatures whole."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from contest_portal.awards.documents.acta import ACTA, Acta, ActaJuror
from contest_portal.awards.documents.agreement import AGREEMENT, Agreement
from contest_portal.awards.documents.people import Member, Signer
from contest_portal.awards.documents.resolution import RESOLUTION, Reserve, Resolution
from contest_portal.documents.models import Document
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import Money
from contest_portal.kernel.records import from_data, to_data
from tests.documents.papers import page_texts
from tests.factories.allocation import ScoredContest
from tests.factories.awards import (
    issued_acta,
    issued_agreements,
    issued_resolution,
    make_awarded_contest,
    make_press,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
"""Paper is laid out from data that no database has touched."""

LONG_GROUP = (
    "Asociación de Productoras Agropecuarias Ecológicas «Virgen de la Candelaria» de Ñahuinpuquio Alto"
)
LONG_NAME = "María Esperanza de los Ángeles Huamancayo Quispirroca viuda de Ñaupari"


@pytest.fixture
def awarded(session: Session) -> ScoredContest:
    return make_awarded_contest(session)


def pages_of(document: Document, kind: DocumentKind, content: object, folder: Path) -> list[str]:
    document.data = canonical_json(json.loads(document.data) | {"content": to_data(content)})
    return page_texts(make_press(folder).render(kind, document))


def test_an_acta_of_eleven_jurors_and_forty_groups(
    session: Session, awarded: ScoredContest, tmp_path: Path
) -> None:
    document = issued_acta(session, awarded)
    said = from_data(Acta, json.loads(document.data)["content"])
    line = said.categories[0].lines[0]
    lines = tuple(
        replace(line, place=number, group_name=LONG_GROUP, code=f"C-{number:03d}") for number in range(1, 41)
    )
    jurors = tuple(ActaJuror(f"{LONG_NAME} {n}", f"{n:08d}", LONG_GROUP, "Integrante") for n in range(11))
    content = replace(said, jurors=jurors, categories=(replace(said.categories[0], lines=lines),))

    pages = pages_of(document, ACTA, content, tmp_path)

    text = " ".join(pages)
    assert [number for number in range(1, 41) if f"(C-{number:03d})" not in text] == []
    assert [n for n in range(11) if text.count(f"{n:08d}") != 2] == []
    result_pages = [page for page in pages if "(C-0" in page]
    assert all("Grupo y perfil" in page for page in result_pages)


def test_a_resolution_with_a_reserve_list_of_eighty(
    session: Session, awarded: ScoredContest, tmp_path: Path
) -> None:
    document = issued_resolution(session, awarded)
    said = from_data(Resolution, json.loads(document.data)["content"])
    reserves = tuple(
        Reserve(n, f"R-{n:03d}", LONG_GROUP, Score(7000, 2), Money.soles(123_456, 78)) for n in range(1, 81)
    )
    winners = tuple(
        replace(winner, group_name=LONG_GROUP, members=(Member(LONG_NAME, "70000001", "Integrante"),) * 9)
        for winner in said.categories[0].winners
    )
    first = replace(said.categories[0], reserves=reserves, winners=winners)

    pages = pages_of(document, RESOLUTION, replace(said, categories=(first,)), tmp_path)

    text = " ".join(pages)
    assert [n for n in range(1, 81) if f"R-{n:03d}" not in text] == []
    assert text.count("70000001") == 18
    assert all("Solicitado" in page for page in pages if "R-0" in page)


def test_an_agreement_of_thirty_members(session: Session, awarded: ScoredContest, tmp_path: Path) -> None:
    document = issued_agreements(session, awarded)[0]
    said = from_data(Agreement, json.loads(document.data)["content"])
    members = tuple(Member(LONG_NAME, f"{n:08d}", "Integrante") for n in range(1, 31))
    signer = Signer(LONG_NAME, "00000001")
    group = replace(said.group, name=LONG_GROUP, president=signer, treasurer=signer, members=members)

    pages = pages_of(document, AGREEMENT, replace(said, group=group), tmp_path)

    text = " ".join(pages)
    assert [n for n in range(1, 31) if f"{n:08d}" not in text] == []
    assert LONG_GROUP in text
    signed = [page for page in pages if "Tesorería de EL GRUPO" in page]
    assert [
        all(word in page for word in ("Leído el convenio", "Presidencia de EL GRUPO", "Jefa de la"))
        for page in signed
    ] == [True]
