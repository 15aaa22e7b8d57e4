"""What files told of a centre over time, with file and line."""

from sqlalchemy.orm import Session

from contest_portal.registry.centre_history import centre_history
from contest_portal.registry.rules.file_changes import FieldChange
from tests.factories.registry import make_centre, make_district
from tests.factories.registry_files import CENTRES, import_territory, imported

CODE = "0903010099"


def test_every_value_knows_when_it_changed_and_by_which_line(session: Session) -> None:
    import_territory(session)
    imported(session, "centres", f"codigo,nombre,area,viviendas\n{CODE},CHAHUARMA,R,98\n")
    imported(session, "centres", CENTRES.replace("-12.97,-74.71,85", "-12.97,-74.71,90"))

    lines = [
        (line.change.line, line.change.changes, line.change.is_first)
        for line in centre_history(session, CODE)
    ]
    assert lines == [
        (3, (FieldChange("households", 85, 90),), False),
        (2, (FieldChange("dwellings", None, 98),), False),
        (3, (), True),
    ]
    assert {line.filename for line in centre_history(session, CODE)} == {"archivo.csv"}


def test_a_centre_that_a_file_leaves_out_is_gone_and_may_come_back(session: Session) -> None:
    import_territory(session)
    without = "".join(line for line in CENTRES.splitlines(keepends=True) if CODE not in line)
    imported(session, "centres", without)
    imported(session, "centres", CENTRES)

    back, gone, first = (line.change for line in centre_history(session, CODE))

    assert (back.is_back, gone.is_gone, first.is_first) == (True, True, True)
    assert (back.line, gone.line) == (3, None)


def test_a_centre_of_no_file_has_its_first_line_alone(session: Session) -> None:
    make_district(session)
    make_centre(session, CODE)

    (only,) = centre_history(session, CODE)

    assert (only.filename, only.applied_at, only.change.is_first) == (None, None, True)
    assert centre_history(session, "0000000000") == ()
