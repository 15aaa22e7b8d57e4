"""Who may open what: every endpoint by every kind of person. A new endpoint without a row fails.

The "other" people hold the same role and nothing here: another group's representative, a juror without a seat, the
secretary of another contest.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from alembic import command
from flask import Flask, url_for
from sqlalchemy import Connection
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from contest_portal.app import create_app
from contest_portal.cli.database import alembic_config
from contest_portal.config import Settings
from contest_portal.kernel.database import make_engine
from contest_portal.kernel.storage import Storage
from contest_portal.web.shared.limits import limiter
from tests.architecture.world import World, make_world
from tests.conftest import BoundDatabase, StandingClock
from tests.page_client import PageClient

NOBODY: frozenset[str] = frozenset()
REPRESENTATIVE = frozenset({"representative"})
REPRESENTATIVES = REPRESENTATIVE | {"other_representative"}
JUROR = frozenset({"juror"})
JURORS = JUROR | {"other_juror"}
STAFF = frozenset({"staff"})
SECRETARY = frozenset({"secretary"})
AUDITOR = frozenset({"auditor"})
ADMIN = frozenset({"admin"})
SECRETARIES = SECRETARY | {"other_secretary"}
OFFICE = STAFF | SECRETARY | AUDITOR
OFFICES = OFFICE | SECRETARIES
SIGNED_IN = REPRESENTATIVES | JURORS | OFFICES | ADMIN
EVERYONE = SIGNED_IN | {"visitor"}


@dataclass(frozen=True, slots=True)
class Row:
    """Who is let in to look (GET) and to act (POST); None: there is no such address."""

    get: frozenset[str] | None = None
    post: frozenset[str] | None = None


def both(people: frozenset[str]) -> Row:
    return Row(people, people)


TABLE: dict[str, Row] = {
    "account.new_user": both(ADMIN),
    "account.own_account": both(SIGNED_IN),
    "account.reset_user_password": Row(post=ADMIN),
    "account.sign_in": both(EVERYONE),
    "account.sign_out": Row(post=SIGNED_IN),
    "account.start": Row(SIGNED_IN),
    "account.user": both(ADMIN),
    "account.users": Row(ADMIN),
    "applicant.add_member": both(REPRESENTATIVE),
    "applicant.application": Row(REPRESENTATIVE),
    "applicant.attachment": Row(REPRESENTATIVE),
    "applicant.attachments": both(REPRESENTATIVE),
    "applicant.autosave": Row(post=REPRESENTATIVE),
    "applicant.drop_attachment": Row(post=REPRESENTATIVE),
    "applicant.edit_group": both(REPRESENTATIVE),
    "applicant.group": Row(REPRESENTATIVE),
    "applicant.home": Row(REPRESENTATIVES),
    "applicant.member_office": both(REPRESENTATIVE),
    "applicant.new_group": both(REPRESENTATIVES),
    "applicant.receipt_file": Row(post=REPRESENTATIVE),
    "applicant.read_notice": Row(post=REPRESENTATIVE),
    "applicant.remove_member": Row(post=REPRESENTATIVE),
    "applicant.reopen": Row(post=REPRESENTATIVE),
    "applicant.review": both(REPRESENTATIVE),
    "applicant.section": both(REPRESENTATIVE),
    "applicant.start": Row(post=REPRESENTATIVE),
    "applicant.withdraw": Row(post=REPRESENTATIVE),
    "asset": Row(EVERYONE),
    "juror.contest": Row(JUROR),
    "juror.finalise": both(JUROR),
    "juror.group": Row(JUROR),
    "juror.home": Row(JURORS),
    "juror.interests": both(JUROR),
    "juror.sheet": both(JUROR),
    "public.call": Row(EVERYONE),
    "public.call_bases": Row(EVERYONE),
    "public.call_rules": Row(EVERYONE),
    "public.call_version": Row(EVERYONE),
    "public.check": both(EVERYONE),
    "public.home": Row(EVERYONE),
    "public.result": Row(EVERYONE),
    "public.result_csv": Row(EVERYONE),
    "public.result_json": Row(EVERYONE),
    "public.results": Row(EVERYONE),
    "public.verification": Row(EVERYONE),
    "public.version_bases": Row(EVERYONE),
    "public.version_rules": Row(EVERYONE),
    "staff.acta_issue": both(STAFF),
    "staff.agreements_issue": both(STAFF),
    "staff.allocation": Row(OFFICE),
    "staff.allocation_approve": both(STAFF),
    "staff.allocation_csv": Row(OFFICE),
    "staff.allocation_discard": Row(post=STAFF | SECRETARY),
    "staff.allocation_propose": Row(post=SECRETARY),
    "staff.amendment": both(STAFF),
    "staff.amendment_discard": Row(post=STAFF),
    "staff.amendment_notices_csv": Row(OFFICE),
    "staff.amendment_publish": both(STAFF),
    "staff.amendments": Row(OFFICE),
    "staff.announcement": Row(OFFICE, STAFF),
    "staff.application": Row(OFFICE),
    "staff.application_attachment": Row(OFFICE),
    "staff.applications": Row(OFFICE),
    "staff.applications_file": Row(OFFICE),
    "staff.attendance": both(SECRETARY),
    "staff.audit": Row(AUDITOR),
    "staff.audit_chain": Row(AUDITOR),
    "staff.audit_csv": Row(AUDITOR),
    "staff.centre": Row(OFFICE),
    "staff.centre_changes_csv": Row(OFFICE),
    "staff.centres": Row(OFFICE),
    "staff.centres_csv": Row(OFFICE),
    "staff.close_scoring": both(SECRETARY),
    "staff.concentration": Row(OFFICE),
    "staff.concentration_csv": Row(OFFICE),
    "staff.consent_undo": both(STAFF),
    "staff.contest": Row(OFFICE),
    "staff.contest_basics": both(STAFF),
    "staff.contest_budget": both(STAFF),
    "staff.contest_calendar": both(STAFF),
    "staff.contest_categories": both(STAFF),
    "staff.contest_check": Row(post=STAFF),
    "staff.contest_example": both(STAFF),
    "staff.contest_lines": both(STAFF),
    "staff.contest_phases": both(STAFF),
    "staff.contest_scoring": both(STAFF),
    "staff.contest_sheet": both(STAFF),
    "staff.contest_sheet_check": Row(post=STAFF),
    "staff.contest_territory": both(STAFF),
    "staff.contests": Row(OFFICES),
    "staff.districts": Row(OFFICE),
    "staff.document_file": Row(OFFICE),
    "staff.document_void": both(STAFF),
    "staff.documents": Row(OFFICE),
    "staff.documents_print": Row(post=STAFF),
    "staff.double_benefit": Row(OFFICE),
    "staff.double_benefit_csv": Row(OFFICE),
    "staff.draw": both(SECRETARY),
    "staff.evaluation": Row(OFFICE),
    "staff.fund": both(STAFF),
    "staff.funds": Row(OFFICE),
    "staff.home": Row(OFFICES),
    "staff.household": Row(OFFICE),
    "staff.household_centre": both(STAFF),
    "staff.household_changes": Row(OFFICE),
    "staff.household_changes_csv": Row(post=OFFICE),
    "staff.household_component": Row(OFFICE),
    "staff.household_component_correction": both(STAFF),
    "staff.household_component_state": both(STAFF),
    "staff.household_component_void": both(STAFF),
    "staff.household_day": Row(OFFICE),
    "staff.household_new_component": both(STAFF),
    "staff.household_new_membership": both(STAFF),
    "staff.household_place": both(STAFF),
    "staff.household_reveal": both(OFFICE),
    "staff.household_split": both(STAFF),
    "staff.households": both(OFFICE),
    "staff.households_export": both(OFFICE),
    "staff.jury": Row(OFFICE),
    "staff.life_event_undo": both(STAFF),
    "staff.lines": Row(OFFICE, STAFF),
    "staff.membership_end": both(STAFF),
    "staff.membership_reopen": Row(post=STAFF),
    "staff.membership_void": both(STAFF),
    "staff.new_contest": both(STAFF),
    "staff.new_fund": both(STAFF),
    "staff.new_juror": both(SECRETARY),
    "staff.new_juror_account": both(SECRETARY),
    "staff.new_office": both(STAFF),
    "staff.new_representative": both(STAFF | SECRETARIES),
    "staff.office": both(STAFF),
    "staff.offices": Row(OFFICE),
    "staff.open_evaluation": both(SECRETARY),
    "staff.person": Row(OFFICE),
    "staff.person_changes": Row(OFFICE),
    "staff.person_changes_csv": Row(post=OFFICE),
    "staff.person_consent": both(STAFF),
    "staff.person_day": Row(OFFICE),
    "staff.person_death": both(STAFF),
    "staff.person_leaving": both(STAFF),
    "staff.person_move": both(STAFF),
    "staff.person_new_membership": both(STAFF),
    "staff.person_reveal": both(OFFICE),
    "staff.publish": both(STAFF),
    "staff.ranking": Row(OFFICE),
    "staff.ranking_csv": Row(OFFICE),
    "staff.registry": Row(OFFICE),
    "staff.registry_accesses": Row(STAFF | AUDITOR),
    "staff.registry_accesses_csv": Row(post=STAFF | AUDITOR),
    "staff.registry_codes": Row(OFFICE),
    "staff.registry_codes_file": Row(OFFICE),
    "staff.registry_component_kind": both(STAFF),
    "staff.registry_component_kinds": Row(OFFICE),
    "staff.registry_components": Row(OFFICE),
    "staff.registry_components_csv": Row(OFFICE),
    "staff.registry_conflict": Row(OFFICE, STAFF),
    "staff.registry_conflicts": Row(OFFICE),
    "staff.registry_conflicts_csv": Row(post=STAFF),
    "staff.registry_drop_ne": Row(post=STAFF),
    "staff.registry_drop_ne_centre": Row(post=STAFF),
    "staff.registry_duplicate": Row(OFFICE, STAFF),
    "staff.registry_duplicate_reopen": both(STAFF),
    "staff.registry_duplicates": Row(OFFICE),
    "staff.registry_duplicates_csv": Row(post=OFFICE),
    "staff.registry_duplicates_search": Row(post=STAFF),
    "staff.registry_edit_ne": both(STAFF),
    "staff.registry_edit_nec": both(STAFF),
    "staff.registry_edit_source": both(STAFF),
    "staff.registry_export_request": Row(STAFF | AUDITOR, STAFF),
    "staff.registry_export_requests": Row(STAFF | AUDITOR),
    "staff.registry_export_take": Row(post=STAFF),
    "staff.registry_export_withdraw": Row(post=STAFF),
    "staff.registry_exports": Row(STAFF | AUDITOR),
    "staff.registry_file_moves": Row(STAFF),
    "staff.registry_history": Row(OFFICE),
    "staff.registry_import": both(STAFF),
    "staff.registry_job": Row(STAFF),
    "staff.registry_job_apply": Row(post=STAFF),
    "staff.registry_job_cancel": Row(post=STAFF),
    "staff.registry_job_columns": Row(post=STAFF),
    "staff.registry_job_progress": Row(STAFF),
    "staff.registry_job_rejected": Row(post=STAFF),
    "staff.registry_job_repeat": Row(post=STAFF),
    "staff.registry_jobs": Row(STAFF),
    "staff.registry_ne_centres": both(STAFF),
    "staff.registry_nec": Row(OFFICE),
    "staff.registry_new_code": both(STAFF),
    "staff.registry_new_component_kind": both(STAFF),
    "staff.registry_new_ne": both(STAFF),
    "staff.registry_new_nec": both(STAFF),
    "staff.registry_new_programme": both(STAFF),
    "staff.registry_new_rule": both(STAFF),
    "staff.registry_new_source": both(STAFF),
    "staff.registry_nuclei": Row(OFFICE),
    "staff.registry_nuclei_csv": Row(OFFICE),
    "staff.registry_person_accesses": Row(STAFF | AUDITOR),
    "staff.registry_programme": both(STAFF),
    "staff.registry_programmes": Row(OFFICE),
    "staff.registry_restore_code": Row(post=STAFF),
    "staff.registry_restore_kind": Row(post=STAFF),
    "staff.registry_restore_programme": Row(post=STAFF),
    "staff.registry_retire_kind": Row(post=STAFF),
    "staff.registry_retire_programme": Row(post=STAFF),
    "staff.registry_rule_moves": Row(STAFF),
    "staff.registry_run": Row(OFFICE),
    "staff.registry_run_cancel": Row(post=STAFF),
    "staff.registry_run_on": Row(post=STAFF),
    "staff.registry_source": Row(OFFICE),
    "staff.registry_sources": Row(OFFICE),
    "staff.registry_sync": Row(post=STAFF),
    "staff.registry_targeting": Row(OFFICE),
    "staff.registry_withdraw_code": Row(post=STAFF),
    "staff.remove_juror": Row(post=SECRETARY),
    "staff.representatives": Row(STAFF | SECRETARIES),
    "staff.reset_representative_password": Row(post=STAFF | SECRETARIES),
    "staff.resolution_issue": both(STAFF),
    "staff.return_sheet": both(SECRETARY),
    "staff.territory": Row(OFFICE),
    "staff.territory_area": Row(OFFICE),
    "staff.territory_file": Row(OFFICE),
    "staff.territory_name": Row(post=STAFF),
    "staff.territory_names": Row(OFFICE),
    "vendor_asset": Row(EVERYONE),
}
"""households POST: a search that must not leave a DNI in an address."""


@dataclass(frozen=True, slots=True)
class Place:
    """The portal with the world in it, and the connection on which each request is undone."""

    app: Flask
    connection: Connection
    world: World


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("access")
    settings = Settings(
        environment="testing",
        database_url="unused",
        secret_key="test secret",
        storage_dir=folder / "storage",
        public_url="https://fondos.example",
    )
    url = f"sqlite:///{folder / 'access.sqlite'}"
    command.upgrade(alembic_config(url), "head")
    engine = make_engine(url)
    with engine.connect() as connection:
        connection.begin()
        app = create_app(settings, database=BoundDatabase(connection), clock=StandingClock())
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, JOB_PATIENCE_MS=0)
        app.test_client_class = PageClient
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            world = make_world(session, Storage(settings.storage_dir))
            session.commit()
        yield Place(app, connection, world)
    engine.dispose()


def request(place: Place, endpoint: str, method: str, person: str) -> TestResponse:
    """Let a person open an address; what that changes is undone."""
    undone = place.connection.begin_nested()
    limiter.reset()
    client = place.app.test_client()
    assert isinstance(client, PageClient)
    user_id = place.world.people[person]
    if user_id is not None:
        client.sign_in(user_id)
    with place.app.test_request_context("/"):
        arguments = place.app.url_map._rules_by_endpoint[endpoint][0].arguments
        values = {name: value for name, value in place.world.values(endpoint).items() if name in arguments}
        address = url_for(endpoint, **values)
    answer = client.open(address, method=method, data=dict(place.world.sent.get(endpoint, {})))
    answer.close()
    undone.rollback()
    return answer


def is_let_in(answer: TestResponse) -> bool:
    """Tell a page, a refusal of what was sent or a way onward from a closed door; anything else is a mistake."""
    assert answer.status_code in {200, 303, 403, 404, 409, 422}, answer.status_code
    return answer.status_code not in {403, 404} and not (answer.location or "").startswith("/ingresar")


def methods_of(app: Flask, endpoint: str) -> set[str]:
    rules = app.url_map._rules_by_endpoint[endpoint]
    return {method for rule in rules for method in rule.methods or ()} - {"HEAD", "OPTIONS"}


def test_every_endpoint_has_its_row_and_every_row_its_endpoint(place: Place) -> None:
    endpoints = {rule.endpoint for rule in place.app.url_map.iter_rules()}

    assert (endpoints - set(TABLE), set(TABLE) - endpoints) == (set(), set())


def test_every_row_has_the_methods_of_its_endpoint(place: Place) -> None:
    wrong = {
        endpoint
        for endpoint, row in TABLE.items()
        if methods_of(place.app, endpoint)
        != {method for method, people in (("GET", row.get), ("POST", row.post)) if people is not None}
    }

    assert wrong == set()


def test_table_names_everybody_of_the_world(place: Place) -> None:
    assert set(place.world.people) == EVERYONE


@pytest.mark.parametrize("endpoint", [endpoint for endpoint, row in TABLE.items() if row.get is not None])
def test_who_may_look(place: Place, endpoint: str) -> None:
    let_in = {person for person in place.world.people if is_let_in(request(place, endpoint, "GET", person))}

    assert let_in == TABLE[endpoint].get


@pytest.mark.parametrize("endpoint", [endpoint for endpoint, row in TABLE.items() if row.post is not None])
def test_who_may_act(place: Place, endpoint: str) -> None:
    let_in = {person for person in place.world.people if is_let_in(request(place, endpoint, "POST", person))}

    assert let_in == TABLE[endpoint].post


@pytest.mark.parametrize(
    "endpoint",
    [endpoint for endpoint, row in TABLE.items() if "visitor" not in (row.get or row.post or NOBODY)],
)
def test_visitor_is_sent_to_sign_in(place: Place, endpoint: str) -> None:
    method = "GET" if TABLE[endpoint].get is not None else "POST"

    answer = request(place, endpoint, method, "visitor")

    assert (answer.status_code, (answer.location or "").partition("?")[0]) == (303, "/ingresar")
