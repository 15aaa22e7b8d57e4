"""The designer keeps everything a sheet can say, and says what is wrong beside its cell and while one types."""

from dataclasses import replace

import pytest

from contest_portal.contests.rules.rulebook import Category, Disqualifies, LatePhones
from contest_portal.contests.rules.sheets import AxisShare, ReasonRule, Weighting, WhenEmpty
from contest_portal.kernel.marks import format_points
from tests.factories.contests import FIELD, PUBLIC, RULEBOOK
from tests.factories.designing import Desk, rows
from tests.factories.sheets import ADVISER, JURY, QUESTION, WEIGHTED, WOMEN
from tests.page_client import words

BLANK = {
    "position": "",
    "axis": "",
    "guidance": "",
    "weight": "1",
    "scale": "points",
    "levels": "",
    "min_points": "",
    "reason": "never",
    "reason_below": "",
    "fact": "",
    "bands": "",
    "marked_by": "",
}
CLASSES = rows(
    "classes",
    {"code": "jury", "name": "Jurado", "share": "90", "when_empty": "blocks", "scorers": "3"},
    {"code": "adviser", "name": "Asesor", "share": "10", "when_empty": "shared_out"},
)


def criterion(code: str, max_points: object = "10", **more: object) -> dict[str, object]:
    return BLANK | {"code": code, "text": f"Criterio {code}", "max_points": max_points} | more


WOMEN_TYPED = criterion(
    "w", "5", scale="register", fact="women", bands="50% = 5\n25 = 3\n1 : 1\n0 = 0", position="2"
)


def test_a_sheet_with_everything_is_kept_and_shown_again_as_typed(desk: Desk) -> None:
    criteria = rows(
        "criteria",
        criterion("q", "7", scale="yes_no", weight="3", position="1"),
        WOMEN_TYPED,
        criterion("I", "45", position="3", min_points="5", reason="below", reason_below="20"),
    )

    response = desk.post("fases/PUBLIC", criteria)
    shown = desk.get("fases/PUBLIC").text

    assert response.status_code == 303
    (_, phase) = desk.book.phases
    question = replace(QUESTION, axis="", text="Criterio q")
    women = replace(WOMEN, axis="", text="Criterio w", bands=tuple(reversed(WOMEN.bands)))
    assert phase.criteria[:2] == (question, women)
    assert (phase.criteria[2].min_points, phase.criteria[2].reason, phase.criteria[2].reason_below) == (
        5,
        ReasonRule.BELOW,
        20,
    )
    assert "50 = 5\n25 = 3\n1 = 1\n0 = 0" in shown


def test_percentages_and_classes_are_kept(desk: Desk) -> None:
    criteria = rows(
        "criteria",
        criterion("J1", weight="60", min_points="1", marked_by="jury"),
        criterion("J2", weight="30", min_points="1", marked_by="JURY"),
        criterion("A1", weight="10", min_points="1", marked_by="adviser"),
    )

    desk.post("fases/PUBLIC", {"weighting": "percent", **criteria, **CLASSES})

    (_, phase) = desk.book.phases
    assert (phase.weighting, phase.classes) == (
        WEIGHTED.weighting,
        (replace(JURY, scorers=3), ADVISER),
    )
    assert [format_points(phase.most(c)) for c in phase.criteria] == ["30", "15", "5"]
    assert [c.marked_by for c in phase.criteria] == ["JURY", "JURY", "ADVISER"]
    assert phase.classes[1].when_empty is WhenEmpty.SHARED_OUT


def test_axes_with_percentages_are_kept_and_let_go(desk: Desk) -> None:
    criteria = rows(
        "criteria",
        criterion("O1", axis="Organización", position="1"),
        criterion("C1", "7", axis="Coherencia", position="2", weight="2"),
    )
    axes = rows("axes", {"axis": "Organización", "percent": "40"}, {"axis": "Coherencia", "percent": "60"})

    desk.post("fases/PUBLIC", {"weighting": "axes", **criteria, **axes})
    (_, phase) = desk.book.phases
    page = desk.get("fases/PUBLIC").text
    plain = {**criteria, "criteria-0-max_points": "36", "weighting": "factor", **axes}
    desk.post("fases/PUBLIC", plain)
    (_, afterwards) = desk.book.phases

    assert phase.axis_shares == (AxisShare("Organización", 40), AxisShare("Coherencia", 60))
    assert [format_points(phase.most(one)) for one in phase.criteria] == ["20", "30"]
    assert 'data-points="whole" data-whole="50">100<' in page
    assert (afterwards.weighting, afterwards.axis_shares) == (Weighting.FACTOR, ())


