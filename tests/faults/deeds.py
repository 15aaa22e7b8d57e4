"""Deeds that a process of a trial carries out: a service of the portal in a transaction, as a page does it."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from alembic import command

from benchmarks.deadline_client import signed_in
from contest_portal.accounts.models import Office
from contest_portal.accounts.rules.actor import Act
from contest_portal.allocation.envelope_counter import commit_to
from contest_portal.allocation.services.approve_allocation import approve_allocation
from contest_portal.allocation.services.approve_envelope_move import approve_envelope_move
from contest_portal.allocation.services.discard_allocation import discard_allocation
from contest_portal.allocation.services.propose_allocation import propose_allocation
from contest_portal.app import create_app
from contest_portal.applications.models import Application
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.awards.print_desk import PrintDesk
from contest_portal.awards.queries import contest_documents
from contest_portal.awards.rules.print_run import Papers
from contest_portal.awards.services.ask_print_run import ask_print_run
from contest_portal.awards.services.issue_agreements import issue_agreements
from contest_portal.cli.backing_up import give_back, opened_backup
from contest_portal.cli.database import alembic_config
from contest_portal.cli.locked_backups import Opener
from contest_portal.config import Settings
from contest_portal.contests.models import Fund
from contest_portal.contests.publishing import publish as publish_rules
from contest_portal.contests.services.edit_fund import edit_fund
from contest_portal.documents.press import Press
from contest_portal.documents.services import keep_print
from contest_portal.kernel.database import Database
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import Refused
from contest_portal.kernel.sealed_columns import DataKeys
from contest_portal.kernel.storage import Storage
from contest_portal.publication.services.announce_results import announce_results
from contest_portal.scoring.phone_signatures import SentEntry, check_entries
from contest_portal.scoring.rules.fates import Via
from contest_portal.scoring.services.finalise_sheet import finalise_sheet
from contest_portal.scoring.services.receive_entries import receive_entries
from contest_portal.scoring.services.save_sheet import save_sheet
from tests.documents.papers import issue_note
from tests.factories.voiding import make_void
from tests.faults.served import SECRET

Deed = Callable[..., object]


def submit(database: Database, act: Act, application_id: int) -> None:
    """Send a draft as it stands."""
    with database.transaction() as session:
        version = session.get_one(Application, application_id).version
        submit_application(session, act, application_id=application_id, expected_version=version)


def press(database: Database, at: datetime, application_id: int, user_id: int) -> int:
    """Press "send" on the page of a portal whose clock says so; what status it answers."""
    folder = Path(tempfile.gettempdir())
    settings = Settings("testing", "", SECRET, folder, "https://fondos.example")
    app = create_app(settings, database=database, clock=lambda: at)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.set_cookie("session", signed_in(SECRET, user_id).partition("=")[2])
    with database.reading() as session:
        version = session.get_one(Application, application_id).version
    answer = client.post(
        f"/grupo/solicitudes/{application_id}/revisar", data={"version": version, "agreed": "y"}
    )
    return answer.status_code


def approve(database: Database, act: Act, run_id: int, result_sha256: str) -> None:
    """Approve a proposed allocation."""
    with database.transaction() as session:
        approve_allocation(session, act, run_id=run_id, result_sha256=result_sha256)


def seal(database: Database, act: Act, application_id: int, phase: str, version: int) -> None:
    """Make a juror's sheet final."""
    with database.transaction() as session:
        finalise_sheet(
            session, act, application_id=application_id, phase_code=phase, expected_version=version
        )


def save(database: Database, act: Act, application_id: int, phase: str, marks: Mapping[str, Mark]) -> None:
    """Begin a juror's sheet."""
    with database.transaction() as session:
        save_sheet(
            session, act, application_id=application_id, phase_code=phase,
            marks=marks, comment="Buen galpón", expected_version=0,
        )  # fmt: skip


def publish(database: Database, act: Act, contest_id: int, version: int) -> None:
    """Publish a contest."""
    with database.transaction() as session:
        publish_rules(
            session, act, contest_id=contest_id, expected_version=version, allocation_rules=["merit_order"]
        )


def propose(database: Database, act: Act, contest_id: int) -> None:
    """Propose an allocation."""
    with database.transaction() as session:
        propose_allocation(session, act, contest_id=contest_id)


