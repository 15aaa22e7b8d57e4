"""A whole contest, from the empty register to the public result, by the people who do it, in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.journey import award, call, groups, jury, public, registry
from tests.browser.journey.award import Paper
from tests.browser.journey.cast import BAKERS, BEEKEEPERS, BREEDERS, MILLERS, PUBLIC_JUROR, WEAVERS
from tests.browser.journey.groups import office_time
from tests.browser.journey.marks import RANKING, TOTALS
from tests.browser.journey.stage import Stage, open_the_office
from tests.browser.serving import ServedPortal

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def test_a_contest_runs_from_the_register_to_the_public_result(
    portal: ServedPortal, browser: Browser, tmp_path: Path
) -> None:
    stage = Stage(portal, browser)
    portal.clock.set(office_time("2026-11-23", "09:00"))
    open_the_office(portal)

    the_register_is_imported(stage, tmp_path)
    the_call_is_published(stage)
    groups_apply(stage)
    the_jury_marks(stage)
    the_fund_is_shared_out(stage)
    the_result_is_public(stage, documents_are_issued(stage))

    assert stage.faults == []


def test_the_expected_totals_are_worked_out_by_hand() -> None:
    exact = {name: str(total) for name, total in TOTALS.items()}

    assert exact == {name: fraction for name, _, _, fraction in RANKING}


def the_register_is_imported(stage: Stage, folder: Path) -> None:
    registry.staff_import_the_register(stage, folder)
    registry.staff_see_why_a_centre_is_targeted(stage)


def the_call_is_published(stage: Stage) -> None:
    call.staff_create_the_contest(stage)
    call.staff_complete_the_rules(stage)
    rules_hash = call.staff_publish_the_call(stage)
    call.staff_can_no_longer_change_the_rules(stage)
    call.anyone_reads_the_call(stage, rules_hash)


def groups_apply(stage: Stage) -> None:
    stage.portal.clock.set(office_time("2026-11-25", "10:00"))
    the_weavers_apply(stage)
    the_breeders_apply(stage)
    for group in (BEEKEEPERS, BAKERS):
        groups.get_everything_ready(stage, group)
        groups.representative_sends(stage, group)
    groups.a_stranger_sees_nothing_of_a_group(stage, BAKERS, BREEDERS)
    jury.secretary_seats_the_panel(stage)
    jury.secretary_cannot_open_yet(stage)
    groups.get_everything_ready(stage, MILLERS)
    groups.the_deadline_passes_with_the_page_open(stage, MILLERS)


def the_weavers_apply(stage: Stage) -> None:
    temporary = groups.staff_open_an_account(stage, WEAVERS.representative)
    groups.representative_comes_in_for_the_first_time(stage, WEAVERS.representative, temporary)
    groups.representative_registers_the_group(stage, WEAVERS)
    groups.a_neighbour_of_another_centre_is_refused(stage, WEAVERS)
    groups.an_unknown_dni_is_refused(stage, WEAVERS)
    groups.fill_in_on_two_visits(stage, WEAVERS)
    sent = groups.representative_sends(stage, WEAVERS)
    groups.receipt_is_in_order(stage, WEAVERS, sent)


def the_breeders_apply(stage: Stage) -> None:
    groups.representative_registers_the_group(stage, BREEDERS)
    groups.a_household_of_another_group_is_refused(stage, BREEDERS)
    groups.representative_starts_the_profile(stage, BREEDERS)
    groups.representative_finishes_the_profile(stage, BREEDERS)
    groups.representative_sends(stage, BREEDERS)


def the_jury_marks(stage: Stage) -> None:
    stage.portal.clock.set(office_time("2026-12-16", "09:00"))
    jury.secretary_opens_the_evaluation(stage)
    jury.jurors_declare_their_interests(stage)
    stage.portal.clock.set(office_time("2026-12-17", "11:00"))
    jury.secretary_records_attendance(stage)
    jury.juror_marks_first_sheet_in_two_sittings(stage)
    jury.nobody_sees_the_sheet_of_another(stage)
    jury.a_juror_is_not_shown_any_dni(stage, PUBLIC_JUROR)
    jury.jurors_finish_the_sheets(stage, "CAMPO")
    jury.secretary_cannot_close_yet(stage)
    stage.portal.clock.set(office_time("2026-12-21", "15:00"))
    jury.jurors_finish_the_sheets(stage, "PUBLICA")
    stage.portal.clock.set(office_time("2026-12-21", "18:00"))
    jury.secretary_closes_the_scoring(stage)
    jury.the_order_of_merit_is_right(stage)


def the_fund_is_shared_out(stage: Stage) -> None:
    stage.portal.clock.set(office_time("2026-12-22", "09:00"))
    award.secretary_proposes(stage)
    award.secretary_cannot_approve(stage)
    award.documents_wait_for_the_allocation(stage)
    award.staff_approve(stage)


def documents_are_issued(stage: Stage) -> tuple[Paper, ...]:
    award.staff_issue_the_documents(stage)
    acta = award.the_acta_says_what_happened(stage)
    resolution = award.the_resolution_grants_the_fund(stage)
    return acta, resolution, award.the_agreement_binds_the_group(stage)


def the_result_is_public(stage: Stage, papers: tuple[Paper, ...]) -> None:
    public.nobody_knows_the_result_before(stage)
    stage.portal.clock.set(office_time("2026-12-23", "10:00"))
    public.staff_announce(stage)
    public.anyone_reads_the_result(stage)
    for paper in papers:
        public.anyone_checks_a_paper(stage, paper)
    public.the_printed_address_opens(stage, papers[0])
    public.a_made_up_code_is_nothing(stage)
