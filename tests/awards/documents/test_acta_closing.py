"""What the acta says of the closing: its hash, the sheets on paper, and the acta it replaces."""

import json
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.awards.documents.acta import ACTA, Acta
from contest_portal.awards.documents.acta_closing import ActaClosing, ActaPaper, ReplacedActa
from contest_portal.awards.documents.citing import cite
from contest_portal.awards.queries import verification
from contest_portal.documents.models import Document
from contest_portal.jury.models import Juror
from contest_portal.jury.queries import panel
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.records import from_data, to_data
from contest_portal.scoring.closing_queries import closing_sha256
from contest_portal.scoring.models import RankingLine
from tests.conftest import NOON
from tests.documents.papers import page_texts
from tests.factories.accounts import act_of
from tests.factories.awards import issued_acta, make_judged_contest, make_press
from tests.factories.scoring import make_sheet
from tests.factories.sheet_papers import REASON, make_paper
from tests.factories.voiding import make_void

MARKS = {"F1": 8, "F2": 7, "F3": 25}


def content(document: Document) -> Acta:
    return from_data(Acta, json.loads(document.data)["content"])


def test_it_carries_the_hash_of_what_closed_the_scoring(session: Session, tmp_path: Path) -> None:
    scored = make_judged_contest(session)
    first = next(iter(scored.groups.values()))
    seat = panel(session, scored.contest.id)[0]
    juror = session.get_one(Juror, seat.juror_id)
    paper = make_paper(session, juror, first, scored.staff, state="received")
    paper.sheet_id = make_sheet(session, juror, first, "FIELD", MARKS).id
    paper.state = "entered"
    session.flush()

    document = issued_acta(session, scored)

    sha256 = closing_sha256(session, scored.contest)
    name = first.code or ""
    group_name = next(group for group, one in scored.groups.items() if one is first)
    assert content(document).closing == ActaClosing(
        sheets=1,
        sha256=sha256,
        papers=(ActaPaper(paper.serial, seat.full_name, name, group_name, "Evaluación de campo", REASON),),
        replaces=None,
    )
    text = " ".join(page_texts(make_press(tmp_path).render(ACTA, document)))
    assert sha256[:8] in text
    assert f"{paper.serial} {seat.full_name}" in text


def test_a_change_later_is_a_new_acta_that_names_the_one_it_replaces(
    session: Session, tmp_path: Path
) -> None:
    scored = make_judged_contest(session)
    act = act_of(scored.staff, NOON)
    first = issued_acta(session, scored)
    make_void(
        session, act, contest_id=scored.contest.id, document_id=first.id, reason="Faltó una constancia."
    )

    second = issued_acta(session, scored)

    closing = content(second).closing
    assert closing is not None
    assert closing.replaces == ReplacedActa(
        cite(first), office_date(NOON), "Faltó una constancia.", changed=(), is_compared=True
    )
    text = " ".join(page_texts(make_press(tmp_path).render(ACTA, second)))
    assert "Esta acta reemplaza a la Acta N.° 001-2026-UT-HUANCAVELICA" in text
    assert "Ninguna línea del resultado cambia respecto de ella." in text
    found = [verification(session, one.verification_code) for one in (first, second)]
    assert [one and one.replaced_by for one in found] == [second.code, None]


def test_the_lines_that_changed_are_marked_with_what_they_were(session: Session, tmp_path: Path) -> None:
    scored = make_judged_contest(session)
    first = issued_acta(session, scored)
    make_void(
        session,
        act_of(scored.staff, NOON),
        contest_id=scored.contest.id,
        document_id=first.id,
        reason="Una ficha se corrigió.",
    )
    line = session.scalars(select(RankingLine).where(RankingLine.place == 1).order_by(RankingLine.id)).first()
    assert line is not None
    line.total_numerator, line.total_units = 9950, 9950
    session.flush()

    second = issued_acta(session, scored)

    replaced = (content(second).closing or ActaClosing(0, "", (), None)).replaces
    assert replaced is not None
    code = session.get_one(Application, line.application_id).code
    assert [(one.code, one.place) for one in replaced.changed] == [(code, 1)]
    text = " ".join(page_texts(make_press(tmp_path).render(ACTA, second)))
    was = replaced.changed[0]
    assert f"Cambia: en el acta anterior puesto 1, {was.total} puntos, {was.standing}." in text
    assert "Las líneas que cambian respecto de ella (1) están señaladas en el resultado." in text


def test_an_acta_of_before_still_reads_without_its_closing(session: Session) -> None:
    data = to_data(content(issued_acta(session, make_judged_contest(session))))
    assert isinstance(data, dict)
    del data["closing"]

    assert from_data(Acta, data).closing is None
