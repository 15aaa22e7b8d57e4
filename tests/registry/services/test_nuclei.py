"""Registering and changing nuclei: versions, audit rows, and no centre in two at once."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale
from contest_portal.registry.models.nuclei import CentralNucleus, ExecutingNucleus, NucleusCentre
from contest_portal.registry.models.register import Centre
from contest_portal.registry.rules.nuclei import Years
from contest_portal.registry.services.add_nucleus_centres import add_nucleus_centres
from contest_portal.registry.services.create_central_nucleus import create_central_nucleus
from contest_portal.registry.services.create_executing_nucleus import create_executing_nucleus
from contest_portal.registry.services.edit_central_nucleus import edit_central_nucleus
from contest_portal.registry.services.edit_executing_nucleus import edit_executing_nucleus
from contest_portal.registry.services.remove_executing_nucleus import remove_executing_nucleus
from contest_portal.registry.services.remove_nucleus_centre import remove_nucleus_centre
from tests.factories.accounts import act_of, make_office, make_user
from tests.factories.nuclei import make_central, make_nucleus
from tests.factories.registry import make_centre, make_district
from tests.factories.registry_files import AT, STAFF


@pytest.fixture
def centres(session: Session) -> tuple[Centre, Centre]:
    make_district(session)
    return make_centre(session), make_centre(session, "0903010100", name="Tuco")


def last_audit(session: Session) -> tuple[str, str, str]:
    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    return row.action, row.subject, row.data


def codes_in(session: Session, nucleus: ExecutingNucleus) -> list[str]:
    rows = select(NucleusCentre.centre_code).where(NucleusCentre.nucleus_id == nucleus.id)
    return list(session.scalars(rows.order_by(NucleusCentre.centre_code)))


def edited(session: Session, central: CentralNucleus, **changes: object) -> CentralNucleus:
    wanted: dict[str, object] = {
        "expected_version": central.version,
        "code": central.code,
        "name": central.name,
        "years": Years(central.first_year, central.last_year),
        "office_id": None,
    }
    return edit_central_nucleus(session, STAFF, central_id=central.id, **(wanted | changes))  # type: ignore[arg-type]


def test_a_central_nucleus_is_kept_with_its_years_and_office(session: Session) -> None:
    office = make_office(session)

    central = create_central_nucleus(
        session, STAFF, code="NEC-1", name=" NEC Ñahui ", years=Years(2024, 2026), office_id=office.id
    )

    kept = (central.name, central.sort_key, central.office_id, central.first_year, central.last_year)
    assert kept == ("NEC Ñahui", "nec n~ahui", office.id, 2024, 2026)
    assert last_audit(session) == (
        "nec.created",
        f"central_nucleus:{central.id}",
        canonical_json({"code": "NEC-1", "first_year": 2024, "last_year": 2026, "office_id": office.id}),
    )


def test_everything_wrong_with_a_central_nucleus_is_said_at_once(session: Session) -> None:
    with pytest.raises(Refused) as refusal:
        create_central_nucleus(session, STAFF, code="nec 1", name=" ", years=Years(2024, 2020))

    assert [problem.code for problem in refusal.value.problems] == [
        "nucleus.code",
        "nucleus.name",
        "nucleus.last_year",
    ]


def test_two_central_nuclei_do_not_share_a_code(session: Session) -> None:
    make_central(session, code="NEC-1")

    with pytest.raises(Refused) as refusal:
        create_central_nucleus(session, STAFF, code="NEC-1", name="Otro", years=Years(2024))

    assert [problem.code for problem in refusal.value.problems] == ["nucleus.code_taken"]


def test_an_open_central_nucleus_is_closed_by_its_last_year(session: Session) -> None:
    central = make_central(session, code="NEC-1", last_year=None)

    edited(session, central, years=Years(2024, 2025), name="NEC Lircay y Anchonga")

    assert (central.name, central.last_year, central.version) == ("NEC Lircay y Anchonga", 2025, 2)
    assert last_audit(session) == (
        "nec.edited",
        f"central_nucleus:{central.id}",
        canonical_json(
            {"code": "NEC-1", "office_id": None, "years": [2024, 2025], "years_before": [2024, None]}
        ),
    )


def test_a_central_nucleus_keeps_its_own_code_and_a_stale_edit_is_refused(session: Session) -> None:
    central = make_central(session)

    edited(session, central, name="Otro nombre")

    with pytest.raises(Stale):
        edited(session, central, expected_version=1, name="Perdido")
    assert central.name == "Otro nombre"


def test_new_years_may_not_put_a_centre_in_two_nuclei_at_once(
    session: Session, centres: tuple[Centre, Centre]
) -> None:
    earlier = make_central(session, name="NEC Antiguo", first_year=2019, last_year=2021)
    make_nucleus(session, earlier, *centres)
    central = make_central(session)
    make_nucleus(session, central, *centres)

    with pytest.raises(Refused) as refusal:
        edited(session, central, years=Years(2021, 2026))

    found = [(problem.code, problem.params["centre"]) for problem in refusal.value.problems]
    assert found == [("nucleus.centre_taken", "Chahuarma"), ("nucleus.centre_taken", "Tuco")]


def test_an_executing_nucleus_is_added_renamed_and_removed(session: Session) -> None:
    central = make_central(session)

    nucleus = create_executing_nucleus(session, STAFF, central_id=central.id, code="NE-01", name="Alto")
    edit_executing_nucleus(
        session, STAFF, nucleus_id=nucleus.id, expected_version=1, code="NE-02", name="Bajo"
    )
    renamed = (nucleus.code, nucleus.name, nucleus.version, last_audit(session)[2])
    remove_executing_nucleus(session, STAFF, nucleus_id=nucleus.id)

    assert renamed == ("NE-02", "Bajo", 2, canonical_json({"code": "NE-02", "code_before": "NE-01"}))
    assert session.get(ExecutingNucleus, nucleus.id) is None
    assert last_audit(session)[0] == "ne.removed"


def test_a_code_is_taken_within_one_central_nucleus_alone(session: Session) -> None:
    central, other = make_central(session), make_central(session)
    make_nucleus(session, central)
    second = make_nucleus(session, central, code="NE-02")

    create_executing_nucleus(session, STAFF, central_id=other.id, code="NE-01", name="Alto")

    with pytest.raises(Refused, match=r"nucleus\.code_taken"):
        create_executing_nucleus(session, STAFF, central_id=central.id, code="NE-01", name="Alto")
    with pytest.raises(Refused, match=r"nucleus\.code_taken"):
        edit_executing_nucleus(
            session, STAFF, nucleus_id=second.id, expected_version=1, code="NE-01", name="Alto"
        )


def test_a_stale_rename_is_refused(session: Session) -> None:
    nucleus = make_nucleus(session, make_central(session))

    with pytest.raises(Stale):
        edit_executing_nucleus(
            session, STAFF, nucleus_id=nucleus.id, expected_version=9, code="NE-01", name="Alto"
        )


def test_a_nucleus_with_centres_is_not_removed(session: Session, centres: tuple[Centre, Centre]) -> None:
    nucleus = make_nucleus(session, make_central(session), centres[0])

    with pytest.raises(Refused, match=r"nucleus\.not_empty"):
        remove_executing_nucleus(session, STAFF, nucleus_id=nucleus.id)


def test_centres_are_added_once_and_on_record(session: Session, centres: tuple[Centre, Centre]) -> None:
    first, second = centres
    nucleus = make_nucleus(session, make_central(session), first)

    added = add_nucleus_centres(
        session, STAFF, nucleus_id=nucleus.id, centre_codes=[second.code, first.code, second.code]
    )

    assert (added, codes_in(session, nucleus)) == ((second.code,), [first.code, second.code])
    assert last_audit(session) == (
        "ne.centres_added",
        f"executing_nucleus:{nucleus.id}",
        canonical_json({"centres": [second.code]}),
    )


def test_adding_what_is_there_already_changes_and_notes_nothing(
    session: Session, centres: tuple[Centre, Centre]
) -> None:
    nucleus = make_nucleus(session, make_central(session), centres[0])

    added = add_nucleus_centres(session, STAFF, nucleus_id=nucleus.id, centre_codes=[centres[0].code])

    assert (added, session.scalars(select(AuditRow)).all()) == ((), [])


def test_a_centre_of_another_nucleus_is_refused_and_none_is_added(
    session: Session, centres: tuple[Centre, Centre]
) -> None:
    taken, free = centres
    central = make_central(session)
    make_nucleus(session, central, taken)
    nucleus = make_nucleus(session, central, code="NE-02", name="Lircay Bajo")

    with pytest.raises(Refused) as refusal:
        add_nucleus_centres(session, STAFF, nucleus_id=nucleus.id, centre_codes=[taken.code, free.code])

    assert [problem.code for problem in refusal.value.problems] == ["nucleus.centre_taken"]
    assert codes_in(session, nucleus) == []


def test_a_centre_may_change_nucleus_in_later_years(session: Session, centres: tuple[Centre, Centre]) -> None:
    make_nucleus(session, make_central(session, first_year=2019, last_year=2023), centres[0])
    nucleus = make_nucleus(session, make_central(session))

    added = add_nucleus_centres(session, STAFF, nucleus_id=nucleus.id, centre_codes=[centres[0].code])

    assert added == (centres[0].code,)


@pytest.mark.parametrize(
    ("codes", "problem"), [([], "nucleus.no_centre"), (["0903019999"], "nucleus.unknown_centre")]
)
def test_no_centre_and_an_unknown_one_are_refused(session: Session, codes: list[str], problem: str) -> None:
    nucleus = make_nucleus(session, make_central(session))

    with pytest.raises(Refused) as refusal:
        add_nucleus_centres(session, STAFF, nucleus_id=nucleus.id, centre_codes=codes)

    assert [found.code for found in refusal.value.problems] == [problem]


def test_a_centre_is_taken_out_and_may_come_back(session: Session, centres: tuple[Centre, Centre]) -> None:
    nucleus = make_nucleus(session, make_central(session), *centres)

    remove_nucleus_centre(session, STAFF, nucleus_id=nucleus.id, centre_code=centres[0].code)
    left, noted = codes_in(session, nucleus), last_audit(session)
    add_nucleus_centres(session, STAFF, nucleus_id=nucleus.id, centre_codes=[centres[0].code])

    assert left == [centres[1].code]
    assert noted == (
        "ne.centre_removed",
        f"executing_nucleus:{nucleus.id}",
        canonical_json({"centre": centres[0].code}),
    )
    assert codes_in(session, nucleus) == [centres[0].code, centres[1].code]


DEEDS: dict[str, Callable[[Session, Act], object]] = {
    "create central": lambda s, act: create_central_nucleus(s, act, code="A", name="A", years=Years(2024)),
    "edit central": lambda s, act: edit_central_nucleus(
        s, act, central_id=999, expected_version=1, code="A", name="A", years=Years(2024), office_id=None
    ),
    "create nucleus": lambda s, act: create_executing_nucleus(s, act, central_id=999, code="A", name="A"),
    "edit nucleus": lambda s, act: edit_executing_nucleus(
        s, act, nucleus_id=999, expected_version=1, code="A", name="A"
    ),
    "remove nucleus": lambda s, act: remove_executing_nucleus(s, act, nucleus_id=999),
    "add centres": lambda s, act: add_nucleus_centres(s, act, nucleus_id=999, centre_codes=["0903010099"]),
    "remove centre": lambda s, act: remove_nucleus_centre(s, act, nucleus_id=999, centre_code="0903010099"),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR, Role.ADMIN])
def test_only_staff_change_nuclei(
    session: Session, deed: Callable[[Session, Act], object], role: Role
) -> None:
    with pytest.raises(NotPermitted):
        deed(session, act_of(make_user(session, role), AT))


@pytest.mark.parametrize("deed", [deed for name, deed in DEEDS.items() if name != "create central"])
def test_what_does_not_exist_is_not_found(session: Session, deed: Callable[[Session, Act], object]) -> None:
    with pytest.raises(NotFound):
        deed(session, STAFF)


def test_a_centre_that_is_not_in_the_nucleus_is_not_found(session: Session) -> None:
    nucleus = make_nucleus(session, make_central(session))

    with pytest.raises(NotFound):
        remove_nucleus_centre(session, STAFF, nucleus_id=nucleus.id, centre_code="0903010099")
