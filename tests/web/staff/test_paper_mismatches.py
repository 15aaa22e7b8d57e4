"""What two typings of a paper differ in, as the office reads it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask_babel import force_locale

from contest_portal.applications.paper_queries import DecisionView, PaperState, PaperView, TypingView
from contest_portal.applications.rules.draft_fields import Draft
from contest_portal.applications.rules.paper import Place
from contest_portal.applications.rules.profile import Asset, AssetKind, CounterpartKind, Profile
from contest_portal.contests.rules.profile_form import SectionCode
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.money import Money
from contest_portal.kernel.quantities import Quantity
from contest_portal.web.shared.version_view import DifferenceLine
from contest_portal.web.staff.paper_mismatches import decided_labels, field_labels, mismatched_sections
from tests.conftest import NOON
from tests.factories.contests import RULEBOOK
from tests.factories.profile_forms import ANSWERED, ASKING, OFFERS, answered, quoting
from tests.factories.profiles import CHOICE, PROFILE

TRUE = Draft(CHOICE, PROFILE)
COW = Asset(AssetKind.LIVESTOCK, "Vaca", "unidad", Quantity.of(1), Money.soles(900))


@pytest.fixture(autouse=True)
def spanish(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"), force_locale("es_PE"):
        yield


def paper(
    first: Draft = TRUE, second: Draft | None = TRUE, *, finished: bool = True, **changes: object
) -> PaperView:
    drafts = {Place.FIRST: first, Place.SECOND: second}
    view = PaperView(
        paper_id=1,
        contest_id=1,
        group_id=1,
        group_name="Sumaq Kuy",
        received_at=NOON,
        received_by=7,
        sheets=9,
        scan_sha256=None,
        scan_type=None,
        document_id=1,
        application_id=None,
        typings={
            place: TypingView(place, 7 + place, draft, NOON if finished else None, 1)
            for place, draft in drafts.items()
            if draft is not None
        },
        decisions={},
    )
    return replace(view, **changes)  # type: ignore[arg-type]


def lines(first: Draft, second: Draft, book: Rulebook = RULEBOOK) -> list[DifferenceLine]:
    sections = mismatched_sections(paper(first, second), book)
    return [line for section in sections for one in section.mismatches for line in one.lines]


def with_profile(**changes: object) -> Draft:
    return Draft(CHOICE, replace(PROFILE, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (
            Draft(replace(CHOICE, title="Cuyes"), PROFILE),
            DifferenceLine("Nombre del negocio", "Cuyes de carne para la feria de Lircay", "Cuyes"),
        ),
        (
            Draft(replace(CHOICE, category_code="MARCHA"), PROFILE),
            DifferenceLine("Categoría", "En idea", "En marcha"),
        ),
        (
            Draft(replace(CHOICE, line_code=None), PROFILE),
            DifferenceLine("Línea de producción", "Crianza de cuyes", "—"),
        ),
        (
            with_profile(summary="Criamos cuyes."),
            DifferenceLine("De qué trata el negocio", PROFILE.summary, "Criamos cuyes."),
        ),
        (
            with_profile(requested_goods=Money.soles(6_600)),
            DifferenceLine("Monto solicitado", "S/\u00a010,000.00", "S/\u00a010,600.00"),
        ),
    ],
    ids=["title", "category", "line", "summary", "amount"],
)
def test_a_field_stands_in_words_beside_the_other(other: Draft, expected: DifferenceLine) -> None:
    assert lines(TRUE, other) == [expected]


def test_a_row_of_one_typing_alone_is_told_as_such() -> None:
    more = with_profile(assets=(*PROFILE.assets, COW))

    only_second = {line.what.split(": ")[0] for line in lines(TRUE, more)}
    only_first = {line.what.split(": ")[0] for line in lines(more, TRUE)}

    assert (only_second, only_first) == (
        {"Bienes que el grupo ya tiene, 2. Solo en la segunda"},
        {"Bienes que el grupo ya tiene, 2. Solo en la primera"},
    )


GOODS, OWNED = "Bienes por comprar con el fondo, fila 1", "Bienes que el grupo ya tiene, fila 1"
SOLVED = "Problemas del negocio y su solución, fila 1: Solución"


@pytest.mark.parametrize(
    ("table", "cell", "value", "expected"),
    [
        ("costs", "quantity", Quantity.of(110), ("Costos de un año, fila 1: Cantidad", "100", "110")),
        ("goods", "unit_cost", None, (f"{GOODS}: Costo de cada uno", "S/\u00a0150.00", "—")),
        ("assets", "kind", AssetKind.TOOLS, (f"{OWNED}: Tipo", "Animales", "Máquinas y herramientas")),
        ("problems", "solution", "Sembrar", (SOLVED, "Pozas secas y sanidad.", "Sembrar")),
        (
            "counterpart",
            "kind",
            CounterpartKind.CASH,
            ("Aporte del grupo, fila 1: Tipo", "Mano de obra", "Dinero"),
        ),
    ],
    ids=["quantity", "not written", "kind of asset", "text", "kind of part"],
)
def test_of_a_changed_row_the_cell_alone_is_shown(table, cell, value, expected) -> None:  # type: ignore[no-untyped-def]
    rows = getattr(PROFILE, table)
    other = with_profile(**{table: (replace(rows[0], **{cell: value}), *rows[1:])})

    ((one,),) = (section.mismatches for section in mismatched_sections(paper(TRUE, other), RULEBOOK))

    assert (one.label, one.lines[0].before, one.lines[0].after) == expected
    assert one.label.endswith(one.lines[0].what)


def test_what_was_decided_of_a_table_as_one_has_its_name_too() -> None:
    costs = (replace(PROFILE.costs[0], quantity=Quantity.of(110)),)

    labels = decided_labels(mismatched_sections(paper(TRUE, with_profile(costs=costs)), RULEBOOK))

    assert labels == {
        "costs": "Costos de un año",
        "costs.0.quantity": "Costos de un año, fila 1: Cantidad",
    }


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (ANSWERED, answered(agua="no"), ["¿Tienen agua para riego?", "Sí", "No"]),
        (answered(vendido="10.00"), answered(vendido="100.00"), ["Ventas", "10.00", "100.00"]),
        (answered(fuente="Río"), answered(fuente="Río\nPozo"), ["¿De dónde viene?", "Río", "Río; Pozo"]),
        (answered(), answered(feria="Casa"), ["¿Dónde venden?", "—", "Casa"]),
    ],
    ids=["yes or no", "amount", "several", "left out"],
)
def test_own_questions_stand_under_their_words(first: Profile, second: Profile, expected: list[str]) -> None:
    found = lines(Draft(CHOICE, first), Draft(CHOICE, second), ASKING)[0]

    told = (found.what, found.before, found.after)
    assert [part in text for part, text in zip(expected, told, strict=True)] == [True] * 3


def test_quotations_and_their_reason_are_compared() -> None:
    first = with_profile(quotations=OFFERS, quotations_reason="Cerca")
    late = replace(OFFERS[0], quoted_on=date(2026, 10, 21))
    second = with_profile(quotations=(late, *OFFERS[1:]), quotations_reason="Lejos")

    labels = field_labels(mismatched_sections(paper(first, second), quoting()))

    assert labels == {
        "quotations.0.quoted_on": "Cotizaciones de los proveedores, fila 1: Fecha",
        "quotations_reason": "Por qué no eligen al más barato",
    }


def test_sections_come_in_the_order_of_the_form_and_equal_ones_not_at_all() -> None:
    other = with_profile(summary="Otro", counterpart=(), situation=())

    sections = mismatched_sections(paper(TRUE, other), RULEBOOK)

    assert [section.page.code for section in sections] == [
        SectionCode.CHOICE,
        SectionCode.SITUATION,
        SectionCode.COUNTERPART,
    ]
    assert mismatched_sections(paper(), RULEBOOK) == ()


DECIDED = {"title": DecisionView("title", Place.FIRST, 12, NOON)}
OTHER = Draft(replace(CHOICE, title="Cuyes"), PROFILE)


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (paper(second=None), PaperState.TYPING),
        (paper(finished=False), PaperState.TYPING),
        (paper(), PaperState.READY),
        (paper(second=OTHER), PaperState.COMPARING),
        (paper(second=OTHER, decisions=DECIDED), PaperState.READY),
        (paper(second=OTHER, application_id=3), PaperState.ENTERED),
    ],
    ids=["one typing", "unfinished", "equal", "different", "settled", "entered"],
)
def test_a_paper_says_how_far_it_is(view: PaperView, expected: PaperState) -> None:
    assert view.state(RULEBOOK.form) is expected


@pytest.mark.parametrize(
    ("view", "own", "free"),
    [
        (paper(second=None), Place.FIRST, Place.SECOND),
        (paper(), Place.FIRST, None),
        (paper(typings={}), None, Place.FIRST),
    ],
)
def test_a_person_has_one_place_at_most(view: PaperView, own: Place | None, free: Place | None) -> None:
    assert (view.own_place(8), view.free_place, view.own_place(99)) == (own, free, None)


def test_everybody_who_had_the_paper_in_hand_is_named() -> None:
    assert paper(second=OTHER, decisions=DECIDED).people == {7, 8, 9, 12}
