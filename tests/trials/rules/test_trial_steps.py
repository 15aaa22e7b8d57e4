"""The steps of a trial, and the files that it invents."""

from datetime import timedelta

import pytest

from contest_portal.applications.rules.attachments import check_content
from contest_portal.applications.rules.file_kinds import PDF, PHOTO, kind_of
from contest_portal.contests.rules.asked_files import AskedFile, FileForm
from contest_portal.trials.rules.files import invented_file
from contest_portal.trials.rules.steps import SILENCE, STEP_SENTENCES, TrialStep, is_silent, percent_done
from tests.conftest import NOON
from tests.factories.attachments import sound


def test_every_step_has_its_words_and_goes_further_than_the_one_before() -> None:
    shares = [percent_done(step) for step in TrialStep]

    assert tuple(STEP_SENTENCES) == tuple(TrialStep)
    assert (shares, shares[0]) == (sorted(set(shares)), 0)


@pytest.mark.parametrize(("silence", "is_down"), [(SILENCE, False), (SILENCE + timedelta(seconds=1), True)])
def test_a_trial_that_says_nothing_went_down(silence: timedelta, is_down: bool) -> None:  # noqa: FBT001
    assert is_silent(NOON, NOON + silence) is is_down


@pytest.mark.parametrize("form", FileForm)
def test_an_invented_file_is_what_is_asked_for_and_the_portal_opens_it(form: FileForm) -> None:
    asked = AskedFile("A", "Anexo", "", form, required=True, most=1)
    contents = [invented_file(asked, number) for number in (1, 2, 20)]

    kind = PHOTO if form is FileForm.PHOTO else PDF
    assert {kind_of(content) for content in contents} == {kind}
    assert len(set(contents)) == 3
    for content in contents:
        assert list(filter(None, check_content(content, f"anexo.{kind.ending}"))) == []
        assert sound(content).kind is kind
