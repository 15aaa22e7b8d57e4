"""A file of households beside what other sources told: precedence, as for an outside registry's pages."""

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from contest_portal.registry.models.register import Household, Person, RegisterVersion
from contest_portal.registry.models.sources import FILES, SourceConflict
from contest_portal.registry.rules.reports import ImportReport, RejectedFile
from tests.factories.registry_files import AT, HOUSEHOLDS, checked, counts, import_territory, imported
from tests.factories.sources import household, make_source, member, page
from tests.factories.syncing import applied

HEADER = HOUSEHOLDS.splitlines()[0] + ",clase_sisfoh,vence_sisfoh,idioma\n"
OTHER_CENTRE = "0903020004"
SAID = "H-1,0903020004,70000001,Adelia,Ccanto,Huamaní,15/03/1988,F,1,no pobre,2028-01-31,quechua\n"
AGREED = "H-1,0903010099,70000001,DELIA,Ccanto,Huamani,14/03/1988,F,1,pobre,,quechua\n"
OUTSIDE = page(household("H-1", member(), sisfoh_class="pobre", sisfoh_expires_on="2027-06-30"))
VALUES = (
    ("centre_code", "0903010099", OTHER_CENTRE),
    ("sisfoh_class", "pobre", "no_pobre"),
    ("names", "Delia | Ccanto | Huamaní", "Adelia | Ccanto | Huamaní"),
    ("birth_date", "1988-03-14", "1988-03-15"),
)


def told(session: Session, *lines: str) -> ImportReport:
    return imported(session, "households", HEADER + "".join(lines))


def outside(session: Session, precedence: int, code: str = "vecino") -> None:
    """Let an outside registry tell of the household first; files stand at 50."""
    import_territory(session)
    applied(session, make_source(session, code, precedence=precedence), OUTSIDE)


def listed(session: Session) -> list[tuple[str, str, str, str, str, str]]:
    rows = session.scalars(select(SourceConflict).order_by(SourceConflict.id))
    return [(c.field, c.held_source, c.held_value, c.other_source, c.other_value, c.winner) for c in rows]


def stored(session: Session) -> tuple[str, str | None, str, str, str]:
    session.expire_all()
    home = session.scalars(select(Household).where(Household.code == "H-1")).one()
    person = session.scalars(select(Person).where(Person.dni == "70000001")).one()
    return (
        home.centre_code,
        home.sisfoh_class,
        str(home.sisfoh_expires_on),
        person.full_name,
        str(person.birth_date),
    )


def remarks(report: ImportReport) -> list[tuple[str, str]]:
    return [(found.code, found.params["rows"]) for found in report.notices]


HELD = ("0903010099", "pobre", "2027-06-30", "Delia Ccanto Huamaní", "1988-03-14")
NEW = (OTHER_CENTRE, "no_pobre", "2028-01-31", "Adelia Ccanto Huamaní", "1988-03-15")


def test_a_file_believed_less_changes_nothing_of_it_and_every_difference_is_listed(session: Session) -> None:
    outside(session, 10)

    report = told(session, SAID)

    assert stored(session) == HELD
    assert listed(session) == [(field, "vecino", held, FILES, said, "vecino") for field, held, said in VALUES]
    assert remarks(report) == [("conflict.held", "4")]


def test_a_file_believed_more_replaces_and_every_difference_is_listed_as_settled(session: Session) -> None:
    outside(session, 60)

    report = told(session, SAID)

    assert stored(session) == NEW
    assert listed(session) == [(field, "vecino", held, FILES, said, FILES) for field, held, said in VALUES]
    assert remarks(report) == [("conflict.replaced", "4")]


def test_what_nobody_disputes_is_taken_from_the_same_line(session: Session) -> None:
    outside(session, 10)

    told(session, SAID)

    assert session.scalars(select(Household.language).where(Household.code == "H-1")).one() == "quechua"


