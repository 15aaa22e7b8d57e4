"""Who sees which class of data and how, reader by reader, as the programme decided."""

import pytest

from contest_portal.privacy.rules.data_classes import FIELDS, VIEWS, DataClass, Reader, View, view_of

SEEN = {
    #                     internal, name, identity, sensitive, key
    Reader.PUBLIC: "never never never never never",
    Reader.GROUP: "whole whole masked never never",
    Reader.PROMOTER: "whole whole masked never never",
    Reader.JUROR: "whole never never never never",
    Reader.OFFICE: "whole whole on_request on_request never",
    Reader.AUDITOR: "whole whole on_request on_request never",
    Reader.ADMIN: "never never never never never",
}
FROM_LITTLE_TO_ALL = [View.NEVER, View.MASKED, View.ON_REQUEST, View.WHOLE]


@pytest.mark.parametrize("reader", list(Reader))
def test_what_a_reader_sees(reader: Reader) -> None:
    assert [view_of(one, reader).value for one in DataClass] == SEEN[reader].split()


@pytest.mark.parametrize("reader", list(Reader))
def test_the_more_a_class_says_the_less_of_it_is_seen(reader: Reader) -> None:
    ranks = [FROM_LITTLE_TO_ALL.index(view_of(one, reader)) for one in DataClass]

    assert ranks == sorted(ranks, reverse=True)


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("person.dni", DataClass.IDENTITY),
        ("person.birth_date", DataClass.IDENTITY),
        ("follow_up.cci", DataClass.IDENTITY),
        ("user_account.email", DataClass.IDENTITY),
        ("household.sisfoh_class", DataClass.SENSITIVE),
        ("household.language", DataClass.SENSITIVE),
        ("register_version.content", DataClass.SENSITIVE),
        ("person.given_names", DataClass.NAME),
        ("user_account.password_hash", DataClass.KEY),
        ("member_code.salt", DataClass.KEY),
    ],
)
def test_the_class_of_a_field_is_that_of_the_law(column: str, expected: DataClass) -> None:
    assert FIELDS[column] is expected


def test_every_number_of_identity_is_of_one_class_wherever_it_stands() -> None:
    columns = {name: FIELDS[name] for name in FIELDS if name.endswith(".dni")}

    assert len(columns) >= 5
    assert set(columns.values()) == {DataClass.IDENTITY}


def test_the_tables_cannot_be_changed_by_who_reads_them() -> None:
    with pytest.raises(TypeError):
        FIELDS["person.dni"] = DataClass.INTERNAL  # type: ignore[index]
    with pytest.raises(TypeError):
        VIEWS[DataClass.KEY] = {}  # type: ignore[index]
