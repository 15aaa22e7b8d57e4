"""What a trial takes from the portal."""

from dataclasses import replace

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.queries import contest_by_id
from contest_portal.registry.queries.register import DistrictName
from contest_portal.trials.queries import TRIAL_CODE, trial_order
from contest_portal.trials.rules.plan import TrialPlan
from tests.factories.accounts import make_office, make_user
from tests.factories.contests import RULEBOOK, make_contest
from tests.factories.registry import make_district
from tests.factories.trials import LIRCAY


def test_the_letterhead_comes_along_and_neither_its_code_nor_its_signer(session: Session) -> None:
    office, staff = make_office(session), make_user(session, Role.STAFF)
    make_district(session)
    book = replace(RULEBOOK, territory=("090399", LIRCAY.ubigeo))
    made = make_contest(session, office, staff, state="draft", rulebook=book)
    plan = TrialPlan(seed=3)

    order = trial_order(session, contest_by_id(session, made.id), plan)

    assert (order.draft, order.plan) == (made.draft, plan)
    assert order.districts == (DistrictName("090399", "090399", "090399", "090399"), LIRCAY)
    assert (order.office.name, order.office.programme) == (office.name, office.programme)
    assert (order.office.code, order.office.ruc) == (TRIAL_CODE, None)
    assert office.signer_name not in str(order)
