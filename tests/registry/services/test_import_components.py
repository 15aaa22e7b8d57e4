"""Records of components from a file: judged as those of a page, written once, never over a person's hand."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.money import Money
from contest_portal.registry.imports.rejected_rows import rejected_rows
from contest_portal.registry.models.components import ComponentRecord, ComponentStep
from contest_portal.registry.models.register import Household, ImportBatch, RegisterVersion
from contest_portal.registry.queries.components import records_of
from contest_portal.registry.rules.reports import RejectedFile
from contest_portal.registry.services.retire_component_kind import retire_component_kind
from tests.factories.accounts import act_of, make_user
from tests.factories.component_files import CUYES, GIVEN, HEADER, record, told
from tests.factories.components import history, kind_of, last_audit
from tests.factories.registry import make_centre, make_district, make_household
from tests.factories.registry_files import (
    AT,
    COMPONENTS,
    STAFF,
    checked,
    counts,
    imported,
    located,
    source,
)


@pytest.fixture
def household(session: Session) -> Household:
    make_district(session)
    centre = make_centre(session)
    make_household(session, centre, code="H-2")
    return make_household(session, centre, code="H-1")


def test_a_check_counts_and_stores_nothing(session: Session, household: Household) -> None:
    report = checked(session, "components", COMPONENTS)

    assert (counts(report), report.can_apply) == ((3, 3, 0, 0, 0), True)
    assert records_of(session, household.id) == ()


def test_records_are_stored_with_their_file_line_and_hand(session: Session, household: Household) -> None:
    user = make_user(session, Role.STAFF, full_name="Irma Solís Quinto")

    imported(session, "components", COMPONENTS, act_of(user, AT))

    rows = session.scalars(select(ComponentRecord).order_by(ComponentRecord.id)).all()
    batch = session.scalars(select(ImportBatch)).one()
    assert [
        (row.household_id, row.kind_id, row.state, row.on_date, row.held_since, row.quantity, row.line)
        for row in rows
    ] == [
        (household.id, kind_of(session).id, "in_use", GIVEN, GIVEN, 12, 2),
        (
            household.id,
            kind_of(session, "cocina-mejorada").id,
            "delivered",
            date(2025, 1, 1),
            date(2025, 1, 1),
            None,
            3,
        ),
        (rows[2].household_id, kind_of(session).id, "planned", date(2024, 6, 1), None, 10, 4),
    ]
    assert {(row.batch_id, row.recorded_by, row.recorded_at, row.version) for row in rows} == {
        (batch.id, user.id, AT, 1)
    }
    assert [history(session, row) for row in rows] == [
        [("in_use", GIVEN)],
        [("delivered", date(2025, 1, 1))],
        [("planned", date(2024, 6, 1))],
    ]


def test_the_details_of_a_line_reach_the_page(session: Session, household: Household) -> None:
    told(session, CUYES)

    (line,) = records_of(session, household.id)
    assert (
        line.trainer,
        line.counterpart_days,
        line.counterpart_inputs,
        line.counterpart_value,
        line.note,
        line.source,
    ) == ("Prudencio Paytan", 4, "adobes", Money.soles(60, 50), "", "archivo.csv")


def test_the_same_file_again_changes_nothing(session: Session, household: Household) -> None:
    imported(session, "components", COMPONENTS)

    report = imported(session, "components", COMPONENTS)

    assert counts(report) == (3, 0, 0, 3, 0)
    assert len(session.scalars(select(ComponentStep.id).order_by(ComponentStep.id)).all()) == 3
    assert {row.version for row in session.scalars(select(ComponentRecord))} == {1}


def test_a_newer_file_changes_what_it_says_and_keeps_what_was(session: Session, household: Household) -> None:
    told(session, CUYES)

    report = told(session, "H-1,cuyes,10/05/2024,en uso,15,,,,,\n")

    row = record(session, household)
    assert counts(report) == (1, 0, 1, 0, 0)
    assert (row.state, row.quantity, row.trainer, row.counterpart_days, row.version) == (
        "in_use",
        15,
        "Prudencio Paytan",
        4,
        2,
    )
    assert history(session, row) == [("delivered", GIVEN), ("in_use", GIVEN)]
    kept = session.scalars(select(RegisterVersion)).one()
    assert (kept.noun, kept.key, kept.line, kept.until_batch_id) == (
        "component",
        str(row.id),
        2,
        row.batch_id,
    )
    assert '"quantity": 12' in kept.content.replace('":12', '": 12')


def test_a_third_file_still_updates_what_only_files_told(session: Session, household: Household) -> None:
    for quantity in ("12", "15", "18"):
        told(session, f"H-1,cuyes,10/05/2024,entregado,{quantity},,,,,\n")

    assert (record(session, household).quantity, record(session, household).version) == (18, 3)


def test_what_a_file_leaves_out_stays(session: Session, household: Household) -> None:
    told(session, CUYES, "H-2,cuyes,2024-06-01,,,,,,,\n")

    report = told(session, CUYES)

    assert (report.is_complete, report.gone) == (False, 0)
    assert len(session.scalars(select(ComponentRecord.id)).all()) == 2


def test_a_kind_is_known_by_code_or_name_in_any_writing(session: Session, household: Household) -> None:
    told(session, "H-1,MODULO DE CUYES,10/05/2024,,,,,,,\n")

    report = told(session, "H-1,Cuyes,10/05/2024,,,,,,,\n")

    assert counts(report) == (1, 0, 0, 1, 0)


def test_the_same_thing_under_two_names_is_a_repeated_row(session: Session, household: Household) -> None:
    report = checked(session, "components", HEADER + CUYES + "H-1,Módulo de cuyes,2024-05-10,,,,,,,\n")

    assert located(report) == [(3, "codigo_hogar", "H-1", "row.repeated")]
    assert "en la línea 2" in report.problems[0].text


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            "H-9,cuyes,2024-05-10,,,,,,,",
            ("codigo_hogar", "H-9", "reference.unknown", "Importe primero los hogares"),
            id="unknown household",
        ),
        pytest.param(
            "H-1,llamas,2024-05-10,,,,,,,",
            ("componente", "llamas", "component.unknown_kind", "agréguelo primero al catálogo"),
            id="unknown kind",
        ),
        pytest.param(
            "H-1,cocina-mejorada,2024-05-10,,2,,,,,",
            ("cantidad", "2", "component.not_counted", "deje vacía la cantidad"),
            id="a quantity of what is not counted",
        ),
    ],
)
def test_a_row_the_register_does_not_allow_says_what_to_do(
    session: Session, household: Household, line: str, expected: tuple[str, str, str, str]
) -> None:
    report = checked(session, "components", HEADER + CUYES + line + "\n")

    column, value, code, advice = expected
    assert located(report) == [(3, column, value, code)]
    assert advice in report.problems[0].text


def test_one_bad_row_refuses_the_file_and_comes_back_with_its_reason(
    session: Session, household: Household
) -> None:
    content = HEADER + CUYES + "H-9,cuyes,2024-05-10,,,,,,,\n"

    with pytest.raises(RejectedFile) as refusal:
        imported(session, "components", content)

    header, row = (
        rejected_rows(source(content), refusal.value.report).decode("utf-8-sig").strip().split("\r\n")
    )
    assert header == HEADER.strip() + ",linea_original,motivo"
    assert row.startswith("H-9,cuyes,2024-05-10,,,,,,,,3,")
    assert session.scalars(select(ComponentRecord.id)).all() == []


def test_a_retired_kind_takes_no_new_record_but_keeps_its_old_ones(
    session: Session, household: Household
) -> None:
    told(session, CUYES)
    retire_component_kind(session, STAFF, kind_id=kind_of(session).id)

    report = checked(session, "components", HEADER + CUYES + "H-2,cuyes,2024-05-10,,,,,,,\n")

    assert located(report) == [(3, "componente", "cuyes", "component.retired_kind")]
    assert counts(report) == (2, 0, 0, 1, 1)


def test_two_things_on_one_day_and_one_thing_on_two_days_are_four_records(
    session: Session, household: Household
) -> None:
    report = told(
        session,
        "H-1,cuyes,2024-05-10,,,,,,,\n",
        "H-1,cuyes,2024-05-11,,,,,,,\n",
        "H-1,huerto-abierto,2024-05-10,,,,,,,\n",
        "H-2,cuyes,2024-05-10,,,,,,,\n",
    )

    assert counts(report) == (4, 4, 0, 0, 0)


def test_a_row_with_several_faults_names_the_first_that_the_register_sees(
    session: Session, household: Household
) -> None:
    retire_component_kind(session, STAFF, kind_id=kind_of(session, "cocina-mejorada").id)

    report = checked(session, "components", HEADER + "H-1,cocina-mejorada,2024-05-10,,2,,,,,\n")

    assert located(report) == [(2, "componente", "cocina-mejorada", "component.retired_kind")]
    assert (report.rejected, report.can_apply) == (1, False)


def test_the_audit_names_the_file_and_its_counts_and_nobody(session: Session, household: Household) -> None:
    told(session, CUYES)

    action, _, data = last_audit(session)

    assert action == "registry.imported"
    assert '"kind":"components"' in data
    assert '"rows_new":1' in data
    assert "Prudencio" not in data


def test_a_file_without_its_columns_is_unusable_and_says_which(
    session: Session, household: Household
) -> None:
    report = checked(session, "components", "codigo_hogar,fecha\nH-1,2024\nH-1,2025\n")

    assert report.is_unusable
    assert [(found.column, found.problem.code) for found in report.problems] == [
        ("componente", "file.column_missing")
    ]
