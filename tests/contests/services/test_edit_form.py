"""Changing the form of the profile of a draft."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.queries import read_rulebook
from contest_portal.contests.rules.form_changes import kept_section, left_out
from contest_portal.contests.rules.profile_form import FormSection
from contest_portal.contests.services.edit_form import edit_form
from contest_portal.kernel.problems import Refused, Stale, WrongState
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_office, make_user
from tests.factories.contests import RULEBOOK, make_contest
from tests.factories.profile_forms import FORM


def test_a_form_is_kept_refused_or_too_late(session: Session) -> None:
    staff = make_user(session, Role.STAFF)
    act, office = act_of(staff, NOON), make_office(session)
    draft = make_contest(session, office, staff, state="draft")
    published = make_contest(session, office, staff, rulebook=replace(RULEBOOK, code="OTRO-1"))
    begun = kept_section(FORM, FormSection("s2", "Otra parte"))

    edit_form(session, act, contest_id=draft.id, expected_version=draft.version, form=begun)

    assert read_rulebook(draft.draft).form == begun
    with pytest.raises(Refused, match=r"form\.left_out"):
        edit_form(
            session, act, contest_id=draft.id, expected_version=draft.version, form=left_out(FORM, "goods")
        )
    with pytest.raises(Stale):
        edit_form(session, act, contest_id=draft.id, expected_version=draft.version - 1, form=FORM)
    with pytest.raises(WrongState):
        edit_form(session, act, contest_id=published.id, expected_version=published.version, form=FORM)
