"""Each column that says something of a person has its class, and each class its readers."""

import re

import pytest

from contest_portal.privacy.rules.data_classes import FIELDS, DataClass, Reader, View, view_of
from contest_portal.tables import METADATA

TELLING = re.compile(
    r"^(?!counterpart|must_).*(dni|name|birth|mail|cci|bank|holder|language|sisfoh|_e6|kinship|phone|address|witness|trainer|password|salt"
    r"|device$|evidence|supplier|content$|_value$)"
)
OF_NOBODY = re.compile(
    r"^(area|area_name|attachment|calibration|central_nucleus|centre|component_kind|district|executing_nucleus"
    r"|fund|import_batch|import_job|imported_group|export_request|number_format|observation_file|office|paper_newcomer"
    r"|poverty_rate|producer_group|production_line|registry_export|registry_source|social_programme)\."
)
"""Names and codes of places, things and groups, of files and of orders for files."""


def columns() -> set[str]:
    return {f"{table.name}.{column.name}" for table in METADATA.sorted_tables for column in table.columns}


def test_each_class_is_that_of_a_column_there_is() -> None:
    assert set(FIELDS) - columns() == set()


def test_a_column_that_could_tell_of_somebody_has_a_class_or_is_said_not_to() -> None:
    telling = {name for name in columns() if TELLING.search(name.partition(".")[2])}

    assert {name for name in telling - set(FIELDS) if not OF_NOBODY.match(name)} == set()


@pytest.mark.parametrize("data_class", [DataClass.IDENTITY, DataClass.SENSITIVE, DataClass.KEY])
def test_nobody_sees_it_whole_without_asking(data_class: DataClass) -> None:
    assert [reader for reader in Reader if view_of(data_class, reader) is View.WHOLE] == []


@pytest.mark.parametrize("reader", [Reader.PUBLIC, Reader.JUROR, Reader.ADMIN])
def test_who_never_reads_of_persons(reader: Reader) -> None:
    personal = set(DataClass) - {DataClass.INTERNAL}

    assert {view_of(one, reader) for one in personal} == {View.NEVER}