@pytest.mark.parametrize(
    ("criteria", "more", "name", "message"),
    [
        pytest.param(
            (criterion("A", axis="Uno"), criterion("B", axis="Dos")),
            {"weighting": "axes", **rows("axes", {"axis": "Uno", "percent": "100"})}, "axes",
            "El eje «Dos» tiene criterios y le falta su porcentaje.", id="an axis not weighed",
        ),
        pytest.param(
            (criterion("A", "50", min_points="50"),), {}, "criteria-0-min_points",
            "La nota más baja del criterio A va de 0 a menos que la más alta (50).", id="minimum",
        ),
        pytest.param(
            (criterion("A", "45"), WOMEN_TYPED | {"bands": "50 = 5\n1 = 0"}), {}, "criteria-1-bands",
            "El tramo más bajo del criterio W debe empezar en 0 %, para que ningún grupo quede sin puntos.",
            id="a gap below",
        ),
        pytest.param(
            (criterion("A", "45"), WOMEN_TYPED | {"bands": "la mitad = 5"}), {}, "criteria-1-bands",
            "«la mitad = 5» no es un tramo.", id="no band",
        ),
        pytest.param(
            (criterion("A", "45"), WOMEN_TYPED | {"fact": "height"}), {}, "criteria-1-fact",
            "Elija qué dato del padrón da los puntos del criterio W.", id="no fact",
        ),
        pytest.param(
            (criterion("A", "50", marked_by="nadie"),), {}, "criteria-0-marked_by",
            "El criterio A es de la clase «NADIE», que la fase no tiene.", id="class",
        ),
        pytest.param(
            (criterion("A", "50", reason="below"),), {}, "criteria-0-reason_below",
            "Escriba por debajo de qué nota se pide el motivo en el criterio A, de 1 a 50.", id="reason",
        ),
        pytest.param(
            (criterion("A", "50"),), rows("classes", {"code": "J", "name": "Jurado", "share": "90"}), "classes",
            "Las partes de las clases de evaluadores suman 90 %.", id="shares",
        ),
        pytest.param(
            (criterion("A", weight="99"),), {"weighting": "percent"}, "criteria",
            "Los pesos de la ficha «Presentación pública» suman 99 % y deben sumar 100 %.", id="weights",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_beside_its_cell_and_is_told_while_typing(
    desk: Desk, criteria: tuple[dict[str, object], ...], more: dict[str, object], name: str, message: str
) -> None:
    typed = rows("criteria", *criteria) | more

    told = desk.post("revision/fases/PUBLIC", typed)
    saved = desk.post("fases/PUBLIC", typed)

    assert any(
        remark["field"] == name and remark["text"].startswith(message) for remark in told.json["remarks"]
    )
    assert (saved.status_code, message in words(saved.text), f'href="#{name}"' in saved.text) == (
        422,
        True,
        True,
    )
    assert desk.book.phases == RULEBOOK.phases


def test_a_phase_can_be_for_some_categories_alone(desk: Desk) -> None:
    phases = rows(
        "phases",
        {"position": "1", "code": "FIELD", "name": FIELD.name, "max_points": "50", "former_code": "FIELD"},
        {"position": "2", "code": "IDEA", "name": "Idea", "max_points": "50", "categories": "idea"},
        {
            "position": "3",
            "code": "PUBLIC",
            "name": PUBLIC.name,
            "max_points": "50",
            "categories": "MARCHA, OTRA",
            "former_code": "PUBLIC",
        },
    )

    refused = desk.post("fases", {"total_points": "100", **phases})
    phases["phases-2-categories"] = "marcha"
    desk.post("fases", {"total_points": "100", **phases})

    assert "La fase «Presentación pública» es para la categoría «OTRA»" in words(refused.text)
    assert [(phase.code, phase.categories) for phase in desk.book.phases] == [
        ("FIELD", ()),
        ("IDEA", ("IDEA",)),
        ("PUBLIC", ("MARCHA",)),
    ]
    assert desk.book.phases[2].criteria == PUBLIC.criteria


def test_whose_no_decides_is_kept(desk: Desk) -> None:
    scoring = {
        "pass_mark": "70",
        "quorum": "2",
        "marks_per_point": "1",
        "decimals": "2",
        "rounding": "half_up",
        "decides_on": "rounded",
        "disqualifies": "any",
        "late_phones": "not_counted",
        **rows("tie_breaks", {"link": "lot"}),
    }

    desk.post("puntaje", scoring)

    assert desk.book.scoring.disqualifies is Disqualifies.ANY
    assert desk.book.scoring.late_phones is LatePhones.NOT_COUNTED


DATES = {
    "opens_at": "2026-11-02T08:00",
    "closes_at": "2026-11-28T17:00",
    "field_from": "2026-12-01",
    "field_to": "2026-11-30",
    "public_on": "2026-12-09",
    "results_on": "2026-12-10",
}
ENVELOPES = rows(
    "envelopes",
    {"code": "IDEA", "name": "En idea", "envelope": "40 000"},
    {"code": "MARCHA", "name": "En marcha", "envelope": "60 001"},
)


@pytest.mark.parametrize(
    ("part", "typed", "field", "text"),
    [
        pytest.param(
            "calendario", DATES, "field_to", "La evaluación de campo termina el 30/11/2026, antes de empezar",
            id="dates",
        ),
        pytest.param(
            "sobres", {"fund": "100 000", **ENVELOPES}, "envelopes", "Los sobres suman S/ 100,001.00", id="envelopes"
        ),
        pytest.param(
            "sobres", {"fund": "100 000 000", **ENVELOPES}, "fund", "El concurso pide S/ 100", id="over the fund"
        ),
        pytest.param(
            "fases",
            {"total_points": "100", **rows("phases", {"code": "A", "name": "A", "max_points": "99"})},
            "phases", "Las fases suman 99 puntos y deben sumar 100.", id="phases",
        ),
        pytest.param("puntaje", {"pass_mark": "x"}, "pass_mark", "«x» no vale como puntaje.", id="shape"),
    ],
)  # fmt: skip
def test_parts_are_checked_as_typed_and_nothing_is_written(
    desk: Desk, part: str, typed: dict[str, object], field: str, text: str
) -> None:
    remarks = desk.post(f"revision/{part}", typed).json["remarks"]

    assert any(remark["field"] == field and remark["text"].startswith(text) for remark in remarks), remarks
    assert desk.book == replace(RULEBOOK, code=desk.contest.code)


def test_what_holds_has_no_remarks(desk: Desk) -> None:
    right = DATES | {"field_to": "2026-12-04"}

    assert desk.post("revision/calendario", right).json == {"remarks": []}
    assert desk.post("revision/otra", {}).status_code == 404
    assert desk.post("revision/fases/OTRA", {}).status_code == 404
    assert Category("IDEA", "En idea", RULEBOOK.categories[0].envelope) in desk.book.categories
