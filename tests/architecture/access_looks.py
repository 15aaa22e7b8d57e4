"""What the walk through all doors asks of each answer, and how it sends and counts what an answer left behind."""

import hashlib
import re
from collections.abc import Iterable

from flask import Flask
from sqlalchemy import select, text

from contest_portal.tables import METADATA
from contest_portal.web.shared.session import PASSED_AT
from tests.architecture.access_faults import OF_ITS_OWN
from tests.architecture.access_kinds import Kind, kind_of, leaves
from tests.architecture.access_table import TABLE
from tests.architecture.access_walk import Look, Place, address_of
from tests.page_client import PageClient

NOTES_A_LOOK = {
    *("staff.household", "staff.household_changes", "staff.household_day"),
    *("staff.person", "staff.person_changes", "staff.person_day"),
    *("staff.registry_duplicate", "staff.registry_person_accesses"),
}
"""Where looking at a person's file is itself a row of the access log."""
RECORDED = (
    *("account.sign_out", "account.emergency_confirm", "account.emergency_end", "account.end_user_sessions"),
    *("account.power_withdraw", "account.reset_user_password", "account.user", "applicant.end_promoter"),
    *("applicant.member_codes", "applicant.withdraw", "juror.read_reminder", "staff.amendment_discard"),
    *("staff.attendance", "staff.certificates_issue", "staff.documents_print", "staff.envelope_move_approve"),
    *("staff.hall_presence", "staff.late_code_withdraw", "staff.paper_begin", "staff.phone_revoke"),
    *("staff.registry_export_take", "staff.registry_job_apply", "staff.reserve_approve"),
    *("staff.retention_release", "staff.sheet_paper_type", "staff.withdraw_invitation"),
)
"""Acts that a button is enough for, each with its row of the log."""
NO_LOG = ("CREATE TRIGGER no_log BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no log'); END",)
NO_RIGHTS = ("ALTER TABLE role_grant RENAME TO gone",)
NO_NUMBERS = tuple(
    f"CREATE TRIGGER no_{what} BEFORE {what} ON series BEGIN SELECT RAISE(ABORT, 'no number'); END"
    for what in ("INSERT", "UPDATE")
)
NUMBERED = (
    *("staff.certificates_issue", "staff.envelope_move_approve", "staff.invitation_letter"),
    "staff.reserve_approve",
)
"""Acts that take the next number of a series, by a button alone."""
FAILING = {
    "log": (NO_LOG, (), RECORDED),
    "rights": (NO_RIGHTS, ("ALTER TABLE gone RENAME TO role_grant",), RECORDED[1:]),
    "numbers": (NO_NUMBERS, (), NUMBERED),
}
"""What fails, how it is mended before all is looked at, and who needs it: signing out asks for no right."""
SENT = (
    ("applicant.new_group", "representative"),
    ("applicant.start", "representative"),
    ("staff.amendment_confirm", "staff"),
    ("staff.phone_revoke", "secretary"),
    ("staff.reserve_discard", "secretary"),
    ("account.power_withdraw", "admin"),
)
COLUMNS = {column.name: "1" for table in METADATA.sorted_tables for column in table.columns}


def methods_of(app: Flask, endpoint: str) -> set[str]:
    rules = app.url_map._rules_by_endpoint[endpoint]
    return {method for rule in rules for method in rule.methods or ()} - {"HEAD", "OPTIONS"}


def assert_sound(endpoint: str, looks: list[Look]) -> None:
    """Nothing is wrong with any answer; a file, thumbnail or export leaves as a download, and nothing else does."""
    assert frozenset().union(*(look.faults for look in looks)) <= {OF_ITS_OWN.get(endpoint)}
    assert {look.taken_away for look in looks if look.status == 200} <= {leaves(endpoint)}


def assert_is_a_page_of_its_person(endpoint: str, person: str, look: Look) -> None:
    """Every page offers whoever is signed in the way out, and asks for passwords as password managers know it."""
    if look.status != 200 or kind_of(endpoint) is not Kind.PAGE or endpoint == "public.hall":
        return  # the hall's screen is looked at by a room
    assert ('action="/salir"' in look.words) is (person != "visitor")
    for field in re.findall(r'<input[^>]*name="(?:\w*password|current)"[^>]*>', look.words):
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(?:current|new)-password"', field)
        assert not re.search(r"onpaste|readonly|maxlength", field)


def whole(place: Place) -> int:
    """Give what stands for every row of every table."""
    return hash(repr([place.connection.execute(table.select()).all() for table in METADATA.sorted_tables]))


def office_client(place: Place) -> PageClient:
    client = place.app.test_client()
    assert isinstance(client, PageClient)
    user_id = place.world.people["staff"]
    assert user_id is not None
    return client.sign_in(user_id)


def kept_words(place: Place) -> str:
    rows = [
        *place.connection.execute(text("SELECT action, subject, data FROM audit")),
        *place.connection.execute(text("SELECT screen, detail, fields, request_id FROM access_log")),
    ]
    return "\n".join(str(tuple(row)) for row in rows)  # a row by itself is cut when it is shown


def rows_after(place: Place, endpoint: str, person: str, sent: dict[str, str]) -> tuple[int, set[str]]:
    """Send a form; give the answer's status and every row there is then. What it changed is undone."""
    undone = place.connection.begin_nested()
    with place.client(person).post(address_of(place, endpoint), data=sent) as answer:
        status = answer.status_code
    tables = [(table.name, place.connection.execute(select(table))) for table in METADATA.sorted_tables]
    rows = {f"{name} {row}" for name, found in tables for row in found}
    undone.rollback()
    return status, rows


def without_a_fresh_code(place: Place, endpoint: str) -> tuple[int, str, bool]:
    """Act with a code that is an hour old; give the answer's status and page, and whether it was put on record."""
    may = TABLE[endpoint].post or place.world.people.keys() - {"visitor"}
    user_id = place.world.people[min(may)]
    assert user_id is not None
    undone = place.connection.begin_nested()
    place.connection.execute(
        text("INSERT INTO second_factor (user_id, secret, last_step, enrolled_at) VALUES (:id, '-', 0, :at)"),
        {"id": user_id, "at": "2026-01-05 15:00:00.000000"},
    )
    client = place.app.test_client()
    assert isinstance(client, PageClient)
    client.sign_in(user_id)
    with client.session_transaction() as session:
        session[PASSED_AT] = int(place.app.extensions["clock"]().timestamp()) - 3600
    before = kept_words(place)
    answer = client.post(address_of(place, endpoint), data={"typed": "kept"})
    changed = kept_words(place) != before
    undone.rollback()
    return answer.status_code, answer.text, changed


def hashes_with(dnis: Iterable[str], words: str) -> set[str]:
    """Give every plain hash of these DNI, alone and beside each word."""
    beside = set(re.findall(r"[0-9A-Za-z.:/-]{3,40}", words)) | {""}
    return {
        hashlib.new(name, f"{before}{dni}{after}".encode()).hexdigest()
        for name in ("sha1", "sha256")
        for dni in dnis
        for word in beside
        for before, after in ((word, ""), ("", word))
    }
