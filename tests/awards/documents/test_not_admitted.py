"""Acta and resolution tell by code what the screening turned down, and never that nobody came."""

import json
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from contest_portal.applications.screening_queries import NotAdmitted
from contest_portal.awards.documents.acta import ACTA, Acta
from contest_portal.awards.documents.resolution import RESOLUTION, Resolution
from contest_portal.documents.models import Document
from contest_portal.kernel.records import from_data
from tests.factories.allocation import ScoredContest, make_scored_contest
from tests.factories.awards import (
    issued_acta,
    issued_resolution,
    make_awarded_contest,
    make_judged_contest,
    make_press,
)
from tests.factories.turned_down import TOLD, make_turned_down


@pytest.fixture
def judged(session: Session) -> ScoredContest:
    return make_judged_contest(session)


def acta_of(document: Document) -> Acta:
    return from_data(Acta, json.loads(document.data)["content"])


def resolution_of(document: Document) -> Resolution:
    return from_data(Resolution, json.loads(document.data)["content"])


def written(document: Document, folder: Path) -> str:
    kind = ACTA if document.kind == "acta" else RESOLUTION
    return " ".join(make_press(folder).html(kind, document).split())


def test_the_acta_lists_codes_and_defects_and_no_name(
    session: Session, judged: ScoredContest, tmp_path: Path
) -> None:
    first = make_turned_down(session, judged.contest, judged.centre)
    second = make_turned_down(session, judged.contest, judged.centre, name="Yaku Mama", with_finding=False)

    document = issued_acta(session, judged)

    assert acta_of(document).not_admitted == (
        NotAdmitted(first.code or "", "IDEA", (TOLD,)),
        NotAdmitted(second.code or "", "IDEA", ()),
    )
    paper = written(document, tmp_path)
    for said in (first.code, second.code, TOLD, "Según el motivo de su carta"):
        assert str(said) in paper
    assert "Runa Simi" not in paper
    assert "Yaku Mama" not in paper


def test_an_acta_of_a_contest_that_turned_nobody_down_is_written_as_before(
    session: Session, judged: ScoredContest, tmp_path: Path
) -> None:
    document = issued_acta(session, judged)

    assert '"not_admitted"' not in document.data
    assert "la revisión no admitió" not in written(document, tmp_path)


def test_those_turned_down_are_no_entrants_of_the_acta(session: Session, judged: ScoredContest) -> None:
    make_turned_down(session, judged.contest, judged.centre)

    acta = acta_of(issued_acta(session, judged))

    assert acta.entrants == len(judged.groups)
    assert "Runa Simi" not in {line.group_name for category in acta.categories for line in category.lines}


def test_the_resolution_counts_them_by_category(session: Session) -> None:
    awarded = make_awarded_contest(session)
    make_turned_down(session, awarded.contest, awarded.centre)
    make_turned_down(session, awarded.contest, awarded.centre, name="Yaku Mama")
    make_turned_down(session, awarded.contest, awarded.centre, name="Inti Ñan", category_code="MARCHA")

    said = resolution_of(issued_resolution(session, awarded))

    assert [(one.name, one.not_admitted) for one in said.categories] == [("En idea", 2), ("En marcha", 1)]


def test_the_resolution_of_a_contest_without_screening_is_written_as_before(session: Session) -> None:
    document = issued_resolution(session, make_awarded_contest(session))

    assert '"not_admitted"' not in document.data


def test_when_all_were_turned_down_nobody_says_that_nobody_came(session: Session, tmp_path: Path) -> None:
    scored = make_scored_contest(session)
    make_turned_down(session, scored.contest, scored.centre)

    paper = written(issued_acta(session, scored), tmp_path)

    assert "Ningún grupo fue admitido a la evaluación." in paper
    assert "Ningún grupo de esta categoría llegó a la evaluación." in paper
    assert "No se presentó ningún grupo." not in paper
