"""The targeting rule: every case of the table, and what must hold for any figures."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.registry.rules.targeting import (
    Assessment,
    Counted,
    Figures,
    Reason,
    Status,
    Thresholds,
    all_of,
    any_of,
    assess,
    explain,
    threshold_problems,
)

RULE = Thresholds(min_households=40, poverty_above_e4=400_000)
POOR, NOT_POOR, UNKNOWN = 458_000, 365_199, None

figures = st.builds(
    Figures,
    is_rural=st.sampled_from([True, False, None]),
    households=st.none() | st.integers(0, 200),
    registered_households=st.integers(0, 200),
    poverty_e4=st.none() | st.integers(0, 1_000_000) | st.sampled_from([399_999, 400_000, 400_001]),
    has_malnutrition_priority=st.sampled_from([True, False, None]),
)


def centre(
    *,
    rural: bool | None = True,
    households: int | None = 85,
    registered: int = 0,
    poverty: int | None = POOR,
    priority: bool | None = None,
) -> Figures:
    return Figures(rural, households, registered, poverty, priority)


@pytest.mark.parametrize(
    ("given_figures", "status", "reason"),
    [
        pytest.param(centre(), Status.TARGETED, Reason.POVERTY_ABOVE, id="rural, enough, poor"),
        pytest.param(centre(households=40), Status.TARGETED, Reason.POVERTY_ABOVE, id="exactly 40 is enough"),
        pytest.param(centre(households=39), Status.NOT_TARGETED, Reason.FEW_HOUSEHOLDS, id="39 is few"),
        pytest.param(centre(households=0), Status.NOT_TARGETED, Reason.FEW_HOUSEHOLDS, id="zero is known"),
        pytest.param(centre(poverty=400_001), Status.TARGETED, Reason.POVERTY_ABOVE, id="a hair above 40 %"),
        pytest.param(
            centre(poverty=400_000, priority=False),
            Status.NOT_TARGETED,
            Reason.POVERTY_NOT_ABOVE,
            id="exactly 40 % is not above",
        ),
        pytest.param(
            centre(poverty=NOT_POOR, priority=True),
            Status.TARGETED,
            Reason.MALNUTRITION_PRIORITY,
            id="not poor but prioritised",
        ),
        pytest.param(
            centre(poverty=UNKNOWN, priority=True),
            Status.TARGETED,
            Reason.MALNUTRITION_PRIORITY,
            id="no rate but prioritised",
        ),
        pytest.param(
            centre(poverty=POOR, priority=False),
            Status.TARGETED,
            Reason.POVERTY_ABOVE,
            id="poor and not prioritised",
        ),
        pytest.param(
            centre(rural=False), Status.NOT_TARGETED, Reason.NOT_RURAL, id="urban, whatever the rest"
        ),
        pytest.param(
            centre(rural=False, households=None, poverty=UNKNOWN),
            Status.NOT_TARGETED,
            Reason.NOT_RURAL,
            id="urban decides although all else is unknown",
        ),
        pytest.param(
            centre(households=12, poverty=UNKNOWN),
            Status.NOT_TARGETED,
            Reason.FEW_HOUSEHOLDS,
            id="few households decide although the rate is unknown",
        ),
        pytest.param(
            centre(households=None, poverty=NOT_POOR, priority=False),
            Status.NOT_TARGETED,
            Reason.POVERTY_NOT_ABOVE,
            id="the district decides although households are unknown",
        ),
        pytest.param(
            centre(households=None), Status.NO_DATA, Reason.HOUSEHOLDS_UNKNOWN, id="poor, households unknown"
        ),
        pytest.param(
            centre(poverty=UNKNOWN), Status.NO_DATA, Reason.RATE_UNKNOWN, id="a district without a rate"
        ),
        pytest.param(
            centre(poverty=UNKNOWN, priority=False),
            Status.NO_DATA,
            Reason.RATE_UNKNOWN,
            id="no rate and not prioritised",
        ),
        pytest.param(
            centre(poverty=NOT_POOR),
            Status.NO_DATA,
            Reason.PRIORITY_UNKNOWN,
            id="not poor, the list of priorities not known",
        ),
        pytest.param(
            centre(households=None, poverty=UNKNOWN),
            Status.NO_DATA,
            Reason.HOUSEHOLDS_AND_DISTRICT_UNKNOWN,
            id="nothing is known",
        ),
        pytest.param(
            centre(rural=None), Status.NO_DATA, Reason.PRIORITY_UNKNOWN, id="area unknown is no data either"
        ),
    ],
)
def test_each_case_of_the_rule(given_figures: Figures, status: Status, reason: Reason) -> None:
    found = assess(given_figures, RULE)

    counted = None if given_figures.households is None else Counted.HOUSEHOLDS
    assert found == Assessment(status, reason, given_figures.households, counted, given_figures.poverty_e4)


def test_our_own_register_proves_a_yes_when_the_declared_figure_is_missing() -> None:
    found = assess(centre(households=None, registered=41), RULE)

    assert found == Assessment(Status.TARGETED, Reason.POVERTY_ABOVE, 41, Counted.REGISTERED, POOR)


def test_our_own_register_never_proves_a_no() -> None:
    found = assess(centre(households=None, registered=39), RULE)

    assert found == Assessment(Status.NO_DATA, Reason.HOUSEHOLDS_UNKNOWN, 39, Counted.REGISTERED, POOR)


def test_the_declared_figure_goes_before_our_own_register() -> None:
    found = assess(centre(households=12, registered=41), RULE)

    assert found == Assessment(Status.NOT_TARGETED, Reason.FEW_HOUSEHOLDS, 12, Counted.HOUSEHOLDS, POOR)


@pytest.mark.parametrize(
    ("households", "dwellings", "registered", "expected"),
    [
        pytest.param(None, 40, 0, (Status.TARGETED, 40, Counted.DWELLINGS), id="dwellings stand in"),
        pytest.param(None, 39, 0, (Status.NOT_TARGETED, 39, Counted.DWELLINGS), id="few dwellings are few"),
        pytest.param(39, 50, 0, (Status.NOT_TARGETED, 39, Counted.HOUSEHOLDS), id="households go before"),
        pytest.param(
            None, 30, 45, (Status.NOT_TARGETED, 30, Counted.DWELLINGS), id="before our own register"
        ),
        pytest.param(None, None, 45, (Status.TARGETED, 45, Counted.REGISTERED), id="our own register proves"),
    ],
)
def test_it_is_told_what_was_counted(
    households: int | None, dwellings: int | None, registered: int, expected: tuple[Status, int, Counted]
) -> None:
    found = assess(Figures(True, households, registered, POOR, None, dwellings), RULE)

    assert (found.status, found.households, found.counted) == expected


@pytest.mark.parametrize(
    "reason", [Reason.POVERTY_ABOVE, Reason.MALNUTRITION_PRIORITY, Reason.FEW_HOUSEHOLDS]
)
def test_a_sentence_about_dwellings_says_that_they_are_no_households(reason: Reason) -> None:
    text = explain(reason, RULE, households=53, counted=Counted.DWELLINGS, poverty_e4=POOR).text

    assert "53 viviendas (no constan sus hogares" in text


@given(figures)
def test_an_answer_is_certain_exactly_when_no_completion_of_the_unknowns_changes_it(known: Figures) -> None:
    """The meaning of three values: no data is answered when, and only when, the missing figures could decide."""
    rural = [True, False] if known.is_rural is None else [known.is_rural]
    households = [known.households]
    if known.households is None:  # the register's own count is a lower bound of the true figure
        households = [known.registered_households, max(known.registered_households, RULE.min_households)]
    poverty = [0, 1_000_000] if known.poverty_e4 is None else [known.poverty_e4]
    priority = [True, False] if known.has_malnutrition_priority is None else [known.has_malnutrition_priority]
    answers = {
        assess(Figures(r, h, 0, p, m), RULE).status
        for r, h, p, m in itertools.product(rural, households, poverty, priority)
    }

    expected = answers.pop() if len(answers) == 1 else Status.NO_DATA

    assert assess(known, RULE).status is expected


@given(figures, st.integers(1, 100), st.integers(0, 1_000_000))
def test_a_complete_centre_is_never_without_data(known: Figures, minimum: int, limit: int) -> None:
    complete = Figures(
        is_rural=bool(known.is_rural),
        households=known.households or 0,
        registered_households=known.registered_households,
        poverty_e4=known.poverty_e4 or 0,
        has_malnutrition_priority=bool(known.has_malnutrition_priority),
    )

    assert assess(complete, Thresholds(minimum, limit)).status is not Status.NO_DATA


@given(figures)
def test_more_households_never_take_a_centre_out(known: Figures) -> None:
    if known.households is None or assess(known, RULE).status is not Status.TARGETED:
        return
    more = Figures(
        known.is_rural,
        known.households + 1,
        known.registered_households,
        known.poverty_e4,
        known.has_malnutrition_priority,
    )

    assert assess(more, RULE).status is Status.TARGETED


@given(figures)
def test_every_reason_belongs_to_one_status(known: Figures) -> None:
    owners = {
        Status.TARGETED: {Reason.POVERTY_ABOVE, Reason.MALNUTRITION_PRIORITY},
        Status.NOT_TARGETED: {Reason.NOT_RURAL, Reason.FEW_HOUSEHOLDS, Reason.POVERTY_NOT_ABOVE},
        Status.NO_DATA: {
            Reason.HOUSEHOLDS_UNKNOWN,
            Reason.RATE_UNKNOWN,
            Reason.PRIORITY_UNKNOWN,
            Reason.HOUSEHOLDS_AND_DISTRICT_UNKNOWN,
        },
    }

    found = assess(known, RULE)

    assert found.reason in owners[found.status]


@pytest.mark.parametrize(
    ("values", "conjunction", "disjunction"),
    [
        ((), True, False),
        ((True, True), True, True),
        ((True, False), False, True),
        ((True, None), None, True),
        ((False, None), False, None),
        ((None, None), None, None),
        ((False, False), False, False),
    ],
)
def test_three_values_combine_as_kleene_wrote(
    *, values: tuple[bool | None, ...], conjunction: bool | None, disjunction: bool | None
) -> None:
    assert (all_of(*values), any_of(*values)) == (conjunction, disjunction)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (
            Reason.POVERTY_ABOVE,
            "Centro rural con 85 hogares (mínimo 40), en un distrito con 45.8 % de pobreza monetaria, por encima "
            "de 40 %.",
        ),
        (
            Reason.MALNUTRITION_PRIORITY,
            "Centro rural con 85 hogares (mínimo 40), en un distrito priorizado contra la desnutrición crónica "
            "infantil.",
        ),
        (Reason.NOT_RURAL, "Es un centro urbano: la regla alcanza solo a centros poblados rurales."),
        (Reason.FEW_HOUSEHOLDS, "Tiene 85 hogares y la regla pide 40 como mínimo."),
        (
            Reason.HOUSEHOLDS_UNKNOWN,
            "No consta cuántos hogares tiene el centro; la regla pide 40 como mínimo. Importe ese dato.",
        ),
    ],
)
def test_a_reason_is_said_with_its_figures(reason: Reason, sentence: str) -> None:
    assert explain(reason, RULE, households=85, counted=Counted.HOUSEHOLDS, poverty_e4=POOR).text == sentence


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_sentence_that_never_calls_missing_data_zero(reason: Reason) -> None:
    text = explain(reason, RULE, households=None, counted=None, poverty_e4=None).text

    assert text.endswith(".")
    assert " 0 " not in text


@pytest.mark.parametrize(
    ("thresholds", "source", "codes"),
    [
        (Thresholds(), "Directiva", ()),
        (Thresholds(0, 400_000), "Directiva", ("targeting.min_households",)),
        (Thresholds(40, 1_000_001), "Directiva", ("targeting.poverty_above",)),
        (Thresholds(40, -1), " ", ("targeting.poverty_above", "targeting.source")),
    ],
)
def test_impossible_thresholds_are_said(thresholds: Thresholds, source: str, codes: tuple[str, ...]) -> None:
    assert tuple(problem.code for problem in threshold_problems(thresholds, source)) == codes
