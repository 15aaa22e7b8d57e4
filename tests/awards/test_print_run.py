"""All papers of a kind printed in processes of their own, joined, stopped and continued."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.awards.documents.result_notice import RESULT_NOTICE
from contest_portal.awards.paper_prints import PAPER_KINDS, PaperPrint, paper_prints
from contest_portal.awards.print_desk import PrintDesk, PrintSign
from contest_portal.awards.print_run import PrintRun
from contest_portal.awards.result_notices import notices_of
from contest_portal.awards.rules.print_run import KEPT_FOR, SILENCE, Papers
from contest_portal.awards.services.issue_certificates import issue_certificates
from contest_portal.documents.models import Document
from contest_portal.documents.press import Press, PrintedFile
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.documents.services.keep_print import keep_print
from contest_portal.documents.services.void_document import void_document
from contest_portal.kernel.database import Database
from contest_portal.kernel.pdf_signing import PdfSigner
from contest_portal.kernel.problems import Refused, WrongState
from contest_portal.kernel.sealed_printing import PrintOrder
from contest_portal.kernel.signing_sources import KeyFile
from contest_portal.kernel.storage import Storage
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest
from tests.factories.awards import issued_agreements, make_awarded_contest, make_press
from tests.factories.follow_ups import award_of
from tests.factories.publication import make_announced_contest

HALF_A_CHARACTER = "\ud800"


@pytest.fixture(scope="session")
def database_kind() -> str:
    return "sqlite"


@pytest.fixture
def awarded(session: Session) -> ScoredContest:
    awarded = make_awarded_contest(session)
    issued_agreements(session, awarded)
    session.commit()
    return awarded


@pytest.fixture
def run(database: Database, awarded: ScoredContest, tmp_path: Path) -> PrintRun:
    return run_of(database, awarded, tmp_path, Papers.AGREEMENTS)


def run_of(database: Database, scored: ScoredContest, tmp_path: Path, papers: Papers) -> PrintRun:
    press = make_press(tmp_path / "storage")
    desk = PrintDesk.beside(press.storage, papers)

    def keep(document: Document, file: PrintedFile) -> None:
        with database.transaction() as session:
            keep_print(session, printed=document, file=file)

    return PrintRun(scored.contest.id, database, keep, press, desk, workers=1, clock=lambda: NOON)


def carried_out(run: PrintRun) -> PrintSign:
    run.desk.take_up(run.contest_id, PrintSign(NOON, 0, 3))
    run.carry_out()
    sign = run.desk.last_sign(run.contest_id)
    assert sign is not None
    return sign


def prints(session: Session, awarded: ScoredContest) -> tuple[PaperPrint, ...]:
    session.expire_all()
    return paper_prints(session, awarded.contest.id, Papers.AGREEMENTS)


def files(run: PrintRun) -> list[bytes]:
    return [
        path.read_bytes() for path in (run.desk.volume(run.contest_id, 1), run.desk.archive(run.contest_id))
    ]


def test_agreements_are_printed_joined_stopped_and_continued_to_the_same_bytes(
    session: Session, awarded: ScoredContest, run: PrintRun
) -> None:
    told: list[datetime] = []

    def clock() -> datetime:
        told.append(NOON)
        if len(told) == 2:  # that the first one is printed
            run.desk.ask_to_stop(run.contest_id, NOON)
        return NOON

    stopped = carried_out(replace(run, clock=clock))
    so_far = [one.file_sha256 is not None for one in prints(session, awarded)]
    ended = carried_out(run)
    first = files(run)
    again = carried_out(run)

    made = prints(session, awarded)
    assert ((stopped.stopped, stopped.done, stopped.made), so_far) == ((True, 2, ()), [True, True, False])
    assert (ended, again) == (PrintSign(NOON, 3, 3, ended=True, pages=ended.pages, made=made),) * 2
    assert (ended.holds(made, NOON + KEPT_FOR), ended.pages[0] % 2) == (True, 0)
    assert first == files(run)
    with ZipFile(run.desk.archive(run.contest_id)) as archive:
        assert archive.namelist() == [
            f"{place:03d} {one.code}.pdf" for place, one in enumerate(made, start=1)
        ]
        for one, name in zip(made, archive.namelist(), strict=True):
            document = session.get_one(Document, one.document_id)
            assert archive.read(name) == run.press.render(PAPER_KINDS[Papers.AGREEMENTS], document)


def test_agreements_come_in_the_order_of_the_awards_and_void_ones_do_not(
    session: Session, awarded: ScoredContest, run: PrintRun
) -> None:
    act, before = act_of(make_user(session, Role.STAFF), NOON), prints(session, awarded)
    sign = PrintSign(NOON, 3, 3, ended=True, pages=(2,), made=before)
    document = session.get_one(Document, before[1].document_id)
    void_document(session, act, document=document, reason="Nombre mal escrito.")
    session.commit()
    after = prints(session, awarded)

    assert after == (before[0], before[2])
    assert [sign.holds(now, NOON) for now in (before, after)] == [True, False]
    assert not sign.holds(before, NOON + KEPT_FOR * 2)
    assert (sign.percent, PrintSign(NOON, 0, 0).percent) == (100, 0)


def test_certificates_go_by_the_same_run_and_notices_come_as_they_were_numbered(
    session: Session, database: Database, tmp_path: Path
) -> None:
    announced = make_announced_contest(session)
    act = act_of(announced.staff, NOON)
    issue_certificates(
        session, act, contest_id=announced.contest.id, award_id=award_of(session, announced).id
    )
    issued = notices_of(session, announced.contest.id)
    stored = make_press(tmp_path / "storage").print(RESULT_NOTICE, issued[0]).sha256
    for one in issued[1:]:
        one.file_sha256 = stored
    session.commit()

    names = {Papers.CERTIFICATES: "CERTIFICADO N.° 001", Papers.NOTICES: "NOTIFICACIÓN N.° 0001"}
    for papers, expected in ((Papers.CERTIFICATES, 1), (Papers.NOTICES, len(issued))):
        run = run_of(database, announced, tmp_path, papers)
        sign = carried_out(run)

        made = paper_prints(session, announced.contest.id, papers)
        assert (sign.ended, sign.done, sign.made) == (True, expected, made)
        assert (len(made), sign.pages) == (expected, (2 * expected,))
        assert [one.document_id for one in made] == sorted(one.document_id for one in made)
        with ZipFile(run.desk.archive(run.contest_id)) as archive:
            assert (len(archive.namelist()), run.desk.archive(run.contest_id).name) == (
                expected,
                f"{papers}.zip",
            )
            assert archive.namelist()[0] == f"001 {names[papers]}-2026-UT-HUANCAVELICA.pdf"
    session.expire_all()
    assert {one.file_sha256 for one in notices_of(session, announced.contest.id)} == {
        stored,
        made[0].file_sha256,
    }


def test_a_file_that_is_gone_fails_the_run_and_says_so(
    session: Session, awarded: ScoredContest, run: PrintRun
) -> None:
    for one in prints(session, awarded):
        session.get_one(Document, one.document_id).file_sha256 = "0" * 64
    session.commit()

    sign = carried_out(run)

    assert (sign.ended, sign.failed, sign.made) == (True, True, ())


def test_an_agreement_that_cannot_be_printed_fails_alone_and_is_named(
    session: Session, awarded: ScoredContest, run: PrintRun
) -> None:
    poisoned = prints(session, awarded)[1]

    class Poisoned(Press):
        def order(self, kind: DocumentKind, document: Document) -> PrintOrder:
            order = super().order(kind, document)
            return replace(order, html=HALF_A_CHARACTER) if document.id == poisoned.document_id else order

    sign = carried_out(replace(run, press=Poisoned(run.press.storage, run.press.public_url)))

    assert (sign.ended, sign.failed, sign.unprinted, sign.done) == (True, True, (poisoned.code,), 2)


def test_without_the_key_to_sign_with_the_run_says_so(run: PrintRun, tmp_path: Path) -> None:
    unsigned = replace(run.press, signer=PdfSigner(KeyFile(tmp_path / "gone.p12", "")))

    sign = carried_out(replace(run, press=unsigned))

    assert (sign.ended, sign.failed, sign.why and sign.why.code) == (True, True, "signing.no_certificate")


def test_one_run_a_contest_at_a_time_and_only_that_is_stopped(tmp_path: Path) -> None:
    desk = PrintDesk.beside(Storage(tmp_path / "storage"), Papers.AGREEMENTS)
    sign = PrintSign(NOON, 0, 3)
    with pytest.raises(WrongState):
        desk.ask_to_stop(1, NOON)
    desk.take_up(1, sign)
    with pytest.raises(Refused):
        desk.take_up(1, replace(sign, at=NOON + SILENCE))
    desk.ask_to_stop(1, NOON)
    wished = desk.is_stopping(1)
    desk.archive(1).write_bytes(b"old")
    desk.take_up(2, replace(sign, at=NOON + KEPT_FOR * 2))
    desk.take_up(1, replace(sign, at=NOON + KEPT_FOR * 2))

    assert (wished, desk.is_stopping(1), desk.archive(1).exists()) == (True, False, False)
