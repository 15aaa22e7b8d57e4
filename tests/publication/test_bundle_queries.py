"""A real contest as a bundle: everything holds, nobody is named, and before the close there is nothing."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import ApplicationMember
from contest_portal.awards.result_notices import notices_of
from contest_portal.awards.services.issue_certificates import issue_certificates
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id
from contest_portal.contests.rules.second_rules import SecondRules
from contest_portal.documents.models import Document
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import WrongState
from contest_portal.publication.bundle_queries import bundle_of
from contest_portal.publication.bundle_schema import bundle_schema
from contest_portal.publication.rules.bundle import Bundle, sealed, write_bundle
from contest_portal.publication.rules.bundle_reading import read_bundle
from contest_portal.publication.rules.bundle_results import allocation_of, places_of
from contest_portal.publication.verify import Table, Verifier, read
from contest_portal.registry.models.register import Household, Person
from contest_portal.scoring.models import SheetMark
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import make_approved
from tests.factories.bundles import as_scored, make_closed, make_public
from tests.factories.contests import RULEBOOK
from tests.factories.evaluation import Evaluation, make_evaluation
from tests.factories.intruders import open_sheets
from tests.factories.moves import make_moved
from tests.factories.progress import score_progress
from tests.factories.scoring import make_attendance, make_interest, make_sheet


def bundle(session: Session, scene: Evaluation) -> Bundle:
    return bundle_of(session, contest_by_id(session, scene.contest.id))


def report(found: Bundle) -> Table:
    return Verifier(read(write_bundle(found).encode())).report()


def test_a_public_contest_holds_in_every_step(session: Session) -> None:
    found = bundle(session, make_public(session))

    assert report(found)["failed"] == []
    assert [number for number, *_ in report(found)["not_checked"]] == ["1.3", "7.2", "8.1", "8.2", "8.3"]
    assert [(one.group, one.standing.value, one.place) for one in found.ranking] == [
        (found.groups[0].code, "passed", 1),
        (found.groups[1].code, "passed", 2),
        (found.groups[2].code, "disqualified", None),
    ]
    assert (len(found.sheets), len(found.awards), len(found.documents)) == (13, 2, 5)


def test_what_the_portal_works_out_from_the_file_is_what_it_stored(session: Session) -> None:
    found = read_bundle(write_bundle(bundle(session, make_public(session))).encode())

    assert found.allocation is not None
    assert sorted(places_of(found), key=lambda one: one.group) == sorted(
        found.ranking, key=lambda one: one.group
    )
    assert allocation_of(found, found.rules.allocation_rule) == found.allocation.result
    assert (
        json.loads(write_bundle(found)).keys()
        <= json.loads(bundle_schema())["$defs"]["publication.Bundle"]["properties"].keys()
    )


def test_the_same_contest_gives_the_same_bytes(session: Session) -> None:
    scene = make_public(session)

    assert write_bundle(bundle(session, scene)) == write_bundle(bundle(session, scene))


def test_nobody_is_named(session: Session) -> None:
    text = write_bundle(bundle(session, make_public(session)))

    private = [
        *session.scalars(select(ApplicationMember.dni)),
        *session.scalars(select(ApplicationMember.full_name)),
        *session.scalars(select(Person.paternal_surname)),
        *session.scalars(select(Household.code)),
        *session.scalars(select(User.email)),
        *session.scalars(select(User.full_name)),
    ]
    assert [value for value in private if value in text] == []


def test_certificates_and_notices_are_told_by_their_files_and_by_nothing_that_leads_to_a_person(
    session: Session, tmp_path: Path
) -> None:
    scene = make_public(session)
    staff = make_user(session, Role.STAFF)
    issue_certificates(session, act_of(staff, NOON), contest_id=scene.contest.id)
    notice = notices_of(session, scene.contest.id)[0]
    paper = tmp_path / "notice.pdf"
    paper.write_bytes(b"%PDF-1.7")
    notice.file_sha256 = sha256_hex("%PDF-1.7")
    session.flush()

    found = bundle(session, scene)
    text = write_bundle(found)

    papers = [one for one in found.documents if one.kind in ("certificate", "result_notice")]
    assert [one.kind for one in papers] == ["result_notice"] * 3 + ["certificate"] * 2
    assert {(one.verification_code, one.state) for one in papers} == {("", "issued")}
    assert [one.file_sha256 for one in papers] == [notice.file_sha256, None, None, None, None]
    columns = (Document.verification_code, Document.title, Document.kind)
    every = session.execute(select(*columns).order_by(Document.id)).all()
    assert [one.kind for one in every if one.verification_code in text] == ["acta", "resolution"]
    assert [one.title for one in every if one.title in text] == []
    assert [name for name in session.scalars(select(ApplicationMember.full_name)) if name in text] == []
    assert read_bundle(text.encode()) == found
    assert Verifier(read(text.encode()), None, [paper]).report()["failed"] == []
    wrong = text.replace(notice.file_sha256 or "", "0" * 64)
    assert "7.2" in {
        number for number, *_ in Verifier(read(wrong.encode()), None, [paper]).report()["failed"]
    }


def test_a_closed_scoring_is_a_bundle_without_allocation(session: Session) -> None:
    found = bundle(session, make_closed(session))

    assert (found.allocation, found.awards) == (None, ())
    assert report(found)["failed"] == []


def test_money_that_moved_is_told_and_counted(session: Session) -> None:
    scene = make_closed(session)
    session.refresh(scene.contest, ["office"])
    scored = as_scored(scene, make_user(session, Role.STAFF))
    make_moved(session, scored, "MARCHA", "IDEA", 1_000)
    before = bundle(session, scene)
    make_approved(session, scored)
    make_moved(session, scored, "MARCHA", "IDEA", 1)

    found = bundle(session, scene)

    assert report(found)["failed"] == []
    assert [(one.source, one.target, one.amount, one.after) for one in found.moves] == [
        ("MARCHA", "IDEA", Money.soles(1_000), False),
        ("MARCHA", "IDEA", Money.soles(1), True),
    ]
    assert found.allocation is not None
    assert allocation_of(before, before.rules.allocation_rule) == found.allocation.result


@pytest.mark.parametrize("state", ["published", "evaluating"])
def test_before_the_close_there_is_no_bundle(session: Session, state: str) -> None:
    scene = make_evaluation(session, state=state)

    with pytest.raises(WrongState) as refusal:
        bundle(session, scene)

    assert [problem.code for problem in refusal.value.problems] == ["bundle.not_closed"]


def test_a_mark_changed_in_the_database_shows(session: Session) -> None:
    scene = make_public(session)
    open_sheets(session)
    session.execute(
        update(SheetMark).where(SheetMark.criterion_code == "F1").values(units=SheetMark.units - 1)
    )
    session.expire_all()

    failed = {number for number, *_ in report(bundle(session, scene))["failed"]}

    assert failed == {"3.2", "4.1", "5.1"}


def test_nothing_of_a_second_scoring_is_told(session: Session) -> None:
    """Its sheets are as final as the others, and neither ranking nor allocation follows from them."""
    scene = make_public(session)
    second = replace(RULEBOOK.phases[0], code="AVANCE", attendance_minimum=None)
    before = bundle(session, scene)
    make_sheet(session, scene.jurors[0], scene.applications[0], "AVANCE", {"F1": 1, "F2": 2, "F3": 3})
    make_attendance(session, scene.applications[0], scene.secretary, present=1, phase_code="AVANCE")
    score_progress(session, scene.contest.id, SecondRules((second,), Score(7000, 2), quorum=1))

    found = bundle(session, scene)

    assert (found.sheets, found.groups) == (before.sheets, before.groups)
    assert found.closing_sha256 == before.closing_sha256
    assert {number for number, *_ in report(found)["failed"]} <= {"3.2", "6.1"}  # the rules were other ones


def test_who_stood_aside_is_told_by_codes(session: Session) -> None:
    scene = make_evaluation(session, declared=False)
    make_interest(session, scene.jurors[1], scene.applications[0], recused=True)
    session.execute(update(Contest).values(state="scored"))
    session.expire_all()

    (recusal,) = bundle(session, scene).recusals

    assert (recusal.juror, recusal.group) == ("J2", scene.applications[0].code)


def test_a_reason_that_tells_of_somebody_is_withheld_and_said_so(session: Session) -> None:
    scene = make_public(session)
    member = session.scalars(select(ApplicationMember.full_name)).first() or ""
    texts = {"F1": "Trabajan bien", "F2": f"Lo sabe {member}"}
    open_sheets(session)
    for code, text in texts.items():
        session.execute(update(SheetMark).where(SheetMark.criterion_code == code).values(reason=text))
    session.expire_all()

    found = bundle(session, scene)

    field = [sheet for sheet in found.sheets if sheet.phase == "FIELD"]
    assert {(sheet.reasons, sheet.reasons_withheld) for sheet in field} == {((), True)}
    assert member not in write_bundle(found)
    assert "3.2" in {
        number for number, *_ in report(sealed(replace(found, closing_sha256=None)))["not_checked"]
    }
