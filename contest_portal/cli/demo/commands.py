"""`flask demo …`: load the demonstration, print its accounts, serve it."""

import click
from flask import current_app
from flask.cli import AppGroup

from contest_portal.allocation.documents.reserve_call import RESERVE_CALL
from contest_portal.applications.documents.paper_slip import PAPER_SLIP
from contest_portal.applications.documents.receipt import RECEIPT
from contest_portal.applications.documents.screening_letter import SCREENING_LETTER
from contest_portal.awards.documents.annulment import ANNULMENT
from contest_portal.awards.documents.certificate import CERTIFICATE
from contest_portal.awards.documents.observation import OBSERVATION_RECEIPT
from contest_portal.awards.documents.observation_answer import OBSERVATION_ANSWER
from contest_portal.awards.documents.registry import KINDS
from contest_portal.awards.documents.result_notice import RESULT_NOTICE
from contest_portal.awards.documents.settlement import SETTLEMENT
from contest_portal.awards.documents.transfer_order import TRANSFER_ORDER
from contest_portal.cli.demo.applying import representative
from contest_portal.cli.demo.cast import JURORS, OFFICE_PLAYERS, PASSWORD, Player
from contest_portal.cli.demo.entries import demo_groups
from contest_portal.cli.demo.promoting import PROMOTER
from contest_portal.cli.demo.story import announce, is_told, tell
from contest_portal.cli.demo.uploads import tell_uploads
from contest_portal.cli.jobs import working, workshop
from contest_portal.cli.serve import listen, serve_on
from contest_portal.cli.structure import refuse_to_serve
from contest_portal.documents.models import Document
from contest_portal.documents.press import press_of
from contest_portal.documents.queries import unprinted_documents
from contest_portal.documents.services.print_document import print_document
from contest_portal.kernel.clock import utc_now
from contest_portal.kernel.clock_watch import accept_clock, newest_after
from contest_portal.kernel.database import Database
from contest_portal.kernel.logs import only_warnings
from contest_portal.registry.documents.person_request import PERSON_REQUEST_ANSWER, PERSON_REQUEST_RECEIPT

_ON_DEMAND = tuple(
    kind.code
    for kind in (
        *(RECEIPT, PAPER_SLIP, SCREENING_LETTER, TRANSFER_ORDER, SETTLEMENT, RESERVE_CALL),
        *(CERTIFICATE, RESULT_NOTICE, OBSERVATION_RECEIPT, OBSERVATION_ANSWER, ANNULMENT),
        *(PERSON_REQUEST_RECEIPT, PERSON_REQUEST_ANSWER),
    )
)
demo_group = AppGroup("demo", help="The demonstration contest.")


@demo_group.command("load")
@only_warnings()
def load_command() -> None:
    """Load the demonstration once; print its documents and announce its result. What is done already is skipped."""
    if current_app.extensions["settings"].is_production:
        raise click.ClickException("a portal in production takes no accounts whose password is known to all")
    database: Database = current_app.extensions["database"]
    with database.reading() as session:
        told = is_told(session)
    if not told:
        click.echo("loading the demonstration …")
        with database.transaction() as session:
            tell(session, current_app.extensions["storage"], utc_now())
        tell_uploads(workshop(current_app))
    _print_documents(database)
    with database.transaction() as session:
        announce(session)
        if newest_after(session, utc_now()) is not None:
            accept_clock(session, at=utc_now(), reason="Las fechas de la demostración son fijas")


@demo_group.command("accounts")
def accounts_command() -> None:
    """Print the accounts of the demonstration."""
    click.echo(f"Contraseña de todas las cuentas: {PASSWORD}\n")
    for player in _shown():
        click.echo(f"  {player.email:<26} {player.full_name:<28} {player.does}")


@demo_group.command("serve")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.pass_context
def serve_demo_command(context: click.Context, port: int) -> None:
    """Serve the demonstration; its address and accounts are printed once the port is ours."""
    refuse_to_serve()
    listener = listen("127.0.0.1", port)
    click.echo(f"\nThe demonstration is served at http://127.0.0.1:{port}/ (Ctrl-C stops it).\n")
    context.invoke(accounts_command)
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    with working(app):
        serve_on(listener, app)


def _shown() -> tuple[Player, ...]:
    group = representative(demo_groups()[7])
    shown = Player(
        group.key, group.full_name, group.roles, "representante de un grupo: llena y envía el perfil"
    )
    return (*OFFICE_PLAYERS, shown, PROMOTER, JURORS[0].player)


def _print_documents(database: Database) -> None:
    """Print what the announcement needs; a receipt or a letter is printed when somebody first asks for it."""
    with database.reading() as session:
        waiting = [document for document in unprinted_documents(session) if document.kind not in _ON_DEMAND]
    if not waiting:
        return
    press = press_of(current_app.extensions["settings"], current_app.extensions["storage"])
    with click.progressbar(waiting, label="printing documents") as documents:
        for document in documents:
            with database.transaction() as session:
                row = session.get_one(Document, document.id)
                print_document(session, press, kind=KINDS[document.kind], document=row)
