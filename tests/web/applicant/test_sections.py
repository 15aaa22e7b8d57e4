"""Filling in a profile section by section."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application
from contest_portal.applications.queries import application_view, profile_of
from contest_portal.applications.rules.profile import (
    Asset,
    AssetKind,
    Assistance,
    Counterpart,
    CounterpartKind,
    Difficulty,
    ProblemKind,
    Profile,
    Prospect,
    Purchase,
    Sale,
    empty_profile,
)
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.kernel.money import Money
from contest_portal.kernel.quantities import Quantity
from contest_portal.web.shared.section_pages import SECTION_PAGES
from tests.factories.accounts import make_user
from tests.factories.applying import Village
from tests.factories.profiles import PROFILE
from tests.page_client import PageClient
from tests.web.applicant.section_moves import PURCHASE, address, rows, save


@pytest.mark.parametrize("page", SECTION_PAGES, ids=lambda page: page.slug)
@pytest.mark.parametrize("profile", [empty_profile(), PROFILE], ids=["empty", "full"])
def test_every_section_has_a_page(
    representative: PageClient, village: Village, session: Session, page: object, profile: Profile
) -> None:
    draft = village.draft(profile=profile)
    session.commit()

    response = representative.get(address(draft, page.slug))

    assert response.status_code == 200
    assert page.title in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("slug", "fields", "saved"),
    [
        (
            "situacion",
            rows("situation", {"today": "Vendemos 20 cuyes.", "expected": "Vender 80."}),
            {"situation": (Prospect("Vendemos 20 cuyes.", "Vender 80."),)},
        ),
        (
            "bienes-propios",
            rows(
                "assets",
                {
                    "kind": "livestock",
                    "description": "Cuyes",
                    "unit": "unidad",
                    "quantity": "30",
                    "unit_cost": "25",
                },
            ),
            {"assets": (Asset(AssetKind.LIVESTOCK, "Cuyes", "unidad", Quantity.of(30), Money.soles(25)),)},
        ),
        (
            "problemas",
            rows("difficulties", {"kind": "production", "problem": "Mueren crías.", "solution": "Pozas."}),
            {"problems": (Difficulty(ProblemKind.PRODUCTION, "Mueren crías.", "Pozas."),)},
        ),
        (
            "asistencia",
            rows(
                "assistance",
                {
                    "subject": "Sanidad",
                    "expected_result": "Menos muertes",
                    "specialist": "Veterinario",
                    "days": "8.5",
                    "cost_per_day": "150.5",
                },
            ),
            {
                "assistance": (
                    Assistance(
                        "Sanidad", "Menos muertes", "Veterinario", Quantity(850), Money.soles(150, 50)
                    ),
                )
            },
        ),
        (
            "compras",
            rows("goods", PURCHASE),
            {"goods": (Purchase("Malla", "rollo", Quantity.of(3), Money.soles(1_120, 50)),)},
        ),
        (
            "ventas-y-costos",
            rows("sales", {"product": "Cuy", "unit": "unidad", "quantity": "900", "price": "22"})
            | rows("costs", PURCHASE),
            {
                "sales": (Sale("Cuy", "unidad", Quantity.of(900), Money.soles(22)),),
                "costs": (Purchase("Malla", "rollo", Quantity.of(3), Money.soles(1_120, 50)),),
            },
        ),
        (
            "aporte",
            rows("counterpart", {"kind": "labour", "description": "Jornales", "amount": "S/ 900"}),
            {"counterpart": (Counterpart(CounterpartKind.LABOUR, "Jornales", Money.soles(900)),)},
        ),
        (
            "presupuesto",
            {"amount_requested": "7536.93"},
            {"requested_goods": Money(452_216), "requested_assistance": Money(301_477)},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_section_is_saved_as_typed(
    representative: PageClient,
    session: Session,
    draft: Application,
    slug: str,
    fields: dict[str, str],
    saved: dict[str, object],
) -> None:
    status, _, profile = save(representative, session, draft, slug, fields)

    assert (status, profile) == (303, replace(empty_profile(), **saved))


def test_the_business_is_named_and_placed(
    representative: PageClient, session: Session, draft: Application
) -> None:
    fields = {
        "title": "Pan de Lircay",
        "category_code": "MARCHA",
        "line_code": "panaderia",
        "summary": "Pan.",
    }

    status, _, profile = save(representative, session, draft, "negocio", fields)

    view = application_view(session, draft.id)
    assert (status, profile.summary) == (303, "Pan.")
    assert (view.title, view.category_code, view.line_code) == ("Pan de Lircay", "MARCHA", "panaderia")


@pytest.mark.parametrize(
    "typed",
    ["-500", "abc", "7536.939", "-Infinity", "1e5", "NaN", "٣٠٠", "99999999999999999999"],
    ids=["BS-07", "BS-08", "BS-09", "BS-10", "exponent", "NaN", "other digits", "too large"],
)
def test_what_is_no_amount_is_refused_and_kept_in_the_form(
    representative: PageClient, session: Session, draft: Application, typed: str
) -> None:
    status, text, profile = save(representative, session, draft, "presupuesto", {"amount_requested": typed})

    assert (status, profile) == (422, empty_profile())
    assert f"«{typed}» no es un monto." in text
    assert f'value="{typed}"' in text


@pytest.mark.parametrize("typed", ["0", "-3", "1.555", "1,5", "diez", "1e3", "99999999"])
def test_what_is_no_count_is_refused_and_kept_in_the_form(
    representative: PageClient, session: Session, draft: Application, typed: str
) -> None:
    status, text, profile = save(
        representative, session, draft, "compras", rows("goods", {**PURCHASE, "quantity": typed})
    )

    assert (status, profile) == (422, empty_profile())
    assert f"«{typed}» no vale como cantidad. Escriba un número de 0.01 a 1000000" in text
    assert f'value="{typed}"' in text


def test_rows_left_blank_are_no_rows(
    representative: PageClient, session: Session, draft: Application
) -> None:
    blank = dict.fromkeys(PURCHASE, "")

    status, _, profile = save(
        representative, session, draft, "compras", rows("goods", blank, PURCHASE, blank)
    )

    assert (status, len(profile.goods)) == (303, 1)


def test_rows_with_gaps_in_their_numbers_are_kept(
    representative: PageClient, session: Session, draft: Application
) -> None:
    fields = {f"goods-{number}-{name}": value for number in (2, 7) for name, value in PURCHASE.items()}

    status, _, profile = save(representative, session, draft, "compras", fields)

    assert (status, len(profile.goods)) == (303, 2)


def test_an_unknown_kind_is_refused(representative: PageClient, session: Session, draft: Application) -> None:
    fields = rows("counterpart", {"kind": "gold", "description": "Oro", "amount": "1"})

    status, _, profile = save(representative, session, draft, "aporte", fields)

    assert (status, profile) == (422, empty_profile())


def test_a_hostile_summary_is_stored_as_typed_and_harmless(
    representative: PageClient, session: Session, draft: Application
) -> None:
    typed = '<img src="file:///etc/hostname">'

    status, _, profile = save(representative, session, draft, "negocio", {"summary": typed})

    assert (status, profile.summary) == (303, typed)
    assert "<img" not in representative.get(address(draft, "revisar")).get_data(as_text=True)


def test_a_conflict_shows_both_texts_and_lets_one_save_again(
    representative: PageClient, session: Session, draft: Application
) -> None:
    shown = str(draft.version)
    save(representative, session, draft, "negocio", {"summary": "Texto de otra persona"})

    response = representative.post(address(draft, "negocio"), data={"version": shown, "summary": "Mi texto"})
    text = response.get_data(as_text=True)
    session.expire_all()
    status, _, profile = save(representative, session, draft, "negocio", {"summary": "Mi texto"})

    assert response.status_code == 409
    assert [words in text for words in ("Texto de otra persona", "Mi texto")] == [True, True]
    assert f'value="{draft.version - 1}"' in text
    assert (status, profile.summary) == (303, "Mi texto")


@pytest.mark.parametrize("version", [{}, {"version": ""}, {"version": "abc"}, {"version": "-1"}], ids=str)
def test_saving_without_a_version_is_a_conflict(
    representative: PageClient, session: Session, draft: Application, version: dict[str, str]
) -> None:
    response = representative.post(address(draft, "negocio"), data={"summary": "Mi texto", **version})

    assert (response.status_code, profile_of(session, draft.id)) == (409, empty_profile())


@pytest.mark.parametrize("slug", [page.slug for page in SECTION_PAGES])
def test_a_post_with_nothing_in_it_saves_nothing(
    representative: PageClient, session: Session, draft: Application, slug: str
) -> None:
    before = draft.version

    response = representative.post(address(draft, slug))

    session.expire_all()
    assert (response.status_code, draft.version) == (409, before)


@pytest.mark.parametrize(
    ("then", "place"), [("next", "/presupuesto"), ("stay", "/aporte")], ids=["on", "here"]
)
def test_after_saving_one_goes_on_or_stays(
    representative: PageClient, draft: Application, then: str, place: str
) -> None:
    response = representative.post(
        address(draft, "aporte"), data={"version": str(draft.version), "then": then}
    )

    assert response.location.endswith(place)


def test_totals_are_shown_by_the_server(
    representative: PageClient, village: Village, session: Session
) -> None:
    draft = village.draft()
    session.commit()

    text = representative.get(address(draft, "compras")).get_data(as_text=True)

    assert "S/\u00a06,000.00" in text
    assert "Parte solicitada para bienes" in text


def test_a_section_that_does_not_add_up_says_by_how_much(
    representative: PageClient, village: Village, session: Session
) -> None:
    draft = village.draft(profile=replace(PROFILE, goods=PROFILE.goods[:1]))
    session.commit()

    text = representative.get(address(draft, "compras")).get_data(as_text=True)

    assert "Los bienes de la lista suman S/ 1,500.00 y la parte solicitada para bienes es S/ 6,000.00" in text
    assert "Falta en la lista" in text


def test_a_sent_application_has_no_sections_to_write_on(
    representative: PageClient, village: Village, session: Session
) -> None:
    draft = village.draft()
    submit_application(session, village.act(), application_id=draft.id, expected_version=draft.version)
    session.commit()

    assert representative.get(address(draft, "compras")).status_code == 409


def test_there_is_no_section_of_another_name(representative: PageClient, draft: Application) -> None:
    assert representative.get(address(draft, "otra-cosa")).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("page", ["", "/negocio", "/revisar", "/retirar", "/reabrir", "/constancia"])
def test_an_application_of_somebody_else_is_not_found(
    client: PageClient, session: Session, draft: Application, page: str, method: str
) -> None:
    stranger = make_user(session, Role.REPRESENTATIVE)
    session.commit()

    response = getattr(client.sign_in(stranger.id), method)(f"/grupo/solicitudes/{draft.id}{page}")

    only_post = page in {"/retirar", "/reabrir", "/constancia"}
    wrong_method = (method == "get" and only_post) or (method == "post" and page == "")
    assert response.status_code in ({404, 405} if wrong_method else {404})


def test_a_conflict_is_said_once_and_in_one_way(
    representative: PageClient, session: Session, draft: Application
) -> None:
    shown = str(draft.version)
    save(representative, session, draft, "negocio", {"summary": "Texto de otra persona"})

    response = representative.post(address(draft, "negocio"), data={"version": shown, "summary": "Mi texto"})

    text = response.get_data(as_text=True)
    assert ("No se perdió nada" in text, "vuelva a cargar la página" in text) == (True, False)
