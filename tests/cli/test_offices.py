"""`flask office …`"""

from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office

TEXTS = {
    "--code": "UT-LIRCAY",
    "--name": "Unidad Territorial Lircay",
    "--programme": "Programa de Emprendimientos Rurales",
    "--city": "Lircay",
    "--address": "Jirón Puno 120",
    "--signer-name": "Irma Solís Quinto",
    "--signer-title": "Jefa",
}


def create(app: Flask, **changes: str) -> Result:
    options = TEXTS | {f"--{name}": value for name, value in changes.items()}
    words = [word for option in options.items() for word in option]
    return app.test_cli_runner().invoke(args=["office", "create", *words])


def test_office_is_registered_from_the_machine(app: Flask, session: Session) -> None:
    result = create(app, ruc="20512333797")

    office = session.scalars(select(Office)).one()
    assert (result.exit_code, result.stdout) == (0, f"office {office.id} is registered: UT-LIRCAY\n")
    assert (office.name, office.ruc, office.signer_title) == (
        "Unidad Territorial Lircay",
        "20512333797",
        "Jefa",
    )


def test_office_that_cannot_be_is_refused_with_every_reason(app: Flask, session: Session) -> None:
    result = create(app, code="lircay", ruc="1")

    assert (result.exit_code, session.scalars(select(Office)).all()) == (1, [])
    assert ("Escriba el código" in result.stderr, "no es un RUC válido" in result.stderr) == (True, True)
