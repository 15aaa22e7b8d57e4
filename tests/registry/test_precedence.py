"""What sources say differently: settled by precedence before it is imported, and listed once."""

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from contest_portal.registry.models.register import Household, ImportBatch, Person
from contest_portal.registry.models.sources import FILES, RegistrySource, SourceConflict
from contest_portal.registry.precedence import Settlement
from contest_portal.registry.rules.source_pages import Row
from tests.factories.registry_files import AT, HOUSEHOLDS, import_territory, imported
from tests.factories.sources import LATER, household, make_source, member, page
from tests.factories.syncing import applied

Listed = tuple[str, str, str, str, str, str]
OTHER_CENTRE = "0903020004"


@pytest.fixture
def register(session: Session) -> None:
    """Two households that came in a file."""
    import_territory(session)
    header = HOUSEHOLDS.splitlines()[0] + ",clase_sisfoh,vence_sisfoh\n"
    imported(
        session,
        "households",
        header
        + "H-1,0903010099,70000001,Delia,Ccanto,Huamaní,14/03/1988,F,1,pobre,2027-06-30\n"
        + "H-2,0903010099,70000002,Saúl,Quispe,,,M,1,,\n",
    )


def listed(session: Session) -> list[Listed]:
    rows = session.scalars(select(SourceConflict).order_by(SourceConflict.id))
    return [(c.field, c.held_source, c.held_value, c.other_source, c.other_value, c.winner) for c in rows]


def stored(session: Session) -> tuple[str, str | None, str, str | None]:
    """What the register holds of the first household and its head."""
    session.expire_all()
    home = session.scalars(select(Household).where(Household.code == "H-1")).one()
    person = session.scalars(select(Person).where(Person.dni == "70000001")).one()
    birth = None if person.birth_date is None else person.birth_date.isoformat()
    return home.centre_code, home.sisfoh_class, person.full_name, birth


def weak(session: Session, code: str = "vecino-debil", precedence: int = 60) -> RegistrySource:
    return make_source(session, code, precedence=precedence, name=code)


def strong(session: Session, code: str = "vecino-fuerte", precedence: int = 10) -> RegistrySource:
    return make_source(session, code, precedence=precedence, name=code)


DIFFERENT = page(
    household(
        "H-1",
        member("70000001", given_names="Adelia", birth_date="1988-03-15"),
        centre_code=OTHER_CENTRE,
        sisfoh_class="no_pobre",
    )
)
HELD = ("0903010099", "pobre", "Delia Ccanto Huamaní", "1988-03-14")
SAID = (OTHER_CENTRE, "no_pobre", "Adelia Ccanto Huamaní", "1988-03-15")
VALUES = (
    ("centre_code", "0903010099", OTHER_CENTRE),
    ("sisfoh_class", "pobre", "no_pobre"),
    ("names", "Delia | Ccanto | Huamaní", "Adelia | Ccanto | Huamaní"),
    ("birth_date", "1988-03-14", "1988-03-15"),
)


@pytest.mark.usefixtures("register")
def test_a_source_believed_more_replaces_and_every_difference_is_listed(session: Session) -> None:
    applied(session, strong(session), DIFFERENT)

    assert stored(session) == SAID
    assert listed(session) == [
        (field, FILES, held, "vecino-fuerte", said, "vecino-fuerte") for field, held, said in VALUES
    ]


@pytest.mark.usefixtures("register")
def test_a_source_believed_less_changes_nothing_and_every_difference_is_listed(session: Session) -> None:
    run = applied(session, weak(session), DIFFERENT)

    assert (stored(session), run.rows_changed, run.rows_unchanged) == (HELD, 0, 1)
    assert listed(session) == [
        (field, FILES, held, "vecino-debil", said, FILES) for field, held, said in VALUES
    ]


@pytest.mark.usefixtures("register")
def test_a_class_that_is_held_keeps_its_own_expiry(session: Session) -> None:
    applied(session, weak(session), DIFFERENT)

    home = session.scalars(select(Household).where(Household.code == "H-1")).one()
    assert home.sisfoh_expires_on is not None
    assert home.sisfoh_expires_on.isoformat() == "2027-06-30"


@pytest.mark.usefixtures("register")
def test_the_same_difference_is_listed_once_and_another_value_replaces_it(session: Session) -> None:
    source = weak(session)
    for centre in (OTHER_CENTRE, OTHER_CENTRE, "0903010001"):
        applied(session, source, page(household("H-1", centre_code=centre, sisfoh_class=None)))

    assert listed(session) == [("centre_code", FILES, "0903010099", "vecino-debil", "0903010001", FILES)]