def announce(database: Database, act: Act, contest_id: int) -> None:
    """Make a result public."""
    with database.transaction() as session:
        announce_results(session, act, contest_id=contest_id)


def agreements(database: Database, act: Act, contest_id: int) -> None:
    """Issue the agreement of every winner."""
    with database.transaction() as session:
        issue_agreements(session, act, contest_id=contest_id)


def void(database: Database, act: Act, contest_id: int, document_id: int) -> None:
    """Declare a document void."""
    with database.transaction() as session:
        make_void(session, act, contest_id=contest_id, document_id=document_id, reason="Error en un nombre")


def discard(database: Database, act: Act, run_id: int) -> None:
    """Discard a proposed allocation."""
    with database.transaction() as session:
        discard_allocation(session, act, run_id=run_id)


def commit(database: Database, envelope_id: int, amount: Money) -> None:
    """Hold money of an envelope, as every deed does that promises some."""
    with database.transaction() as session:
        commit_to(session, envelope_id, amount)


def approve_move(database: Database, act: Act, move_id: int) -> None:
    """Approve a move of money between fund and envelope."""
    with database.transaction() as session:
        approve_envelope_move(session, act, move_id=move_id)


def shrink_fund(database: Database, act: Act, fund_id: int, amount: Money) -> None:
    """Correct the amount of a fund."""
    with database.transaction() as session:
        fund = session.get_one(Fund, fund_id)
        edit_fund(
            session, act, fund_id=fund_id, expected_version=fund.version,
            name=fund.name, source=fund.source, year=fund.year, amount=amount,
        )  # fmt: skip


def issue(database: Database, act: Act, office_id: int, fails: int) -> int:
    """Issue a document and give its number; one that fails is refused after it took a number."""
    with database.transaction() as session:
        number = issue_note(session, act, session.get_one(Office, office_id)).number
        if fails:
            raise Refused([])
    return number


def receive(
    database: Database, act: Act, contest_id: int, contest_code: str, entries: Sequence[SentEntry]
) -> None:
    """Receive what a juror's phone sent."""
    with database.transaction() as session:
        checked = [one for one in check_entries(session, contest_code, entries) if one is not None]
        receive_entries(session, act, contest_id=contest_id, entries=checked, via=Via.PHONE)


def upgrade(database: Database) -> None:
    """Bring the tables to the structure of this program."""
    command.upgrade(alembic_config(database.engine.url.render_as_string(hide_password=False)), "head")


def restore(database: Database, backup: str, folder: str) -> None:
    """Give a backup back into an empty portal, as the command does."""
    storage = Storage(Path(folder))
    opener = Opener(identities=None, ask=str)
    with opened_backup(Path(backup), DataKeys(), storage, opener) as (manifest, source, kept):
        give_back(manifest, source, kept, database, storage)


def print_agreements(database: Database, contest_id: int, folder: str) -> None:
    """Print every agreement that was not printed when it began, each in a transaction of its own."""
    press = Press(storage=Storage(Path(folder)), public_url="https://fondos.example")
    with database.reading() as session:
        agreements = [one for one in contest_documents(session, contest_id) if one.kind == AGREEMENT.code]
    for document in agreements:
        if document.file_sha256 is None:
            file = press.print(AGREEMENT, document)
            with database.transaction() as session:
                keep_print.keep_print(session, printed=document, file=file)


def ask_printing(database: Database, act: Act, contest_id: int, folder: str) -> None:
    """Ask for all agreements to be printed in one go, as the page does before it prints."""
    desk = PrintDesk.beside(Storage(Path(folder)), Papers.AGREEMENTS)
    with database.transaction() as session:
        ask_print_run(session, act, desk=desk, contest_id=contest_id)


DEEDS: Mapping[str, Deed] = MappingProxyType(
    {
        one.__name__: one
        for one in (
            submit,
            press,
            approve,
            seal,
            save,
            publish,
            propose,
            announce,
            agreements,
            void,
            discard,
            commit,
            approve_move,
            shrink_fund,
            issue,
            receive,
            upgrade,
            print_agreements,
            ask_printing,
            restore,
        )
    }
)
