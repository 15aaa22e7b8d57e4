"""Entries that may be one person: found, joined, parted and put back, in the territory of whoever decides."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale, WrongState
from contest_portal.registry.duplicate_search import likely_duplicates
from contest_portal.registry.models.accesses import FileAccess
from contest_portal.registry.models.duplicates import DuplicatePair
from contest_portal.registry.models.lives import LifeEvent
from contest_portal.registry.models.register import Centre, Person
from contest_portal.registry.queries.duplicates import (
    PairFilter,
    count_pairs,
    kept_for,
    merged_into,
    pair_by_id,
    pairs,
)
from contest_portal.registry.queries.register import person_by_dni
from contest_portal.registry.rules.duplicates import SharedFact
from contest_portal.registry.services.export_pairs import export_pairs
from contest_portal.registry.services.merge_persons import merge_persons
from contest_portal.registry.services.note_duplicates import note_duplicates
from contest_portal.registry.services.part_persons import part_persons
from contest_portal.registry.services.reopen_pair import reopen_pair
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.files import SCREEN
from tests.factories.lives import FILE, NOVEMBER, OTHER_CENTRE, at, home, import_families, make_pair, person
from tests.factories.registry import make_household, make_person
from tests.factories.registry_files import imported

STAFF, LATER = at(NOVEMBER), at(NOVEMBER + timedelta(days=1))
WHY = "Se vieron los documentos de las dos."
TWICE = "H-2,0903010099,46100005,Raul,Ñahui,Poma,1990-09-09,M,0,\n"
"""Raúl again, in the same household, under another number."""
ELSEWHERE = "H-9,0903010099,46100009,Delia,Canto,Huamaní,1988-04-13,F,1,\n"
"""Nearly Delia, in a household of her own; the date does not agree."""
HEAD_ELSEWHERE = (
    "H-9,0903010099,46100009,Delia,Canto,Huamaní,1988-03-14,F,1,\n"
    "H-9,0903010099,46100010,Inés,Poma,Canto,2011-01-02,F,0,\n"
)


@pytest.fixture(autouse=True)
def families(session: Session) -> None:
    import_families(session)


def found(session: Session, extra: str) -> DuplicatePair:
    """Import more lines, look through the register, and give the one pair it finds."""
    imported(session, "households", FILE + extra, STAFF)
    note_duplicates(session, STAFF, found=likely_duplicates(session))
    return session.scalars(select(DuplicatePair)).one()


def with_dni(session: Session, dni: str) -> Person:
    return session.scalars(select(Person).where(Person.dni == dni)).one()


def merge(session: Session, pair: DuplicatePair, kept: str, **said: object) -> DuplicatePair:
    return merge_persons(
        session,
        STAFF,
        pair_id=pair.id,
        expected_version=pair.version,
        kept_id=with_dni(session, kept).id,
        reason=str(said.get("reason", WHY)),
        new_head=said.get("new_head"),  # type: ignore[arg-type]
    )


def reopen(session: Session, pair: DuplicatePair, reason: str = "Se presentó la otra persona.") -> None:
    reopen_pair(session, LATER, pair_id=pair.id, expected_version=pair.version, reason=reason)


def standing(session: Session) -> list[tuple[str, bool, bool]]:
    session.expire_all()
    everybody = session.scalars(select(Person).order_by(Person.dni))
    return [(one.dni[-1], one.is_head, one.gone_batch_id is None) for one in everybody]


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def test_a_search_finds_what_nearly_agrees_and_nothing_else(session: Session) -> None:
    pair = found(session, TWICE)

    assert (pair.one_id, pair.other_id) == (
        person(session, "Raúl").id,
        with_dni(session, "46100005").id,
    )
    assert (pair.date_sign, pair.similarity, pair.decision) == ("same", 100, None)


def test_dates_that_do_not_agree_are_not_proposed(session: Session) -> None:
    imported(session, "households", FILE + ELSEWHERE, STAFF)

    assert likely_duplicates(session) == []


def test_a_search_in_a_territory_looks_nowhere_else(session: Session) -> None:
    imported(session, "households", FILE + TWICE, STAFF)

    counts = [len(likely_duplicates(session, within=(place,))) for place in ("0903", "090301", "090302")]

    assert counts == [1, 1, 0]


def test_a_search_again_proposes_nothing_twice(session: Session) -> None:
    found(session, TWICE)

    assert note_duplicates(session, STAFF, found=likely_duplicates(session)) == 0


@pytest.mark.parametrize(
    ("dni", "born", "signs"),
    [
        ("70000001", date(1988, 3, 14), ["same"]),
        ("70000001", date(1988, 3, 15), []),
        ("70000001", None, []),
        ("46100010", None, ["unknown"]),
    ],
    ids=["the same birth date", "another", "none", "none, and nearly the same DNI"],
)
def test_people_of_two_districts_are_compared_by_birth_date_or_number(
    session: Session, dni: str, born: date | None, signs: list[str]
) -> None:
    elsewhere = make_household(session, session.get_one(Centre, OTHER_CENTRE))
    again = make_person(session, elsewhere, dni=dni)
    again.birth_date = born
    session.flush()

    assert [pair.sign for pair in likely_duplicates(session)] == signs
    assert likely_duplicates(session, within=("090301",)) == []


def test_who_has_no_birth_date_is_compared_in_the_district(session: Session) -> None:
    pair = found(session, TWICE.replace("1990-09-09", ""))

    (line,) = pairs(session, PairFilter(), limit=10)
    assert (pair.date_sign, line.shared) == (
        "unknown",
        (SharedFact.HOUSEHOLD, SharedFact.NEAR_NUMBER),
    )
    assert note_duplicates(session, STAFF, found=likely_duplicates(session)) == 0


def test_a_pair_of_two_districts_is_for_whoever_may_see_both(session: Session) -> None:
    elsewhere = make_household(session, session.get_one(Centre, OTHER_CENTRE))
    make_person(session, elsewhere)
    note_duplicates(session, STAFF, found=likely_duplicates(session))

    (line,) = pairs(session, PairFilter(within=("0903",)), limit=10)

    assert line.shared == (SharedFact.TWO_DISTRICTS,)
    assert [side.district_name for side in line.sides] == ["Lircay", "Anchonga"]
    assert count_pairs(session, PairFilter(within=("090301",))) == 0


def test_one_entry_is_kept_and_stands_for_both(session: Session) -> None:
    pair = found(session, TWICE)
    kept, double = person(session, "Raúl"), with_dni(session, "46100005")

    merge(session, pair, kept.dni)

    assert (pair.decision, pair.reason, pair.decided_at) == ("same", WHY, NOVEMBER)
    assert standing(session) == [
        ("1", True, True),
        ("2", False, True),
        ("3", True, True),
        ("4", False, True),
        ("5", False, False),
    ]
    assert (merged_into(session, [kept.id]), kept_for(session, double.id)) == (
        tuple(sorted((kept.id, double.id))),
        kept.id,
    )
    assert person_by_dni(session, "46100005").person_id == kept.id


def test_a_file_does_not_bring_back_the_other_entry(session: Session) -> None:
    merge(session, found(session, TWICE), "46100004")

    report = imported(session, "households", FILE + TWICE, LATER)

    assert [notice.code for notice in report.notices] == ["file.noted_kept"]
    assert with_dni(session, "46100005").gone_batch_id is not None


def test_within_one_household_the_kept_entry_leads(session: Session) -> None:
    again = "H-1,0903010099,46100005,Delia,Canto,Huamaní,1988-03-14,F,0,quechua\n"
    pair = found(session, again)

    merge(session, pair, "46100005")

    assert standing(session)[0] == ("1", False, False)
    assert standing(session)[-1] == ("5", True, True)


def test_a_household_whose_head_was_the_other_entry_needs_one(session: Session) -> None:
    pair = found(session, HEAD_ELSEWHERE)

    with pytest.raises(Refused) as refusal:
        merge(session, pair, "46100001")
    merge(session, pair, "46100001", new_head=person(session, "Inés").id)

    assert codes(refusal) == ["life.no_head"]
    assert person(session, "Inés").is_head


def test_a_household_of_the_other_entry_alone_ends(session: Session) -> None:
    pair = found(session, HEAD_ELSEWHERE.splitlines(keepends=True)[0])

    merge(session, pair, "46100001")

    assert home(session, "H-9").gone_batch_id is not None


def test_who_stands_for_another_may_be_joined_to_a_third(session: Session) -> None:
    first = found(session, TWICE)
    merge(session, first, "46100005")
    third = make_person(session, home(session, "H-2"), dni="46100006", given_names="Rahúl", is_head=False)
    second = make_pair(session, with_dni(session, "46100005"), third)

    merge(session, second, "46100006")

    assert len(merged_into(session, [third.id])) == 3
    assert kept_for(session, with_dni(session, "46100004").id) == third.id


def test_a_pair_that_was_parted_is_not_proposed_again(session: Session) -> None:
    pair = found(session, TWICE)

    part_persons(session, STAFF, pair_id=pair.id, expected_version=pair.version, reason=WHY)
    note_duplicates(session, LATER, found=likely_duplicates(session))

    assert [count_pairs(session, PairFilter(decision)) for decision in (None, "different", "same")] == [
        0,
        1,
        0,
    ]


def test_a_decision_is_undone_and_both_stand_again(session: Session) -> None:
    pair = found(session, HEAD_ELSEWHERE)
    before = standing(session)
    merge(session, pair, "46100001", new_head=person(session, "Inés").id)

    reopen(session, pair)

    event = session.scalars(select(LifeEvent)).one()
    assert (standing(session), pair.decision, event.undo_reason) == (
        before,
        None,
        "Se presentó la otra persona.",
    )
    assert merged_into(session, [pair.one_id]) == (pair.one_id,)
    assert count_pairs(session, PairFilter()) == 1


def test_a_parted_pair_is_put_back_too(session: Session) -> None:
    pair = found(session, TWICE)
    part_persons(session, STAFF, pair_id=pair.id, expected_version=pair.version, reason=WHY)

    reopen(session, pair)

    assert (pair.decision, pair.reason, pair.decided_by) == (None, None, None)


def test_a_join_stays_while_its_rows_changed_again(session: Session) -> None:
    pair = found(session, HEAD_ELSEWHERE)
    merge(session, pair, "46100001", new_head=person(session, "Inés").id)
    imported(session, "households", FILE + HEAD_ELSEWHERE.replace("Inés", "Agnés"), LATER)

    with pytest.raises(Refused) as refusal:
        reopen(session, pair)

    assert codes(refusal) == ["life.rests_on_it"]


def test_a_decision_is_made_once_on_what_was_read(session: Session) -> None:
    pair = found(session, TWICE)
    read = pair.version

    with pytest.raises(WrongState):
        reopen(session, pair)
    part_persons(session, STAFF, pair_id=pair.id, expected_version=read, reason=WHY)
    with pytest.raises(Stale):
        part_persons(session, STAFF, pair_id=pair.id, expected_version=read, reason=WHY)
    with pytest.raises(Refused) as refusal:
        merge(session, pair, "46100004")

    assert codes(refusal) == ["duplicate.decided"]


def test_nobody_else_can_be_kept(session: Session) -> None:
    pair = found(session, TWICE)

    with pytest.raises(Refused) as refusal:
        merge(session, pair, "46100001", reason="")

    assert codes(refusal) == ["duplicate.reason", "duplicate.kept"]


def test_only_staff_of_the_place_decides(session: Session) -> None:
    pair = found(session, TWICE)
    asked = {"pair_id": pair.id, "expected_version": pair.version, "reason": WHY}

    with pytest.raises(NotPermitted):
        part_persons(session, at(NOVEMBER, "090302"), **asked)
    with pytest.raises(NotPermitted):
        reopen_pair(session, at(NOVEMBER, "090302"), **asked)
    with pytest.raises(NotFound):
        part_persons(session, STAFF, pair_id=999_999, expected_version=1, reason=WHY)


def test_lists_hold_the_territory_and_what_still_stands(session: Session) -> None:
    pair = found(session, TWICE)

    inside, outside = (PairFilter(within=(place,)) for place in ("090301", "090302"))
    (line,) = pairs(session, inside, limit=10)

    assert (line.pair_id, line.one.full_name, line.other.full_name, line.one.district_name) == (
        pair.id,
        "Raúl Ñahui Poma",
        "Raul Ñahui Poma",
        "Lircay",
    )
    assert (pairs(session, outside, limit=10), count_pairs(session, outside)) == ((), 0)
    assert pair_by_id(session, pair.id) == line
    with pytest.raises(NotFound):
        pair_by_id(session, 999_999)


def test_taking_the_list_away_is_on_record(session: Session) -> None:
    found(session, TWICE)

    act = act_of(make_user(session, Role.STAFF), NOON)

    lines, mark = export_pairs(session, act, wanted=PairFilter(), screen=SCREEN)

    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert len(lines) == 1
    assert (row.action, json.loads(row.data)) == (
        "duplicates.exported",
        {"rows": 1, "decision": "", "access": mark.number},
    )
    assert session.get_one(FileAccess, mark.number).kind == "export"