@pytest.mark.usefixtures("register")
def test_a_closed_difference_stays_closed_until_something_else_is_said(session: Session) -> None:
    source = weak(session)
    sent = page(household("H-1", centre_code=OTHER_CENTRE, sisfoh_class=None))
    applied(session, source, sent)
    first = session.scalars(select(SourceConflict)).one()
    first.closed_at, first.note = AT, "Vive en el otro centro."
    session.flush()

    applied(session, source, sent)
    same = len(listed(session))
    applied(session, source, page(household("H-1", centre_code="0903010001", sisfoh_class=None)))

    assert (same, [row[4] for row in listed(session)]) == (1, [OTHER_CENTRE, "0903010001"])


@pytest.mark.usefixtures("register")
def test_what_was_won_is_held_although_a_weaker_source_wrote_the_row_since(session: Session) -> None:
    better, worse = strong(session), weak(session)
    applied(session, better, page(household("H-1", member("70000001", birth_date="1988-03-15"))))
    for language in ("quechua", "castellano"):
        sent = household("H-1", member("70000001", birth_date="1988-03-14"), language=language)
        applied(session, worse, page(sent))

    home = session.scalars(select(Household).where(Household.code == "H-1")).one()
    assert (stored(session)[3], home.language) == ("1988-03-15", "castellano")


@pytest.mark.usefixtures("register")
def test_a_source_may_change_its_own_mind_without_a_conflict(session: Session) -> None:
    source = strong(session)
    applied(session, source, page(household("H-5", member("70000005"), sisfoh_class="pobre")))
    applied(session, source, page(household("H-5", member("70000005"), sisfoh_class="no_pobre")))

    found = session.scalars(select(Household.sisfoh_class).where(Household.code == "H-5")).one()
    assert (found, listed(session)) == ("no_pobre", [])


@pytest.mark.usefixtures("register")
def test_two_outside_sources_are_compared_as_well(session: Session) -> None:
    applied(session, strong(session), page(household("H-5", member("70000005"), sisfoh_class="pobre")))
    applied(session, weak(session), page(household("H-5", member("70000005"), sisfoh_class="no_pobre")))

    assert listed(session) == [
        ("sisfoh_class", "vecino-fuerte", "pobre", "vecino-debil", "no_pobre", "vecino-fuerte")
    ]


@pytest.mark.usefixtures("register")
def test_no_data_is_no_difference_either_way(session: Session) -> None:
    sent = page(
        household("H-1", member("70000001", birth_date=None), sisfoh_class=None, sisfoh_expires_on=None),
        household(
            "H-2", member("70000002", given_names="Saúl", paternal_surname="QUISPE", maternal_surname=None)
        ),
    )

    applied(session, strong(session), sent)

    assert (stored(session), listed(session)) == (HELD, [])


@pytest.mark.usefixtures("register")
def test_rejected_rows_list_no_difference(session: Session) -> None:
    bad = household("H-7", member("7"))

    run = applied(session, strong(session), page(household("H-1", centre_code=OTHER_CENTRE), bad))

    assert (run.error_code, stored(session), listed(session)) == ("rows.rejected", HELD, [])


@pytest.mark.usefixtures("register")
def test_when_and_in_which_run_it_was_noted(session: Session) -> None:
    run = applied(session, strong(session), DIFFERENT)

    noted = {(c.run_id, c.noted_at, c.closed_at) for c in session.scalars(select(SourceConflict))}
    assert noted == {(run.id, AT, None)}


def rows(number: int) -> list[Row]:
    return [
        row
        for place in range(number)
        for home in page(household(f"H-{place}", member(f"{80_000_000 + place}"))).households
        for row in home.rows()
    ]


@pytest.mark.usefixtures("register")
def test_the_number_of_queries_does_not_grow_with_the_lines(session: Session) -> None:
    source = weak(session)
    asked: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *given: asked.append(given[2]))

    counts = []
    for size in (1, 3, 300):
        settlement = Settlement(session, source_code=source.code, run_id=None, at=LATER)
        asked.clear()
        settlement.settle(rows(size))
        counts.append(len(asked))

    assert counts == [11, 11, 11]


@pytest.mark.usefixtures("register")
def test_a_file_without_a_source_counts_as_files(session: Session) -> None:
    sources = session.scalars(select(ImportBatch.source_code)).all()

    assert set(sources) == {None}
