"""A contest of another programme, set up through the pages alone: weights, tenths, two classes, a screening."""

import pytest
from playwright.sync_api import Browser

from tests.browser.journey import weighted
from tests.browser.journey.groups import office_time
from tests.browser.journey.stage import Stage, open_the_office
from tests.browser.serving import ServedPortal

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def test_a_weighted_contest_is_set_up_published_applied_to_and_screened(
    portal: ServedPortal, browser: Browser
) -> None:
    stage = Stage(portal, browser)
    portal.clock.set(office_time("2026-11-23", "09:00"))
    open_the_office(portal)
    with portal.database.transaction() as session:
        weighted.the_register_is_there(session)

    weighted.staff_start_from_the_weighted_sheet(stage)
    weighted.staff_see_that_weights_make_the_whole(stage)
    weighted.staff_complete_the_rules(stage)
    weighted.staff_work_an_example(stage)
    weighted.staff_publish(stage)
    portal.clock.set(office_time("2026-11-25", "10:00"))
    weighted.the_group_applies(stage)
    portal.clock.set(office_time("2026-12-15", "18:00"))
    weighted.secretary_asks_to_mend(stage)
    weighted.the_group_mends(stage)
    weighted.secretary_admits(stage)

    assert stage.faults == []
