"""Where the present values of a row come from."""

from contest_portal.registry.rules.provenance import Origin, origins
from contest_portal.registry.rules.row_history import RowState, Value


def state(batch_id: int, line: int, **values: Value) -> RowState:
    return RowState(values, batch_id, line)


def test_a_row_told_once_has_one_origin() -> None:
    assert origins([state(1, 7, name="Lircay", area="R")], ("name", "area")) == {
        "name": Origin(1, 7),
        "area": Origin(1, 7),
    }


def test_a_later_file_is_the_origin_of_what_it_changed_alone() -> None:
    states = [state(1, 7, name="Lircay", area="R"), state(2, 3, name="Lircay", area="U")]

    assert origins(states, ("name", "area")) == {"name": Origin(1, 7), "area": Origin(2, 3)}


def test_a_value_that_went_and_came_back_is_of_the_one_who_brought_it_back() -> None:
    states = [state(1, 7, area="R"), state(2, 3, area="U"), state(3, 5, area="R"), state(4, 9, area="R")]

    assert origins(states, ("area",)) == {"area": Origin(3, 5)}


def test_no_data_has_an_origin_too_and_a_row_of_no_file_has_none() -> None:
    assert origins([RowState({"area": None}, None, None)], ("area",)) == {"area": Origin(None, None)}
