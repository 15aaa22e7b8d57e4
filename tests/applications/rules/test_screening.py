"""Who may be admitted, what may be cured and until when: the table and its guards."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from contest_portal.applications.rules.profile import SectionCode
from contest_portal.applications.rules.screening import (
    FILES,
    LAPSES,
    OWN_QUESTIONS,
    PART_NAMES,
    SCREENING,
    SECTION_NAMES,
    Finding,
    ScreeningFacts,
    ScreeningState,
    cure_until,
    defect_problems,
    files_not_marked,
    marked_sections,
    marks_files,
    not_marked,
    reason_problem,
)
from contest_portal.contests.rules.profile_form import STANDARD_FORM
from contest_portal.contests.rules.rulebook import ScreeningRules, Uncured
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import WrongState
from contest_portal.kernel.working_days import is_working_day

CLOSED = datetime(2026, 11, 27, 22, 0, tzinfo=UTC)
AFTER = CLOSED + timedelta(hours=1)
UNTIL = CLOSED + timedelta(days=5)
GOODS = Finding("B-01", "Faltan precios.", curable=True, section="goods")
FATAL = Finding("X-01", "El grupo no existe.", curable=False, section=None)
CURABLE = tuple(section.code for section in STANDARD_FORM.sections[1:])
WHOLE = Finding("T-01", "Revise todo el perfil.", curable=True, section=None)


def facts(
    *findings: Finding,
    at: datetime = AFTER,
    contest: str = "published",
    until: datetime | None = UNTIL,
) -> ScreeningFacts:
    return ScreeningFacts(at, CLOSED, contest, findings, until)


@pytest.mark.parametrize(
    ("state", "actions"),
    [
        ("open", ("admit", "ask_cure", "reject", "begin_again")),
        ("cure", ("cure", "lapse_reject", "lapse_admit", "begin_again")),
        ("cured", ("admit", "reject", "begin_again")),
        ("admitted", ("begin_again",)),
        ("rejected", ("begin_again", "reinstate")),
    ],
)
def test_what_can_follow_each_state(state: str, actions: tuple[str, ...]) -> None:
    assert SCREENING.available(state) == actions


@pytest.mark.parametrize(
    ("action", "given", "expected"),
    [
        pytest.param("admit", facts(), (), id="a clean profile"),
        pytest.param("admit", facts(GOODS), ("screening.defects_stand",), id="a defect stands"),
        pytest.param("admit", facts(at=CLOSED), (), id="at the closing instant the call is closed"),
        pytest.param(
            "admit", facts(at=CLOSED - timedelta(seconds=1)), ("screening.call_open",), id="a second early"
        ),
        pytest.param("admit", facts(contest="evaluating"), ("screening.evaluation_open",), id="too late"),
        pytest.param("ask_cure", facts(GOODS), (), id="something to cure"),
        pytest.param("ask_cure", facts(), ("screening.nothing_to_cure",), id="nothing to cure"),
        pytest.param("ask_cure", facts(GOODS, FATAL), ("screening.not_curable",), id="beyond cure"),
        pytest.param("reject", facts(), (), id="turning down needs no ticked defect"),
        pytest.param("reject", facts(contest="scored"), ("screening.evaluation_open",), id="no late refusal"),
        pytest.param("cure", facts(at=UNTIL - timedelta(seconds=1)), (), id="the last second to cure"),
        pytest.param("cure", facts(at=UNTIL), ("screening.cure_over",), id="the period is over"),
        pytest.param("cure", facts(until=None), ("screening.cure_over",), id="no period"),
        pytest.param(
            "lapse_reject",
            facts(at=UNTIL - timedelta(seconds=1)),
            ("screening.cure_running",),
            id="still time",
        ),
        pytest.param("lapse_reject", facts(at=UNTIL), (), id="time is up"),
        pytest.param("lapse_admit", facts(GOODS, at=UNTIL), (), id="admitted with its defects"),
        pytest.param("reinstate", facts(FATAL), (), id="reinstated whatever was found"),
        pytest.param(
            "reinstate", facts(contest="evaluating"), ("screening.evaluation_open",), id="the jury works"
        ),
    ],
)
def test_guards(action: str, given: ScreeningFacts, expected: tuple[str, ...]) -> None:
    assert tuple(problem.code for problem in SCREENING.problems(action, given)) == expected


def test_every_rule_on_the_uncured_has_its_arrow() -> None:
    assert {rule: SCREENING.transition(action).to_state for rule, action in LAPSES.items()} == {
        Uncured.REJECT: "rejected",
        Uncured.ADMIT: "admitted",
    }


@pytest.mark.parametrize(
    ("asked", "days", "last"),
    [
        pytest.param(datetime(2026, 11, 30, 15, 0, tzinfo=UTC), 3, date(2026, 12, 3), id="within a week"),
        pytest.param(datetime(2026, 12, 4, 15, 0, tzinfo=UTC), 3, date(2026, 12, 11), id="weekend, holidays"),
        pytest.param(
            datetime(2026, 12, 1, 4, 0, tzinfo=UTC), 1, date(2026, 12, 1), id="still Monday in Lima"
        ),
    ],
)
def test_the_period_ends_at_the_hour_the_call_closed(asked: datetime, days: int, last: date) -> None:
    end = cure_until(asked, ScreeningRules(days), CLOSED)

    assert (office_date(end), end.astimezone(UTC).timetz()) == (last, CLOSED.timetz())


@pytest.mark.parametrize(
    ("findings", "sections"),
    [
        pytest.param((), (), id="nothing"),
        pytest.param((GOODS,), (SectionCode.GOODS,), id="one part"),
        pytest.param(
            (Finding("S", "Texto.", curable=True, section="budget"), GOODS),
            (SectionCode.GOODS, SectionCode.BUDGET),
            id="in the order of the form",
        ),
        pytest.param((GOODS, WHOLE), CURABLE, id="a defect of the whole opens every part"),
        pytest.param((Finding("C", "Texto.", curable=False, section="choice"),), (), id="never the choice"),
    ],
)
def test_only_marked_parts_may_change(
    findings: tuple[Finding, ...], sections: tuple[SectionCode, ...]
) -> None:
    assert marked_sections(findings, STANDARD_FORM) == sections


def test_a_part_that_was_not_marked_is_named_in_the_refusal() -> None:
    problem = not_marked(SectionCode.SALES, (GOODS,), STANDARD_FORM)

    assert not_marked(SectionCode.GOODS, (GOODS,), STANDARD_FORM) is None
    assert problem is not None
    assert (
        problem.text
        == "«Ventas y costos de un año» no está entre las partes por subsanar y no se puede cambiar."
    )


@pytest.mark.parametrize(
    ("reason", "accepted"),
    [("", False), (" " * 20, False), ("Muy corto", False), ("Diez letras", True), ("x" * 1001, False)],
    ids=["nothing", "blanks", "short", "enough", "endless"],
)
def test_a_reason_says_something(reason: str, *, accepted: bool) -> None:
    assert (reason_problem(reason) is None) is accepted


@pytest.mark.parametrize(
    ("defect", "codes"),
    [
        pytest.param(GOODS, (), id="a sound one"),
        pytest.param(Finding("b-01", "Faltan precios.", True, "goods"), ("defect.code",), id="small letters"),
        pytest.param(Finding("", "Faltan precios.", True, "goods"), ("defect.code",), id="no code"),
        pytest.param(
            Finding("-1", "Faltan precios.", True, "goods"), ("defect.code",), id="begins with a dash"
        ),
        pytest.param(Finding("A" * 13, "Faltan precios.", True, None), ("defect.code",), id="long code"),
        pytest.param(Finding("A", "No.", True, None), ("defect.text",), id="short text"),
        pytest.param(Finding("A", "Mal nombre.", True, "choice"), ("defect.fixed_section",), id="fixed part"),
        pytest.param(Finding("A", "Mal nombre.", False, "choice"), (), id="a fixed part, not curable"),
    ],
)
def test_a_defect_of_the_catalogue(defect: Finding, codes: tuple[str, ...]) -> None:
    assert tuple(problem.code for problem in defect_problems(defect)) == codes


def test_every_part_has_a_name() -> None:
    assert tuple(SECTION_NAMES) == (*SectionCode, OWN_QUESTIONS)
    assert tuple(PART_NAMES) == (*SECTION_NAMES, FILES)


@pytest.mark.parametrize(
    ("section", "opens"), [(FILES, True), (None, True), ("goods", False)], ids=["files", "the whole", "goods"]
)
def test_files_are_opened_by_their_own_defects_and_those_of_the_whole(
    section: str | None, *, opens: bool
) -> None:
    findings = (Finding("A-01", "La foto no se ve.", curable=True, section=section),)

    assert (marks_files(findings), files_not_marked(findings) is None) == (opens, opens)


@dataclass
class Standing:
    state: str


DESTINATIONS = {
    ("open", "admit"): "admitted",
    ("open", "ask_cure"): "cure",
    ("open", "reject"): "rejected",
    ("cure", "cure"): "cured",
    ("cure", "lapse_reject"): "rejected",
    ("cure", "lapse_admit"): "admitted",
    ("cured", "admit"): "admitted",
    ("cured", "reject"): "rejected",
    ("rejected", "reinstate"): "admitted",
    **{(state.value, "begin_again"): "open" for state in ScreeningState},
}
FITTING = {
    "ask_cure": facts(GOODS),
    "cure": facts(at=UNTIL - timedelta(seconds=1)),
    "lapse_reject": facts(at=UNTIL),
    "lapse_admit": facts(at=UNTIL),
}


@pytest.mark.parametrize("state", [state.value for state in ScreeningState])
@pytest.mark.parametrize("action", [transition.action for transition in SCREENING.transitions])
def test_every_deed_from_every_state(state: str, action: str) -> None:
    standing = Standing(state)

    if (state, action) in DESTINATIONS:
        SCREENING.move(standing, action, FITTING.get(action, facts()))
        assert standing.state == DESTINATIONS[state, action]
        return
    with pytest.raises(WrongState):
        SCREENING.move(standing, action, FITTING.get(action, facts()))
    assert standing.state == state


@pytest.mark.parametrize(
    ("action", "given", "said"),
    [
        pytest.param(
            "admit",
            facts(at=CLOSED - timedelta(hours=1)),
            "La recepción sigue abierta hasta el 27/11/2026 17:00. Revise los perfiles después del cierre.",
            id="when to come back",
        ),
        pytest.param(
            "admit",
            facts(GOODS, FATAL),
            "Hay defectos marcados (B-01, X-01). Desmarque lo que ya no vale, pida subsanar o rechace.",
            id="which defects stand",
        ),
        pytest.param(
            "ask_cure",
            facts(GOODS, FATAL),
            "Lo marcado como X-01 no se puede subsanar. Desmárquelo o rechace el perfil.",
            id="which defect is beyond cure",
        ),
        pytest.param(
            "cure",
            facts(at=UNTIL),
            "El plazo para subsanar terminó el 02/12/2026 17:00, hora de Lima. Consulte en la oficina del programa.",
            id="when it ended",
        ),
    ],
)
def test_refusals_say_what_to_do_next(action: str, given: ScreeningFacts, said: str) -> None:
    (problem,) = SCREENING.problems(action, given)

    assert problem.text == said


@pytest.mark.parametrize("days", [1, 2, 5, 10, 30])
def test_the_period_always_ends_on_a_working_day_of_the_office(days: int) -> None:
    end = cure_until(AFTER, ScreeningRules(days), CLOSED)

    assert is_working_day(office_date(end))
    assert end > AFTER
