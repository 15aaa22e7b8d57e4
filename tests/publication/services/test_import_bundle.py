"""A contest of elsewhere is brought in whole or not at all, and goes its way here by the same pages' services."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.allocation.services.approve_allocation import approve_allocation
from contest_portal.allocation.services.propose_allocation import propose_allocation
from contest_portal.awards.queries import verification as find_verification
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id
from contest_portal.documents.models import Document
from contest_portal.jury.models import Juror
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotPermitted, Refused
from contest_portal.publication.bundle_checks import import_problems
from contest_portal.publication.bundle_models import ImportedBundle
from contest_portal.publication.bundle_queries import bundle_of
from contest_portal.publication.invariants import broken_invariants
from contest_portal.publication.rules import bundle_arrival
from contest_portal.publication.rules.bundle import (
    Bundle,
    BundleCancelledDraw,
    BundleDocument,
    BundleDraw,
    write_bundle,
)
from contest_portal.publication.rules.bundle_filling import filled
from contest_portal.publication.rules.bundle_reading import read_bundle
from contest_portal.publication.rules.bundle_results import allocation_of
from contest_portal.publication.services.import_bundle import import_bundle
from contest_portal.publication.verify import Verifier, read
from contest_portal.scoring.models import RankingLine
from contest_portal.scoring.services.close_scoring import close_scoring
from contest_portal.web.shared.fields import room_of
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_office, make_user
from tests.factories.bundles import make_public
from tests.factories.registry import make_centre, make_district
from tests.factories.reopening import make_reopened
from tests.publication.rules.test_bundle_reading import example
from tests.publication.rules.test_bundle_reading import read as as_bundle

PAPERS = (
    BundleDocument("acta", "ACTA N.° 001-2026-OTRA", "ACDE-FGHJ-2345", NOON, "void", "a" * 64),
    BundleDocument("acta", "ACTA N.° 002-2026-OTRA", "ACDE-FGHJ-2346", NOON, "issued", None),
    BundleDocument("carta_de_otra_parte", "CARTA 7", "", NOON, "issued", "b" * 64),
)
Change = Callable[[Any], None]


@pytest.fixture
def office(session: Session) -> Office:
    make_district(session)
    make_centre(session)
    return make_office(session)


@pytest.fixture
def staff(session: Session) -> User:
    return make_user(session, Role.STAFF)


def brought(session: Session, staff: User, office: Office, bundle: Bundle) -> Contest:
    return import_bundle(session, act_of(staff, NOON), bundle, office_id=office.id)


def codes(problems: tuple[Any, ...]) -> list[str]:
    return [problem.code for problem in problems]


def test_a_paper_contest_is_ranked_and_allocated_here(session: Session, staff: User, office: Office) -> None:
    contest = brought(session, staff, office, as_bundle(example()))
    secretary = make_user(session, Role.SECRETARY)

    close_scoring(session, act_of(secretary, NOON), contest_id=contest.id)
    run = propose_allocation(session, act_of(secretary, NOON), contest_id=contest.id)
    approve_allocation(session, act_of(staff, NOON), run_id=run.id, result_sha256=run.result_sha256)

    found = bundle_of(session, contest_by_id(session, contest.id))
    assert [(one.group, one.place) for one in found.ranking] == [("B", 1), ("A", 2), ("C", None)]
    assert [(one.group, one.amount.cents) for one in found.awards] == [("B", 1_200_000)]
    assert Verifier(read(write_bundle(found).encode())).report()["failed"] == []
    assert broken_invariants(session) == ()


def test_a_bundle_of_another_portal_comes_to_the_same_ranking(session: Session) -> None:
    """Attendance, a disqualified group, recusals, seals and the draw come along."""
    scene = make_public(session)
    first = bundle_of(session, contest_by_id(session, scene.contest.id))
    staff, secretary = make_user(session, Role.STAFF), make_user(session, Role.SECRETARY)
    draw = BundleDraw("4-7-1-1", NOON)
    earlier = (BundleCancelledDraw("1-2-3-4", NOON, NOON),)
    rules = replace(first.rules, code="OTRO-2026")
    other = filled(replace(first, rules=rules, draw=draw, cancelled_draws=earlier, documents=PAPERS))
    contest = brought(session, staff, scene.contest.office, other)

    close_scoring(session, act_of(secretary, NOON), contest_id=contest.id)

    here = bundle_of(session, contest_by_id(session, contest.id))
    assert {one.group: one for one in here.ranking} == {one.group: one for one in other.ranking}
    assert [one.standing.value for one in here.ranking] == ["passed", "passed", "disqualified"]
    assert (here.rules_sha256, here.draw, here.recusals) == (other.rules_sha256, draw, other.recusals)
    assert (here.cancelled_draws, here.documents) == (earlier, PAPERS)
    assert set(session.scalars(select(Document.code))).isdisjoint(one.code for one in PAPERS)
    assert find_verification(session, PAPERS[0].verification_code) is None
    assert session.get_one(ImportedBundle, contest.id).was_sealed
    assert Verifier(read(write_bundle(here).encode())).report()["failed"] == []


def test_results_set_aside_before_come_along_word_for_word(session: Session) -> None:
    """They name groups by the numbers of elsewhere; here the groups have others, and another round is set aside."""
    scene = make_public(session)
    staff, secretary, other = (make_user(session, role) for role in (Role.STAFF, Role.SECRETARY, Role.STAFF))
    make_reopened(session, scene.contest.id, secretary, other)
    close_scoring(session, act_of(secretary, NOON), contest_id=scene.contest.id)
    first = bundle_of(session, contest_by_id(session, scene.contest.id))
    rules = replace(first.rules, code="OTRO-2026")
    told = filled(replace(first, rules=rules, documents=()))
    contest = brought(session, staff, scene.contest.office, told)

    close_scoring(session, act_of(secretary, NOON), contest_id=contest.id)
    make_reopened(session, contest.id, secretary, other)
    close_scoring(session, act_of(secretary, NOON), contest_id=contest.id)

    here = bundle_of(session, contest_by_id(session, contest.id))
    assert (len(told.undone), here.undone[:1], len(here.undone)) == (1, told.undone, 2)
    assert read_bundle(write_bundle(here).encode()) == here
    assert Verifier(read(write_bundle(here).encode())).report()["failed"] == []
    assert import_problems(session, _wrong_undone(told))[-1].code == "bundle.undone_changed"


def _wrong_undone(bundle: Bundle) -> Bundle:
    (one,) = bundle.undone
    assert one.allocation is not None
    allocation = replace(one.allocation, inputs_sha256="0" * 64)
    return replace(bundle, undone=(replace(one, allocation=allocation),))


def test_what_a_group_adds_itself_counts_in_the_allocation_here(
    session: Session, staff: User, office: Office
) -> None:
    """B plans 12,000 + 3,000 and gets all it asked; A plans 15,000 and gets 80 % of it."""
    data = example()
    data["rules"]["allocation_rule"] = "within_share"
    data["groups"][1] |= {"own_parts": [{"kind": "cash", "amount": {"cents": 300_000}}], "district": "090301"}
    contest = brought(session, staff, office, as_bundle(data))
    secretary = make_user(session, Role.SECRETARY)

    close_scoring(session, act_of(secretary, NOON), contest_id=contest.id)
    run = propose_allocation(session, act_of(secretary, NOON), contest_id=contest.id)
    approve_allocation(session, act_of(staff, NOON), run_id=run.id, result_sha256=run.result_sha256)

    found = bundle_of(session, contest_by_id(session, contest.id))
    assert [(one.group, one.amount.cents) for one in found.awards] == [("A", 1_200_000), ("B", 1_200_000)]
    assert Verifier(read(write_bundle(found).encode())).report()["failed"] == []


def test_envelopes_inside_envelopes_come_along(session: Session, staff: User, office: Office) -> None:
    """B gets its 12,000 of the inner envelope; the 1,000 left go up, and A gets the 13,000 that are then there."""
    data = example()
    pot = {"code": "CERCA", "name": "Del distrito", "amount": {"cents": 1_300_000}, "parent": "UNICA"}
    data["rules"]["pots"] = [pot | {"scope": {"territory": "090301"}, "spills": True}]
    data["rules"]["allocation_rule"] = "merit_order_partial"
    contest = brought(session, staff, office, as_bundle(data))
    secretary = make_user(session, Role.SECRETARY)

    close_scoring(session, act_of(secretary, NOON), contest_id=contest.id)
    run = propose_allocation(session, act_of(secretary, NOON), contest_id=contest.id)
    approve_allocation(session, act_of(staff, NOON), run_id=run.id, result_sha256=run.result_sha256)

    found = bundle_of(session, contest_by_id(session, contest.id))
    assert found.allocation is not None
    told = [(one.code, one.pot, one.amount.cents) for one in found.allocation.result.lines]
    assert told == [("B", "CERCA", 1_200_000), ("A", "UNICA", 1_300_000), ("C", "UNICA", 0)]
    assert [(one.step, one.amount.cents) for one in found.allocation.result.spills] == [(2, 100_000)]
    assert allocation_of(found, "merit_order_partial") == found.allocation.result
    assert Verifier(read(write_bundle(found).encode())).report()["failed"] == []
    assert broken_invariants(session) == ()


def test_what_came_in_is_on_record_and_marked(session: Session, staff: User, office: Office) -> None:
    contest = brought(session, staff, office, as_bundle(example()))

    kept = session.get_one(ImportedBundle, contest.id)
    row = session.scalars(select(AuditRow).where(AuditRow.action == "contest.imported")).one()
    assert (contest.state, kept.source, kept.was_sealed) == (
        "evaluating",
        "Fichas en papel del concurso de 2025",
        False,
    )
    assert kept.sha256 in row.data
    assert row.subject == f"contest:{contest.id}"
    assert (
        session.scalar(select(func.count()).where(User.is_active, User.email.like("%@importado.invalid")))
        == 0
    )


def test_the_same_file_is_not_brought_in_twice(session: Session, staff: User, office: Office) -> None:
    bundle = as_bundle(example())
    brought(session, staff, office, bundle)

    with pytest.raises(Refused) as refusal:
        brought(session, staff, office, bundle)

    assert codes(refusal.value.problems) == ["bundle.imported"]


def test_another_file_of_the_same_contest_is_not_brought_in_either(
    session: Session, staff: User, office: Office
) -> None:
    bundle = as_bundle(example())
    brought(session, staff, office, bundle)

    assert codes(import_problems(session, replace(bundle, source="Otro"))) == [
        "basics.code_taken",
        "fund.name_taken",
    ]


def _other_place(data: Any) -> None:
    data["ranking"] = [
        {"group": code, "standing": "passed", "place": 1, "exact_total": "80/1", "phases": [],
         "total": {"units": 8000, "decimals": 2}} for code in "ABC"
    ]  # fmt: skip


def _elsewhere(data: Any) -> None:
    data["rules"]["territory"] = ["250101"]


def _seal(data: Any) -> None:
    data["jurors"][0]["number"] = 1
    data["sheets"][0]["seal"] = "0" * 64


def _households(data: Any) -> None:
    data["groups"][0]["attendance"] = [{"phase": "CAMPO", "present": 1, "households": 9}]


def _line(data: Any) -> None:
    data["groups"][0]["line"] = "truchas"


def _source(data: Any) -> None:
    data["source"] = "x" * 201


def _skipped(data: Any) -> None:
    del data["sheets"][0]["marks"]["C1"]


def _foreign(data: Any) -> None:
    data["sheets"][0]["marks"]["C9"] = 3
    data["sheets"][1]["reasons"] = [{"criterion": "C8", "text": "Así fue."}]


def _aside(data: Any) -> None:
    data["recusals"] = [{"juror": "J1", "group": "A"}]


def _few(data: Any) -> None:
    del data["sheets"][0]


def _greedy(data: Any) -> None:
    data["groups"][0]["requested"] = {"cents": 2_000_001}
    data["groups"][2]["requested"] = {"cents": 1}  # below the pass mark: nothing will be given


def _far(data: Any) -> None:
    data["groups"][0]["district"] = "150101"


def _texts(data: Any) -> None:
    for one in data["sheets"]:
        one["group"] = {"A": "", "B": "B\u200b"}.get(one["group"], one["group"])
    data["groups"][0]["code"], data["groups"][1]["code"] = "", "B\u200b"
    data["groups"][2] |= {"name": " Las de arriba", "women": 10_000}


def _jurors(data: Any) -> None:
    for one in data["sheets"]:
        one["juror"] = one["juror"].replace("J1", "J" * 41)
    data["jurors"] = [{"code": "J" * 41}, {"code": "J2", "evaluator_class": "C" * 21}]


def _wordy(data: Any) -> None:
    data["sheets"][0]["reasons"] = [{"criterion": "C1", "text": "x" * 401}]


def _withdrawn(data: Any) -> None:
    data["groups"][2]["withdrawn"] = True


def _nobody(data: Any) -> None:
    data["groups"], data["sheets"] = [], []


def _rule(data: Any) -> None:
    data["rules"]["allocation_rule"] = "by_friendship"


def _papers(data: Any) -> None:
    whole = {"kind": "acta", "code": "ACTA 1", "verification_code": "", "issued_at": "2025-07-21T15:00:00+00:00",
             "state": "issued", "file_sha256": "a" * 64}  # fmt: skip
    wrong = [{"code": " "}, {"kind": "a" * 161}, {"state": "lost"}, {"file_sha256": "A" * 64}]
    data["documents"] = [whole, *(whole | one for one in wrong)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_other_place, ["bundle.other_place"] * 3),
        (_elsewhere, ["bundle.no_centre"]),
        (_seal, ["bundle.seal_broken"]),
        (_households, ["bundle.other_households"]),
        (_line, ["bundle.not_of_the_rules"]),
        (_source, ["bundle.long_text"]),
        (_skipped, ["bundle.sheet"]),
        (_foreign, ["bundle.foreign_criterion"] * 2),
        (_aside, ["bundle.stood_aside"]),
        (_few, ["bundle.below_quorum"]),
        (_greedy, ["bundle.request_out_of_range"]),
        (_far, ["bundle.not_of_the_rules"]),
        (_texts, ["bundle.code_length", "bundle.odd_text", "bundle.odd_text", "bundle.too_many"]),
        (_jurors, ["bundle.code_length", "bundle.long_text"]),
        (_wordy, ["bundle.long_text"]),
        (_withdrawn, ["bundle.withdrawn"]),
        (_nobody, ["bundle.no_groups"]),
        (_rule, ["budget.unknown_allocation_rule"]),
        (_papers, ["bundle.document"] * 4),
    ],
)
def test_what_does_not_hold_is_refused_and_nothing_is_written(
    session: Session, staff: User, office: Office, change: Change, expected: list[str]
) -> None:
    data = example()
    change(data)

    with pytest.raises(Refused) as refusal:
        brought(session, staff, office, as_bundle(data))

    assert codes(refusal.value.problems) == expected
    assert session.scalar(select(func.count()).select_from(Contest)) == 0


def test_jurors_whose_codes_differ_in_capitals_alone_are_two(
    session: Session, staff: User, office: Office
) -> None:
    """One is called as the account that keeps the file is, too."""
    data = json.loads(json.dumps(example()).replace('"J1"', '"archivo"').replace('"J2"', '"ARCHIVO"'))

    contest = brought(session, staff, office, as_bundle(data))

    names = session.scalars(select(User.full_name).join(Juror).where(Juror.contest_id == contest.id))
    assert sorted(names) == ["Jurado ARCHIVO", "Jurado archivo"]


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR, Role.ADMIN])
def test_only_staff_bring_a_contest_in(session: Session, office: Office, role: Role) -> None:
    with pytest.raises(NotPermitted):
        brought(session, make_user(session, role), office, as_bundle(example()))

    assert session.scalar(select(func.count()).select_from(RankingLine)) == 0


@pytest.mark.parametrize(
    ("most", "column"),
    [
        (bundle_arrival.MOST_OF_SOURCE, "imported_bundle.source"),
        (bundle_arrival.MOST_OF_CODE, "application.code"),
        (bundle_arrival.MOST_OF_NAME, "producer_group.name"),
        (bundle_arrival.MOST_OF_CLASS, "juror.evaluator_class"),
        (bundle_arrival.MAX_REASON, "sheet_mark.reason"),
    ],
)
def test_a_text_of_a_bundle_has_the_room_of_its_column(most: int, column: str) -> None:
    assert most == room_of(column)
