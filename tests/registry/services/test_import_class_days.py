"""The day of a class belongs to its last day: told, kept, settled between sources, and unknown rather than wrong."""

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.registry.models.register import Household
from contest_portal.registry.queries.history import household_history, household_on
from contest_portal.registry.rules.reports import ImportReport
from contest_portal.registry.rules.row_history import Basis
from tests.factories.registry_files import HOUSEHOLDS, checked, counts, import_territory, imported
from tests.factories.sources import household, make_source, member, page
from tests.factories.syncing import applied

HEADER = HOUSEHOLDS.splitlines()[0] + ",clase_sisfoh,fecha_clasificacion,vence_sisfoh\n"
BOTH = "pobre,2025-01-15,2027-12-31"
Days = tuple[str | None, date | None, date | None]


def line(told: str) -> str:
    return f"{HEADER}H-1,0903010099,70000001,Delia,Ccanto,Huamaní,14/03/1988,F,1,{told}\n"


def told(session: Session, *files: str) -> ImportReport:
    import_territory(session)
    return [imported(session, "households", line(each)) for each in files][-1]


def home(session: Session) -> Household:
    session.expire_all()
    return session.scalars(select(Household)).one()


def days(session: Session) -> Days:
    found = home(session)
    return found.sisfoh_class, found.sisfoh_classified_on, found.sisfoh_expires_on


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ([BOTH], ("pobre", date(2025, 1, 15), date(2027, 12, 31))),
        (["pobre,2025-01-15,"], ("pobre", date(2025, 1, 15), date(2028, 1, 15))),
        ([BOTH, ",,"], ("pobre", date(2025, 1, 15), date(2027, 12, 31))),
        ([BOTH, "pobre,,2027-12-31"], ("pobre", date(2025, 1, 15), date(2027, 12, 31))),
        ([BOTH, "pobre,,2029-06-30"], ("pobre", None, date(2029, 6, 30))),
        ([BOTH, "pobre,,2024-06-30"], ("pobre", None, date(2024, 6, 30))),
        (["pobre,,2024-06-30", "pobre,2026-02-28,"], ("pobre", date(2026, 2, 28), date(2029, 2, 28))),
    ],
    ids=[
        "both",
        "day alone",
        "nothing new",
        "the same end",
        "a later end",
        "an earlier end",
        "a newer class",
    ],
)
def test_what_files_tell_of_a_class(session: Session, files: list[str], expected: Days) -> None:
    told(session, *files)

    assert days(session) == expected
    assert counts(checked(session, "households", line(files[-1]))) == (1, 0, 0, 1, 0)


@pytest.mark.parametrize(
    ("precedence", "expected"),
    [
        (10, ("no_pobre", date(2026, 3, 31), date(2029, 3, 31))),
        (60, ("pobre", date(2025, 1, 15), date(2027, 12, 31))),
    ],
    ids=["believed more", "believed less"],
)
def test_another_source_replaces_the_class_with_its_days_or_nothing_of_it(
    session: Session, precedence: int, expected: Days
) -> None:
    told(session, BOTH)
    sent = household(
        "H-1",
        member("70000001"),
        sisfoh_class="no_pobre",
        sisfoh_classified_on="2026-03-31",
        sisfoh_expires_on=None,
    )

    applied(session, make_source(session, precedence=precedence), page(sent))

    assert days(session) == expected


def test_the_history_says_that_the_day_changed_and_not_what_it_was(session: Session) -> None:
    told(session, BOTH, "pobre,2026-02-28,2027-12-31")
    found = home(session)

    change = household_history(session, found.id)[0]
    that_day = household_on(session, found.id, date(2026, 11, 23), Basis.KNOWN_TODAY)

    assert (change.field, change.is_masked, change.before, change.after) == (
        "sisfoh_classified_on",
        True,
        None,
        None,
    )
    assert (that_day.has_class_day, that_day.class_day_source.line) == (True, 2)


def test_a_class_cannot_end_before_it_began(session: Session) -> None:
    told(session, BOTH)

    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text("UPDATE household SET sisfoh_expires_on = '2025-01-14'"))
