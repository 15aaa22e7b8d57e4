"""What cannot be typed about an award is said beside its field, and nothing of it stays."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.awards.office import ACCOUNT, AMENDMENT, COUNTERPART, EXPENSE, RETURN, Office, office_of
from tests.conftest import StandingClock
from tests.factories.follow_ups import (
    CCI,
    LATER,
    make_followed,
    make_paid,
    make_ready,
)
from tests.page_client import PageClient

HUGE = "9" * 5_000


@pytest.fixture(autouse=True)
def later(clock: StandingClock) -> None:
    clock.set(LATER)


@pytest.fixture
def signed(client: PageClient, session: Session, tmp_path: Path) -> Office:
    return office_of(client, make_followed(session, tmp_path))


@pytest.fixture
def paid(client: PageClient, session: Session, tmp_path: Path) -> Office:
    return office_of(client, make_paid(session, tmp_path))


@pytest.mark.parametrize(
    ("tail", "said"),
    [
        ("contrapartida", ["Escriba el monto.", "Escriba el día.", "Escriba qué papel lo muestra."]),
        (
            "gastos",
            [
                "Escriba el monto.",
                "Escriba el día.",
                "Escriba a quién se pagó.",
                "Escriba la serie y el número.",
            ],
        ),
        ("devoluciones", ["Escriba el monto.", "Escriba el número de operación del banco."]),
        ("cuenta", ["Escriba el nombre del banco o de la caja.", "Escriba los 20 dígitos del CCI."]),
    ],
)
def test_an_empty_form_names_each_field(paid: Office, tail: str, said: list[str]) -> None:
    page = paid.refused(tail, {"version": "1"})

    assert [text for text in said if text not in page] == []


@pytest.mark.parametrize(
    ("tail", "sound", "field", "typed", "said"),
    [
        ("contrapartida", COUNTERPART, "amount", "diez", "no es un monto"),
        ("contrapartida", COUNTERPART, "amount", HUGE, "no es un monto"),
        ("contrapartida", COUNTERPART, "amount", "-5", "no es un monto"),
        ("contrapartida", COUNTERPART, "amount", "0", "Escriba un monto mayor que cero."),
        ("contrapartida", COUNTERPART, "kind", "oro", "Elija en qué puso el grupo su contrapartida."),
        ("contrapartida", COUNTERPART, "kind", "", "Elija en qué puso el grupo su contrapartida."),
        ("contrapartida", COUNTERPART, "on_date", "2026-02-30", "no es una fecha del calendario"),
        (
            "contrapartida",
            COUNTERPART,
            "on_date",
            "2030-01-01",
            "Escriba un día desde el 23/11/2026 hasta hoy.",
        ),
        ("contrapartida", COUNTERPART, "voucher", HUGE, "Escriba 60 letras como máximo: hay 5000."),
        ("gastos", EXPENSE, "amount", "900000", "El grupo responde por S/ 12,600.00"),
        ("gastos", EXPENSE, "amount", "1e3", "no es un monto"),
        ("gastos", EXPENSE, "ruc", "", "Escriba el RUC que está en el comprobante."),
        ("gastos", EXPENSE, "ruc", "20512333796", "RUC"),
        ("gastos", EXPENSE, "ruc", HUGE, "RUC"),
        ("gastos", EXPENSE, "voucher_kind", "ticket", "Elija el tipo de comprobante."),
        ("gastos", EXPENSE, "voucher_number", "F001-", "Escriba la serie y el número como están"),
        ("gastos", EXPENSE, "voucher_number", "<script>", "Escriba la serie y el número como están"),
        ("gastos", EXPENSE, "item", "goods-99", "Elija el rubro del presupuesto"),
        ("gastos", EXPENSE, "item", "", "Elija el rubro del presupuesto"),
        ("gastos", EXPENSE, "supplier", "A", "Escriba a quién se pagó."),
        ("gastos", EXPENSE, "supplier", HUGE, "Escriba 120 letras como máximo: hay 5000."),
        ("devoluciones", RETURN, "amount", "12600.01", "El grupo responde por S/ 12,600.00"),
        ("devoluciones", RETURN, "voucher", HUGE, "Escriba 60 letras como máximo: hay 5000."),
        ("cuenta", ACCOUNT, "cci", HUGE, "Escriba 40 letras como máximo: hay 5000."),
        ("cuenta", ACCOUNT, "cci", "no tengo", "El CCI tiene 20 dígitos."),
        ("cuenta", ACCOUNT, "cci", CCI[:-1] + "7", "no van con los demás"),
        ("cuenta", ACCOUNT, "holder", HUGE, "Escriba 200 letras como máximo: hay 5000."),
    ],
)
def test_what_cannot_be_is_said_on_the_form_and_nothing_stays(
    paid: Office, tail: str, sound: dict[str, str], field: str, typed: str, said: str
) -> None:
    version = str(paid.followed.follow_up.version)

    page = paid.refused(tail, {**sound, "version": version, field: typed})

    assert said in page


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("ends_on", "2027-11-23", "El convenio termina el 23/11/2027: escriba un día posterior."),
        ("ends_on", "", "El convenio termina el 23/11/2027"),
        ("kind", "", "Elija qué cambia."),
        ("kind", "amount", "Elija qué cambia."),
        ("kind", "items", "Escriba qué rubros cambian y cómo quedan"),
        ("reason", "", "Escriba el motivo."),
        ("reason", HUGE, "Escriba 300 letras como máximo: hay 5000."),
    ],
)
def test_an_amendment_that_cannot_be_issues_no_paper(paid: Office, field: str, typed: str, said: str) -> None:
    paid.by(paid.followed.approver)

    assert said in paid.refused("adenda", {**AMENDMENT, field: typed})


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("paid_on", "", "Escriba el día del pago."),
        ("paid_on", "2026-11-23", "Escriba un día desde el 24/11/2026 hasta hoy."),
        ("paid_on", "2027-01-01", "hasta hoy."),
        ("operation", "", "Escriba el número de operación del banco."),
        ("operation", HUGE, "Escriba 40 letras como máximo: hay 5000."),
    ],
)
def test_a_payment_that_cannot_be_is_said_beside_its_field(
    client: PageClient, session: Session, tmp_path: Path, field: str, typed: str, said: str
) -> None:
    office = office_of(client, make_ready(session, tmp_path))
    office.post("transferencias/1/proponer")
    office.by(office.followed.approver).post("transferencias/1/aprobar")
    office.by(office.followed.payer)

    page = office.refused(
        "transferencias/1/pago", {"paid_on": "2026-11-25", "operation": "0001", field: typed}
    )

    assert said in page
