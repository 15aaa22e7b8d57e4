"""A group files an observation within its window and gets a receipt; the office enters what came on paper."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from contest_portal.allocation.models import AllocationLine
from contest_portal.awards.observation_models import Observation
from contest_portal.awards.services.enter_observation import enter_observation
from contest_portal.awards.services.file_observation import file_observation
from contest_portal.documents.models import Document
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused
from contest_portal.kernel.storage import Storage
from contest_portal.publication.invariants import broken_invariants
from tests.conftest import NOON
from tests.factories.accounts import act_of
from tests.factories.allocation import ScoredContest
from tests.factories.attachments import JPEG_BYTES, PDF_BYTES, sound
from tests.factories.observations import SOON, WORDS, make_observation, representative_of
from tests.factories.publication import make_announced_contest, make_ready_contest

LATE = NOON + timedelta(days=10)


@pytest.fixture
def scored(session: Session) -> ScoredContest:
    return make_announced_contest(session)


def enter(session: Session, scored: ScoredContest, received_at: datetime, at: datetime = LATE) -> Observation:
    return enter_observation(
        session,
        act_of(scored.secretary, at),
        application_id=scored.groups["Qori Sara"].id,
        about="allocation",
        text=WORDS,
        received_at=received_at,
    )


def test_the_receipt_names_the_files_that_came_with_it(
    session: Session, scored: ScoredContest, tmp_path: Path
) -> None:
    came = (sound(PDF_BYTES), sound(JPEG_BYTES))
    storage = Storage(tmp_path)

    kept = file_observation(
        session,
        act_of(representative_of(session, scored, "Allin Ruway"), SOON),
        application_id=scored.groups["Allin Ruway"].id,
        about="FIELD/F1",
        text=WORDS,
        files=came,
        storage=storage,
    )

    receipt = json.loads(session.get_one(Document, kept.document_id).data)["content"]
    assert receipt["files"] == [one.original_sha256 for one in came]
    assert [(one.number, one.name, storage.get(one.sha256)) for one in kept.files] == [
        (1, "prueba-1.pdf", came[0].content),
        (2, "prueba-2.jpg", came[1].content),
    ]


def test_a_group_gets_a_receipt_with_its_words(session: Session, scored: ScoredContest) -> None:
    kept = make_observation(session, scored)

    receipt = session.get_one(Document, kept.document_id)
    content = json.loads(receipt.data)["content"]
    assert (kept.state, kept.phase_code, kept.criterion_code, kept.on_paper) == (
        "received",
        "FIELD",
        "F1",
        False,
    )
    assert kept.announced_at == scored.contest.announced_at
    assert (receipt.kind, receipt.number, content["text"], content["group_name"]) == (
        "observation",
        1,
        WORDS,
        "Allin Ruway",
    )
    assert broken_invariants(session) == ()


def test_the_paper_counts_by_when_it_came(session: Session, scored: ScoredContest) -> None:
    kept = enter(session, scored, SOON)

    assert (kept.received_at, kept.filed_at, kept.on_paper) == (SOON, LATE, True)


@pytest.mark.parametrize(
    ("received_at", "code"),
    [(LATE, "observation.too_late"), (LATE + timedelta(hours=1), "observation.to_come")],
)
def test_a_paper_out_of_its_window_is_refused(
    session: Session, scored: ScoredContest, received_at: datetime, code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        enter(session, scored, received_at)

    assert [problem.code for problem in refusal.value.problems] == [code]


@pytest.mark.parametrize(
    ("about", "at", "code"),
    [
        pytest.param("FIELD/F1", LATE, "observation.too_late", id="late"),
        pytest.param("NOWHERE", SOON, "observation.about", id="no such phase"),
        pytest.param("FIELD/NONE", SOON, "observation.about", id="no such criterion"),
    ],
)
def test_what_is_refused_leaves_nothing(
    session: Session, scored: ScoredContest, about: str, at: datetime, code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        make_observation(session, scored, about=about, at=at)

    assert [problem.code for problem in refusal.value.problems] == [code]
    assert session.scalar(select(func.count()).select_from(Observation)) == 0


def test_a_button_pressed_twice_files_once(session: Session, scored: ScoredContest) -> None:
    make_observation(session, scored)

    with pytest.raises(Refused) as refusal:
        make_observation(session, scored)

    assert [problem.code for problem in refusal.value.problems] == ["observation.repeated"]


def test_before_the_announcement_there_is_nothing_to_observe(session: Session) -> None:
    scored = make_ready_contest(session)

    with pytest.raises(Refused) as refusal:
        make_observation(session, scored)

    assert [problem.code for problem in refusal.value.problems] == ["observation.not_announced"]


def test_a_group_without_a_result_has_nothing_to_observe(session: Session, scored: ScoredContest) -> None:
    application = scored.groups["Allin Ruway"].id
    session.execute(delete(AllocationLine).where(AllocationLine.application_id == application))

    with pytest.raises(NotFound):
        make_observation(session, scored)


def test_nobody_observes_for_another_group(session: Session, scored: ScoredContest) -> None:
    other = act_of(representative_of(session, scored, "Qori Sara"), SOON)

    with pytest.raises(NotFound):
        file_observation(
            session, other, application_id=scored.groups["Allin Ruway"].id, about="allocation", text=WORDS
        )
    with pytest.raises(NotPermitted):
        enter_observation(
            session,
            other,
            application_id=scored.groups["Allin Ruway"].id,
            about="allocation",
            text=WORDS,
            received_at=SOON,
        )
