"""A contest that nobody wins goes to its end: declared void, printed, announced and open to all."""

import json
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from contest_portal.awards.documents.registry import KINDS
from contest_portal.awards.documents.resolution import RESOLUTION, Resolution
from contest_portal.awards.queries import contest_documents
from contest_portal.awards.services.issue_agreements import issue_agreements
from contest_portal.documents.models import Document
from contest_portal.documents.services.print_document import print_document
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import WrongState
from contest_portal.kernel.records import from_data
from contest_portal.publication.invariants import broken_invariants
from contest_portal.publication.open_data import result_data
from contest_portal.publication.queries import result_of
from contest_portal.publication.services.announce_results import announce_results
from tests.conftest import NOON
from tests.documents.papers import page_texts
from tests.factories.accounts import act_of
from tests.factories.allocation import ScoredContest, add_ranked, make_approved, make_scored_contest
from tests.factories.awards import issued_resolution, make_press


def make_void(session: Session, *, groups: bool = True) -> ScoredContest:
    scored = make_scored_contest(session)
    if groups:
        add_ranked(session, scored, "Qori Sara", soles=9_000, units=6950)
        add_ranked(session, scored, "Inti Rayku", soles=9_000, units=None)
    make_approved(session, scored)
    return scored


def text_of(document: Document, folder: Path) -> str:
    return " ".join(page_texts(make_press(folder).render(RESOLUTION, document)))


@pytest.mark.parametrize("groups", [True, False], ids=["nobody passed", "nobody entered"])
def test_it_is_resolved_printed_and_announced(session: Session, tmp_path: Path, groups: bool) -> None:  # noqa: FBT001
    scored = make_void(session, groups=groups)
    issued_resolution(session, scored)
    for document in contest_documents(session, scored.contest.id):
        print_document(session, make_press(tmp_path), kind=KINDS[document.kind], document=document)

    announce_results(session, act_of(scored.staff, NOON), contest_id=scored.contest.id)

    result = result_of(session, scored.contest.code)
    assert (scored.contest.state, result.winners, result.awarded, result.balance) == (
        "announced",
        0,
        ZERO,
        Money.soles(100_000),
    )
    assert result_data(result)["money"]["awarded"] == 0  # type: ignore[index,call-overload]
    assert broken_invariants(session) == ()


def test_the_resolution_declares_it_void_and_says_why(session: Session, tmp_path: Path) -> None:
    resolution = issued_resolution(session, make_void(session))

    text = text_of(resolution, tmp_path)

    assert resolution.title == "Declaración de concurso desierto: I Concurso de emprendimientos rurales"
    for expected in (
        "Artículo 2.° Concurso desierto. Declárase desierto el concurso «I Concurso de emprendimientos rurales»",
        "En idea 2 0 Ninguno de los 2 grupos presentados aprobó. S/ 40,000.00",
        "En marcha 0 0 No se presentó ningún grupo. S/ 60,000.00",
        "Artículo 3.° Saldo. Los S/ 100,000.00 (CIEN MIL CON 00/100 SOLES)",
        "Artículo 4.° Notificación",
        "Regístrese, comuníquese y publíquese.",
    ):
        assert expected in text, f"{expected!r} is missing"
    assert [word for word in ("Anexo", "convenio", "Adjudicar a") if word in text] == []


def test_a_category_without_winners_is_said_among_those_that_have_some(
    session: Session, tmp_path: Path
) -> None:
    scored = make_scored_contest(session)
    for place in (1, 2, 3):
        add_ranked(session, scored, f"Grupo {place}", soles=20_000, place=place)
    make_approved(session, scored)
    resolution = issued_resolution(session, scored)

    text = text_of(resolution, tmp_path)

    assert "Declárase desierta la categoría En marcha, porque no se presentó ningún grupo" in text
    assert "Declárase desierta la categoría En idea" not in text


def test_there_are_no_agreements_to_sign(session: Session) -> None:
    scored = make_void(session)
    issued_resolution(session, scored)

    with pytest.raises(WrongState) as refusal:
        issue_agreements(session, act_of(scored.staff, NOON), contest_id=scored.contest.id)

    assert [problem.code for problem in refusal.value.problems] == ["agreement.no_awards"]


def test_a_resolution_written_before_says_no_more_than_it_said(session: Session, tmp_path: Path) -> None:
    resolution = issued_resolution(session, make_void(session))
    data = json.loads(resolution.data)
    for category in data["content"]["categories"]:
        del category["entrants"], category["passed"]

    said = from_data(Resolution, data["content"])

    assert [(one.entrants, one.passed) for one in said.categories] == [(None, None)] * 2
