"""Links to the head that files and outside registries tell, and how a new head ends them."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.applications.services.undo_life_event import undo_life_event
from contest_portal.registry.imports.run import ImportOptions
from contest_portal.registry.life_acts import Noted
from contest_portal.registry.models.register import Person
from contest_portal.registry.queries.history import household_history, household_on, person_on
from contest_portal.registry.queries.personal_files import household_file
from contest_portal.registry.rules.reports import RejectedFile
from contest_portal.registry.rules.row_history import Basis
from contest_portal.registry.services.check_file import check_file
from contest_portal.registry.services.import_file import import_file
from contest_portal.registry.services.note_death import note_death
from contest_portal.registry.services.note_move import note_move
from tests.factories.kept_scenes import kept_scene
from tests.factories.lives import JUNE, MARCH, NOVEMBER, at, home, person
from tests.factories.registry_files import STAFF, checked, counts, import_territory, imported, source
from tests.factories.sources import household, make_source, member, page
from tests.factories.syncing import applied

HEADER = "codigo_hogar,codigo_centro,dni,nombres,apellido_paterno,sexo,jefe,parentesco\n"
PEOPLE = {
    "Delia": ("H-1", "46100001,Delia,Ccanto,F", "1,jefa de hogar"),
    "Raúl": ("H-1", "46100002,Raúl,Ñahui,M", ",Cónyuge"),
    "Nilo": ("H-1", "46100003,Nilo,Ñahui,M", "0,hijo"),
    "Luz": ("H-2", "46100004,Luz,Soto,F", "1,"),
}
LED_BY_DELIA = {
    "Delia": (True, None),
    "Raúl": (False, "spouse"),
    "Nilo": (False, "child"),
    "Luz": (True, None),
}
Links = dict[str, tuple[bool, str | None]]


def file(told: dict[str, str] | None = None, *, moved: str = "", without: str = "") -> str:
    """Give the file, where some lines tell another head and link; `moved` stands in the other household."""
    return HEADER + "".join(
        f"{'H-2' if name == moved else code},0903010099,{who},{(told or {}).get(name, end)}\n"
        for name, (code, who, end) in PEOPLE.items()
        if name != without
    )


@pytest.fixture(autouse=True)
def family(session: Session) -> None:
    kept_scene(session, "four relatives", _family)


def _family(session: Session) -> None:
    import_territory(session)
    imported(session, "households", file(), at(MARCH))


def links(session: Session) -> Links:
    session.expire_all()
    rows = session.scalars(select(Person).order_by(Person.dni))
    return {row.given_names: (row.is_head, row.kinship) for row in rows}


def noted(new_head: int | None = None) -> Noted:
    return Noted(JUNE.date(), "Avisó la familia, con el acta.", new_head)


def test_a_file_tells_links_and_heads_and_again_changes_nothing(session: Session) -> None:
    assert links(session) == LED_BY_DELIA
    assert counts(checked(session, "households", file())) == (4, 0, 0, 4, 0)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"Delia": "1,", "Raúl": "0,", "Nilo": ","}, {}),
        ({"Nilo": ",nieto"}, {"Nilo": (False, "grandchild")}),
        (
            {"Delia": "0,", "Raúl": "1,", "Nilo": "0,"},
            {"Delia": (False, None), "Raúl": (True, None), "Nilo": (False, None)},
        ),
        (
            {"Delia": ",cónyuge", "Raúl": ",jefe", "Nilo": "0,"},
            {"Delia": (False, "spouse"), "Raúl": (True, None), "Nilo": (False, None)},
        ),
        (
            {"Delia": ",cónyuge", "Raúl": ",jefe", "Nilo": ",hijo"},
            {"Delia": (False, "spouse"), "Raúl": (True, None)},
        ),
    ],
    ids=[
        "not told",
        "told otherwise",
        "another head",
        "another head by the link",
        "all told anew",
    ],
)
def test_a_link_holds_until_it_is_told_anew_or_the_head_is_another(
    session: Session, told: dict[str, str], expected: Links
) -> None:
    report = imported(session, "households", file(told), at(JUNE))

    assert links(session) == LED_BY_DELIA | expected
    assert counts(report)[2] == len(expected)
    assert counts(checked(session, "households", file(told))) == (4, 0, 0, 4, 0)


@pytest.mark.parametrize(("end", "link"), [(",", None), (",otro pariente", "other_relative")])
def test_in_another_household_only_what_is_told_there_holds(
    session: Session, end: str, link: str | None
) -> None:
    imported(session, "households", file({"Nilo": end}, moved="Nilo"), at(JUNE))

    assert links(session) == LED_BY_DELIA | {"Nilo": (False, link)}


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({"Raúl": "1,cónyuge"}, ("parentesco", "kinship.contradicts_head")),
        ({"Delia": "0,jefa"}, ("parentesco", "kinship.contradicts_head")),
        ({"Raúl": ",jefe"}, ("jefe", "household.two_heads")),
        ({"Raúl": ",vecino"}, ("parentesco", "cell.not_a_choice")),
    ],
)
def test_a_file_that_contradicts_itself_stores_nothing(
    session: Session, told: dict[str, str], problem: tuple[str, str]
) -> None:
    with pytest.raises(RejectedFile) as refusal, session.begin_nested():
        imported(session, "households", file(told))

    assert [(one.column, one.problem.code) for one in refusal.value.report.problems] == [problem]
    assert links(session) == LED_BY_DELIA


def test_an_outside_registry_tells_links_too(session: Session) -> None:
    sent = household(
        "H-9",
        member("70000001", kinship="head"),
        member("70000002", given_names="Saúl", is_head=False, kinship="parent_in_law"),
    )

    applied(session, make_source(session), page(sent))

    told = links(session)
    assert (told["Saúl"], told["Delia"]) == ((False, "parent_in_law"), (True, None))


def test_a_new_head_after_a_death_leaves_links_to_be_confirmed_and_an_undo_brings_them_back(
    session: Session,
) -> None:
    raul = person(session, "Raúl").id
    event = note_death(session, at(JUNE), person_id=person(session, "Delia").id, noted=noted(raul))

    after = links(session)
    history = [
        (line.full_name, line.before, line.after)
        for line in household_history(session, home(session).id)
        if line.field == "kinship"
    ]
    undo_life_event(
        session, at(NOVEMBER), event_id=event.id, expected_version=event.version, reason="Era otra Delia."
    )

    assert (after["Raúl"], after["Nilo"]) == ((True, None), (False, None))
    assert sorted(history, key=str) == [("Nilo Ñahui", "child", None), ("Raúl Ñahui", "spouse", None)]
    assert links(session) == LED_BY_DELIA


@pytest.mark.parametrize("is_in_file", [False, True], ids=["not in the file", "in the file without a word"])
def test_a_part_that_tells_a_new_head_ends_the_head_before(
    session: Session,
    is_in_file: bool,  # noqa: FBT001
) -> None:
    part = HEADER + "".join(
        f"H-1,0903010099,{PEOPLE[name][1]},{end}\n"
        for name, end in (("Raúl", "1,"), *([("Delia", ",")] if is_in_file else []))
    )
    only_part = ImportOptions(is_complete=False)

    shown = check_file(session, STAFF, kind="households", source=source(part), options=only_part)
    report = import_file(session, at(JUNE), kind="households", source=source(part), options=only_part)
    again = check_file(session, STAFF, kind="households", source=source(part), options=only_part)

    assert links(session) == LED_BY_DELIA | {
        "Delia": (False, None),
        "Raúl": (True, None),
        "Nilo": (False, None),
    }
    told = [("household.head_unseated", "1")] if not is_in_file else []
    assert [(one.code, one.params["rows"]) for one in report.notices if "head" in one.code] == told
    assert (counts(shown), counts(report)) == ((1 + is_in_file, 0, 1 + is_in_file, 0, 0),) * 2
    assert (counts(again)[2], [one.code for one in again.notices]) == (0, [])
    changes = {(one.full_name, one.field) for one in household_history(session, home(session).id)}
    assert {("Delia Ccanto", "is_head"), ("Nilo Ñahui", "kinship")} <= changes


def test_a_file_does_not_tell_links_to_the_head_before(session: Session) -> None:
    raul = person(session, "Raúl").id
    note_death(session, at(JUNE), person_id=person(session, "Delia").id, noted=noted(raul))

    imported(session, "households", file(), at(NOVEMBER))
    old_head = links(session)["Nilo"]
    imported(session, "households", file({"Raúl": ",jefe"}, without="Delia"), at(NOVEMBER))

    assert (old_head, links(session)["Nilo"]) == ((False, None), (False, "child"))


def test_who_moves_is_nobodys_kin_until_it_is_told(session: Session) -> None:
    note_move(session, at(JUNE), person_id=person(session, "Nilo").id, to_code="H-2", noted=noted())

    moved = links(session)
    imported(session, "households", file(), at(NOVEMBER))

    assert moved == links(session) == LED_BY_DELIA | {"Nilo": (False, None)}


def test_a_day_shows_the_links_of_that_day(session: Session) -> None:
    nilo = person(session, "Nilo").id
    imported(session, "households", file({"Nilo": ",nieto"}), at(JUNE))

    shown = [
        (
            [
                one.kinship
                for one in household_on(session, home(session).id, day.date(), Basis.KNOWN_TODAY).members
            ],
            person_on(session, nilo, day.date(), Basis.KNOWN_TODAY).kinship,
        )
        for day in (MARCH, JUNE)
    ]

    assert shown == [([None, "child", "spouse"], "child"), ([None, "grandchild", "spouse"], "grandchild")]


def test_a_household_counts_of_whom_the_link_is_not_known(session: Session) -> None:
    unknown = [
        household_file(session, home(session, code).id, today=NOVEMBER.date()).without_kinship
        for code in ("H-1", "H-2")
    ]
    note_move(session, at(JUNE), person_id=person(session, "Nilo").id, to_code="H-2", noted=noted())

    there = household_file(session, home(session, "H-2").id, today=NOVEMBER.date())

    assert (unknown, there.without_kinship) == ([0, 0], 1)


def test_a_head_has_no_link(session: Session) -> None:
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text("UPDATE person SET kinship = 'child'"))
