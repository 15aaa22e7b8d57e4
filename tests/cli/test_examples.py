"""The examples of docs/examples do what they are there for."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from contest_portal.cli.guard_checks import guard_findings
from contest_portal.config import ROOT
from contest_portal.kernel.audit import record, verify_chain
from contest_portal.kernel.database import Database
from contest_portal.publication.invariants import broken_invariants
from tests.conftest import NOON
from tests.factories.publication import make_announced_contest
from tests.postgres import fresh_database

EXAMPLES = ROOT / "docs" / "examples"
ROLE = "portal_of_example"
REFUSED = r"permission denied|must be owner"


@pytest.fixture(scope="module")
def as_the_portal(postgres_server: str, postgresql_migrated: str) -> Iterator[Database]:
    """A database with an announced contest and the role of the example; whoever connects has that role and no other."""
    statements = re.sub(r"\bportal\b", ROLE, re.sub(r"--.*", "", (EXAMPLES / "roles.sql").read_text()))
    with fresh_database(postgres_server, template=make_url(postgresql_migrated).database or "") as url:
        as_owner = Database(url)
        with as_owner.transaction() as session:
            make_announced_contest(session)
        as_owner.engine.dispose()
        owner = create_engine(url, isolation_level="AUTOCOMMIT")
        with owner.connect() as connection:
            for statement in filter(str.strip, statements.split(";")):
                connection.execute(text(statement))
            role = make_url(url).update_query_dict({"options": f"-crole={ROLE}"})
            database = Database(role.render_as_string(hide_password=False))
            yield database
            database.engine.dispose()
            connection.execute(text(f"DROP OWNED BY {ROLE}"))
            connection.execute(text(f"DROP ROLE {ROLE}"))
        owner.dispose()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE x (id int)",
        "DROP TABLE sheet",
        "ALTER TABLE audit DISABLE TRIGGER ALL",
        "UPDATE audit SET action = 'x'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "TRUNCATE document",
        "DELETE FROM document",
        "DELETE FROM sheet",
        "UPDATE document_text SET body = ''",
        "UPDATE sheet_rest SET seal = ''",
        "ALTER TABLE sheet_mark DISABLE TRIGGER USER",
        "DROP TRIGGER document_guarded_update ON document",
        "DROP FUNCTION sheet_guarded_update() CASCADE",
        "SET session_replication_role = replica",
        "UPDATE alembic_version SET version_num = 'x'",
        "CREATE ROLE x",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY audit TO PROGRAM 'cat'",
    ],
)
def test_the_portal_s_role_can_do_nothing_beyond_its_work(as_the_portal: Database, statement: str) -> None:
    with pytest.raises(ProgrammingError, match=REFUSED), as_the_portal.transaction() as session:
        session.execute(text(statement))


def test_the_portal_s_role_owns_nothing_that_it_could_take_away(as_the_portal: Database) -> None:
    with as_the_portal.reading() as session:
        assert list(guard_findings(session)) == []


def test_the_portal_s_role_does_its_work(as_the_portal: Database) -> None:
    with as_the_portal.transaction() as session:
        record(session, at=NOON, actor_id=None, action="x.done", subject="x:1")
    with as_the_portal.reading() as session:
        assert (verify_chain(session)[1], broken_invariants(session)) == (None, ())


SHADOWS = "CREATE TEMPORARY TABLE {0} AS SELECT * FROM {0} LIMIT 0"


@pytest.mark.parametrize(
    "shadowed", [(), ("sheet", "audit", "retention_run", "sheet_rest")], ids=["", "shadowed"]
)
def test_the_portal_s_role_changes_no_final_sheet_and_no_issued_paper(
    as_the_portal: Database, shadowed: tuple[str, ...]
) -> None:
    """Not even with tables of its own that stand before those which a trigger asks."""
    for statement in (
        "UPDATE public.sheet_mark SET units = units - 1",
        "DELETE FROM public.sheet_mark",
        "INSERT INTO public.sheet_mark (sheet_id, criterion_code, units) SELECT id, 'F2', 1 FROM public.sheet",
        "UPDATE public.sheet SET sealed_sha256 = 'x'",
        "UPDATE public.document SET data_sha256 = 'x'",
    ):
        with as_the_portal.reading() as session:
            for table in shadowed:
                session.execute(text(SHADOWS.format(table)))
            with pytest.raises(ProgrammingError, match="do not change"):
                session.execute(text(statement))


def test_a_mark_waits_for_whoever_is_sealing_its_sheet(as_the_portal: Database) -> None:
    with as_the_portal.transaction() as session:
        session.execute(
            text(
                "INSERT INTO sheet (juror_id, application_id, phase_code, state, comment, created_at, version) "
                "SELECT juror_id, application_id, 'PUBLIC', 'draft', '', created_at, 1 FROM sheet"
            )
        )

    with as_the_portal.reading() as sealing, as_the_portal.reading() as late:
        sealing.execute(
            text(
                "UPDATE sheet SET state = 'final', sealed_at = created_at, sealed_sha256 = 'x' WHERE state = 'draft'"
            )
        )
        late.execute(text("SET LOCAL lock_timeout = '50ms'"))
        with pytest.raises(OperationalError, match="lock timeout"):
            late.execute(
                text(
                    "INSERT INTO sheet_mark (sheet_id, criterion_code, units) "
                    "SELECT id, 'P1', 1 FROM sheet WHERE state = 'draft'"
                )
            )


def test_the_proxy_speaks_tls_of_today_alone_and_leads_there_from_plain_http() -> None:
    plain, safe = re.findall(
        r"^server \{.*?^\}", (EXAMPLES / "nginx.conf").read_text(), re.MULTILINE | re.DOTALL
    )
    said = dict(re.findall(r"^\s+(\w+) (.+);$", safe, re.MULTILINE))

    assert re.findall(r"^    (.+);$", plain, re.MULTILINE) == [
        "listen 80",
        "server_name fondos.example",
        "server_tokens off",
        "return 301 https://fondos.example$request_uri",
    ]
    assert (said["listen"], said["ssl_protocols"], said["server_tokens"]) == (
        "443 ssl",
        "TLSv1.2 TLSv1.3",
        "off",
    )
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in safe
    assert "autoindex" not in safe


def test_the_service_reaches_nothing_it_is_not_told_to_and_writes_for_itself_alone() -> None:
    said = dict(re.findall(r"^(\w+)=(.+)$", (EXAMPLES / "portal.service").read_text(), re.MULTILINE))
    wanted = {
        "User": "portal",
        "UMask": "0077",
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "IPAddressDeny": "any",
        "IPAddressAllow": "localhost",
    }

    assert {name: said[name] for name in wanted} == wanted


def test_the_service_manager_understands_every_line_of_the_service(tmp_path: Path) -> None:
    """Settings that it does not know, or values that it does not take, would be left out without a word."""
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd is not installed here")
    text = (EXAMPLES / "portal.service").read_text()
    service = tmp_path / "portal.service"
    service.write_text(text.replace("/opt/portal/.venv/bin/gunicorn", sys.executable))
    wrong = tmp_path / "wrong.service"
    wrong.write_text(service.read_text().replace("ProtectSystem=strict", "ProtectSystems=strict"))

    said = [
        subprocess.run([program, "verify", one], capture_output=True, text=True) for one in (service, wrong)
    ]

    assert (said[0].returncode, said[0].stderr) == (0, "")
    assert "ProtectSystems" in said[1].stderr
