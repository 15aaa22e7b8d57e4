"""The notices that an announcement issues: one for each group, numbered without a gap, and none before."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.awards.documents.result_notice import RESULT_NOTICE
from contest_portal.awards.result_notices import notices_of, result_papers
from contest_portal.awards.rules.reopening import BackTo
from contest_portal.awards.services.ask_voiding import ask_voiding
from contest_portal.awards.services.issue_late_notices import issue_late_notices
from contest_portal.documents.models import Document, DocumentText, Series
from contest_portal.documents.texts.printing import shipped_body, wording_of
from contest_portal.kernel.problems import NotPermitted, Refused, WrongState
from contest_portal.publication.invariants import broken_invariants
from contest_portal.publication.services.announce_results import announce_results
from tests.awards.papers import content_of, text_of
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest
from tests.factories.awards import make_press
from tests.factories.follow_ups import annulled_by_two, award_of
from tests.factories.publication import make_announced_contest, make_ready_contest
from tests.factories.reopening import ACT, WHY, make_reopened


def announce(session: Session, scored: ScoredContest) -> None:
    session.expire(scored.contest, ["office"])  # as a page finds it: nothing is loaded yet
    announce_results(session, act_of(scored.staff, NOON), contest_id=scored.contest.id)
    session.refresh(scored.contest, ["office"])


def notice_to(session: Session, scored: ScoredContest, name: str) -> Document:
    return result_papers(session, scored.groups[name].id)[-1]


def test_each_group_has_one_numbered_in_the_order_of_the_allocation(session: Session) -> None:
    scored = make_ready_contest(session)
    before = (notices_of(session, scored.contest.id), session.scalars(_series()).all())

    announce(session, scored)

    notices = notices_of(session, scored.contest.id)
    told = [content_of(session, one.id) for one in notices]
    assert before == ((), [])
    assert [one.number for one in notices] == list(range(1, len(scored.groups) + 1))
    assert notices[0].code == "NOTIFICACIÓN N.° 0001-2026-UT-HUANCAVELICA"
    assert {one["group_name"]: one["outcome"] for one in told} == {
        "Sumaq Kuy": "awarded",
        "Mishki Tanta": "awarded",
        "Llaqta Maki": "awarded",
        "Allin Ruway": "reserve",
        "Wiñay Warmi": "reserve",
        "Qori Sara": "below_pass",
        "Inti Rayku": "disqualified",
    }
    assert all(
        one.title == f"Resultado de la solicitud {said['application_code']}"
        for one, said in zip(notices, told, strict=True)
    )
    assert session.scalars(_series()).all() == [len(scored.groups)]
    assert broken_invariants(session) == ()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "Sumaq Kuy",
            "Su solicitud ganó el concurso. Se le adjudican S/ 18,000.00 (DIECIOCHO MIL CON 00/100 SOLES). Para",
        ),
        ("Allin Ruway", "aprobó y queda en la lista de reserva, en el lugar 1. Por ahora no recibe fondo"),
        ("Qori Sara", "Su solicitud no alcanzó el puntaje mínimo de 70.00 puntos"),
        ("Inti Rayku", "Su solicitud quedó descalificada y no recibe fondo."),
    ],
)
def test_each_outcome_has_its_words(session: Session, tmp_path: Path, name: str, said: str) -> None:
    scored = make_announced_contest(session)

    text = text_of(make_press(tmp_path), notice_to(session, scored, name))

    assert said in text
    assert "pueden observar el resultado en el portal o por escrito hasta el 26 de noviembre de 2026" in text


def test_what_the_text_lacks_for_one_group_keeps_all_from_being_announced(session: Session) -> None:
    scored = make_ready_contest(session)
    assert RESULT_NOTICE.text is not None
    body = shipped_body(RESULT_NOTICE.text).replace("{% if doc.total is not none %}", "{% if true %}")
    _word(session, scored, body)

    with pytest.raises(Refused) as refusal, session.begin_nested():
        announce(session, scored)

    disqualified = scored.groups["Inti Rayku"].code
    session.expire_all()
    assert [(one.code, one.params) for one in refusal.value.problems] == [
        ("result_notice.lacks", {"code": disqualified}),
        ("document_text.gap", {"name": "Puntaje total"}),
    ]
    assert (scored.contest.state, notices_of(session, scored.contest.id)) == ("allocated", ())
    assert session.scalars(_series()).all() == []


def test_an_award_annulled_before_is_told_as_such(session: Session, tmp_path: Path) -> None:
    scored = make_ready_contest(session)
    award = award_of(session, scored)
    annulled_by_two(
        session,
        act_of(make_user(session, Role.STAFF), NOON),
        award_id=award.id,
        reason="El grupo se desintegró antes de firmar.",
    )

    announce(session, scored)

    notice = notice_to(session, scored, "Sumaq Kuy")
    told = content_of(session, notice.id)
    assert (told["outcome"], told["amount"]) == ("annulled", {"cents": 0})
    assert "el premio quedó anulado antes de este anuncio" in text_of(make_press(tmp_path), notice)


def test_they_end_with_the_result_and_the_next_announcement_numbers_on(session: Session) -> None:
    scored = make_announced_contest(session)
    first, groups = notices_of(session, scored.contest.id), len(scored.groups)
    secretary, official = make_user(session, Role.SECRETARY), make_user(session, Role.STAFF)
    with pytest.raises(WrongState) as alone:
        ask_voiding(
            session,
            act_of(secretary, NOON),
            contest_id=scored.contest.id,
            document_id=first[0].id,
            reason="Error",
        )

    make_reopened(session, scored.contest.id, secretary, official, BackTo.ALLOCATION)

    assert [one.code for one in alone.value.problems] == ["document.of_the_announcement"]
    assert {one.void_reason for one in first} == {f"{ACT}: {WHY}"}
    assert result_papers(session, scored.groups["Sumaq Kuy"].id) == ()
    assert session.scalars(_series()).all() == [groups]


def _series() -> Select[int]:
    return select(Series.last).where(Series.kind == RESULT_NOTICE.code)


def _word(session: Session, scored: ScoredContest, body: str) -> None:
    wording = wording_of(body, "")
    session.add(
        DocumentText(
            office_id=scored.contest.office_id,
            kind=RESULT_NOTICE.code,
            number=1,
            body=wording.body,
            css="",
            sha256=wording.sha256,
            reason="Prueba",
            published_at=NOON,
            published_by=scored.staff.id,
        )
    )
    session.flush()


def test_a_result_announced_before_there_were_notices_gets_them_once(session: Session) -> None:
    scored = make_ready_contest(session)
    contest, late = scored.contest, NOON + timedelta(days=60)
    act = act_of(scored.staff, late)
    with pytest.raises(WrongState) as early:
        issue_late_notices(session, act, contest_id=contest.id)
    contest.state, contest.announced_at = "announced", NOON
    session.flush()
    with pytest.raises(NotPermitted):
        issue_late_notices(session, act_of(make_user(session, Role.SECRETARY), late), contest_id=contest.id)

    issued = issue_late_notices(session, act, contest_id=contest.id)
    with pytest.raises(WrongState) as again:
        issue_late_notices(session, act, contest_id=contest.id)

    assert [one.problems[0].code for one in (early.value, again.value)] == [
        "result_notice.not_announced",
        "result_notice.all_issued",
    ]
    assert issued == notices_of(session, contest.id)
    assert [one.number for one in issued] == list(range(1, len(scored.groups) + 1))
    assert {content_of(session, one.id)["observe_until"] for one in issued} == {None}  # the term is over
    assert [one.code for one in broken_invariants(session) if one.code.startswith("notice.")] == []