def test_the_search_finds_the_name_that_is_held(session: Session) -> None:
    outside(session, 10)

    told(session, SAID)

    assert (
        session.scalars(select(Person.sort_key).where(Person.dni == "70000001")).one()
        == "ccanto huamani delia"
    )


def test_a_check_says_the_same_and_lists_nothing(session: Session) -> None:
    outside(session, 10)

    report = checked(session, "households", HEADER + SAID)

    assert (remarks(report), listed(session)) == ([("conflict.held", "4")], [])
    assert counts(report) == counts(told(session, SAID)) == (1, 0, 1, 0, 0)


def test_the_same_file_again_lists_nothing_more(session: Session) -> None:
    outside(session, 10)
    told(session, SAID)

    report = told(session, SAID)

    assert (len(listed(session)), counts(report)) == (4, (1, 0, 0, 1, 0))


def test_accents_and_no_data_are_no_difference(session: Session) -> None:
    outside(session, 10)

    report = told(session, AGREED)

    assert (listed(session), remarks(report)) == ([], [])


def test_what_another_source_told_is_held_although_a_file_wrote_the_row_since(session: Session) -> None:
    outside(session, 10)
    told(session, AGREED)

    told(session, SAID)

    assert stored(session)[:3] == HELD[:3]
    assert [row[0] for row in listed(session)] == ["centre_code", "sisfoh_class", "names", "birth_date"]


def test_a_name_keeps_the_writing_of_the_source_believed_more(session: Session) -> None:
    outside(session, 10)

    told(session, AGREED)

    assert stored(session)[3] == "Delia Ccanto Huamaní"


def test_every_line_of_a_household_follows_what_was_settled(session: Session) -> None:
    outside(session, 10)
    second = "H-1,0903020004,70000002,Saúl,Quispe,,,M,0,no pobre,,\n"

    report = told(session, SAID, second)

    assert (counts(report), stored(session)) == ((2, 1, 1, 0, 0), HELD)


def test_files_alone_are_one_source_and_change_their_own_mind(session: Session) -> None:
    import_territory(session)
    told(session, AGREED)

    told(session, SAID)

    assert (stored(session), listed(session)) == (NEW, [])


def test_a_rejected_file_lists_nothing(session: Session) -> None:
    outside(session, 10)

    with pytest.raises(RejectedFile), session.begin_nested():
        told(session, SAID, "H-7,0903010099,7,Luz,Ñahui,,,F,1,,,\n")

    assert (stored(session), listed(session)) == (HELD, [])


def test_when_it_was_noted(session: Session) -> None:
    outside(session, 10)

    told(session, SAID)

    noted = {(c.run_id, c.noted_at, c.closed_at) for c in session.scalars(select(SourceConflict))}
    assert noted == {(None, AT, None)}


def test_the_number_of_queries_does_not_grow_with_the_differences(session: Session) -> None:
    import_territory(session)
    size = 30
    homes = [household(f"H-{n}", member(f"{70_000_000 + n}")) for n in range(size)]
    applied(session, make_source(session, "vecino", precedence=10), page(*homes))
    line = "H-{n},0903010099,{dni},Adelia,Ccanto,Huamaní,,F,1,,,\n"
    asked: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *given: asked.append(given[2]))

    found = []
    for number in (1, size):
        lines = "".join(line.format(n=n, dni=70_000_000 + n) for n in range(number))
        asked.clear()
        report = checked(session, "households", HEADER + lines)
        found.append((remarks(report), len(asked)))

    assert [said for said, _ in found] == [[("conflict.held", "1")], [("conflict.held", str(size))]]
    assert found[0][1] == found[1][1]


def test_a_held_value_makes_no_new_version(session: Session) -> None:
    outside(session, 10)
    told(session, AGREED)
    before = session.scalars(select(RegisterVersion.id)).all()

    told(session, SAID)

    assert session.scalars(select(RegisterVersion.id)).all() == before
