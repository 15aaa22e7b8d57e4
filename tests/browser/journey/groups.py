"""Act 3: groups register by DNI, fill in their profile over several visits, and send it before the deadline."""

from dataclasses import dataclass
from datetime import datetime

from playwright.sync_api import Page, expect

from contest_portal.kernel.clock import OFFICE_ZONE
from tests.browser.journey.cast import CONTEST_CODE, PASSWORD, STAFF, Account, Group
from tests.browser.journey.moves import (
    download,
    expect_no_words,
    expect_words,
    fill_in,
    fill_row,
    follow,
    go,
    press,
    press_and_agree,
    row_of,
    tick,
    words_of_pdf,
)
from tests.browser.journey.stage import PHONE, Stage, sign_in


@dataclass(frozen=True)
class Sent:
    """What a group has in hand after sending: the code of its application and the hash of what it sent."""

    code: str
    sha256: str


def office_time(day: str, hour: str) -> datetime:
    """Give an instant by the office's clock."""
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=OFFICE_ZONE)


def staff_open_an_account(stage: Stage, person: Account) -> str:
    """Open a representative's account in the office; give the password that is handed over on paper."""
    page = stage.page_of(STAFF)
    go(page, "/oficina/representantes/nuevo")
    fill_in(page, {"Nombres y apellidos": person.full_name, "Correo electrónico": person.email})
    press(page, "Abrir la cuenta")
    expect_words(page, "Esta contraseña se muestra una sola vez.")
    stage.examine(page)
    return page.locator("dt:has-text('Contraseña temporal') + dd").inner_text()


def representative_comes_in_for_the_first_time(stage: Stage, person: Account, temporary: str) -> None:
    """Sign in with the password on the paper; the portal asks for an own one before anything else."""
    page = stage.visitor(PHONE)
    sign_in(page, person.email, temporary)
    expect_words(page, "cambie la contraseña temporal por una que solo usted conozca")
    fill_in(page, {"Contraseña actual": temporary, "Contraseña nueva": PASSWORD})
    press(page, "Cambiar la contraseña")
    expect_words(page, "Su contraseña cambió.")
    stage.pages[person.email] = page


def representative_registers_the_group(stage: Stage, group: Group) -> None:
    """Register the group and find its members by DNI; the first presides and the second keeps the money."""
    page = stage.page_of(group.representative, PHONE)
    go(page, "/grupo/grupos/nuevo")
    fill_in(page, {"Nombre del grupo": group.name, "DNI de un integrante": group.members[0]})
    press(page, "Registrar el grupo")
    for dni in group.members:
        add_member(page, dni)
    for dni, office in zip(group.members, ("Presidencia", "Tesorería"), strict=False):
        row_of(page, f"****{dni[-4:]}").get_by_role("link", name="Cambiar cargo").click()
        fill_in(page, {"Cargo": office})
        press(page, "Guardar el cargo")


def add_member(page: Page, dni: str) -> None:
    """Find a person by DNI, look at who it is, and add the person."""
    follow(page, "Agregar un integrante")
    fill_in(page, {"DNI": dni})
    press(page, "Buscar")
    expect_words(page, "¿Es esta la persona?", dni)
    press(page, "Sí, agregar al grupo")


def remove_member(page: Page, dni: str) -> None:
    """Take a member out again."""
    press_and_agree(page, row_of(page, f"****{dni[-4:]}").get_by_role("button", name="Retirar"), "Retirar")
    expect_words(page, "La persona ya no está en el grupo.")


def a_neighbour_of_another_centre_is_refused(stage: Stage, group: Group) -> None:
    """Add a person of a centre that is not targeted: the page names the rule, the person and the evidence."""
    page = stage.page_of(group.representative)
    add_member(page, "99300601")
    expect_words(
        page,
        "No cumple Integrantes de centros poblados focalizados",
        "Moisés Ramos Ticse vive en LAS RETAMAS, que no está focalizado: tiene 37 hogares",
    )
    remove_member(page, "99300601")
    expect_words(page, "Cumple Integrantes de centros poblados focalizados")


def an_unknown_dni_is_refused(stage: Stage, group: Group) -> None:
    """Look for a DNI that the register does not know."""
    page = stage.page_of(group.representative)
    follow(page, "Agregar un integrante")
    fill_in(page, {"DNI": "99999999"})
    press(page, "Buscar")
    expect(page.locator(".error-summary")).to_contain_text("99999999")
    follow(page, "Cancelar")


def representative_starts_the_profile(stage: Stage, group: Group) -> None:
    """On a first visit, fill in the first part and leave."""
    page = stage.page_of(group.representative)
    press(page, "Empezar la solicitud")
    follow(page, "El negocio")
    fill_in(
        page,
        {
            "Nombre del negocio": group.title,
            "Categoría": group.category,
            "Línea de producción": group.line,
            "De qué trata el negocio": f"{group.name}: {group.title}, con tres familias.",
        },
    )
    press(page, "Guardar y seguir")
    expect_words(page, "Se guardó «El negocio».")
    fill_row(page, "situation", 0, {"today": "Vendemos poco y a quien pasa."})
    press(page, "Guardar y quedarme aquí")
    expect_words(page, "Se guardó «Situación y perspectivas».", "Hay filas a medio llenar (1).")
    fill_row(page, "situation", 0, {"expected": "Vender cada mes con pedido."})
    press(page, "Guardar y quedarme aquí")
    expect_words(page, "Se guardó «Situación y perspectivas».")


def representative_finishes_the_profile(stage: Stage, group: Group) -> None:
    """On a later visit, find what was saved and fill in the rest."""
    page = stage.page_of(group.representative, PHONE)
    go(page, "/grupo/")
    follow(page, group.name)
    expect_words(page, "El negocio Listo", "Situación y perspectivas Listo", "Bienes por comprar Falta")
    follow(page, "Lo que el grupo ya tiene")
    fill_row(
        page,
        "assets",
        0,
        {
            "kind": "Máquinas y herramientas",
            "description": "Horno",
            "unit": "unidad",
            "quantity": "1",
            "unit_cost": "900",
        },
    )
    press(page, "Guardar y seguir")
    fill_row(
        page, "difficulties", 0, {"problem": "El precio lo pone otro.", "solution": "Acuerdo de entrega."}
    )
    press(page, "Guardar y seguir")
    fill_the_money_parts(page, group)


def fill_the_money_parts(page: Page, group: Group) -> None:
    """Fill in assistance, goods, sales and costs, counterpart and budget, with a row added by the button."""
    lesson = {"subject": "Costos", "expected_result": "Cuaderno al día", "specialist": "Técnica", "days": "1"}
    fill_row(page, "assistance", 0, lesson | {"cost_per_day": group.lessons})
    expect(page.locator("[data-total=sum]")).to_contain_text(f"{int(group.lessons[0])},")
    press(page, "Guardar y seguir")
    fill_row(
        page,
        "goods",
        0,
        {"description": "Equipo", "unit": "juego", "quantity": "1", "unit_cost": group.goods},
    )
    press(page, "Guardar y seguir")
    fill_row(page, "sales", 0, {"product": "Producto", "unit": "unidad", "quantity": "960", "price": "20.00"})
    fill_row(
        page, "costs", 0, {"description": "Insumos", "unit": "mes", "quantity": "12", "unit_cost": "620.00"}
    )
    press(page, "Guardar y seguir")
    fill_row(page, "counterpart", 0, {"kind": "Mano de obra", "description": "Jornales", "amount": "1200.00"})
    page.get_by_role("button", name="Agregar otro aporte").click()
    page.locator("[name$='-description']").last.fill("Terreno cercado")
    page.locator("[name$='-amount']").last.fill("300.00")
    page.locator("[name$='-kind']").last.select_option(label="Bienes del grupo")
    press(page, "Guardar y seguir")
    expect_words(page, "Se guardó «Aporte del grupo».")
    fill_in(page, {"Monto que solicita el grupo": group.requested})
    press(page, "Guardar y volver al resumen")


def representative_sends(stage: Stage, group: Group) -> Sent:
    """Read everything once more and send it."""
    page = stage.page_of(group.representative)
    read_before_sending(page)
    press(page, "Enviar la solicitud")
    expect_words(page, "La solicitud fue recibida. Guarde su constancia.")
    code = page.locator("h1").inner_text().removeprefix("Solicitud ")
    sha256 = page.locator("dt:has-text('Huella de lo enviado') + dd").inner_text()
    assert code.startswith(CONTEST_CODE)
    return Sent(code, sha256)


def read_before_sending(page: Page) -> None:
    """Open the last page before sending and say that the group agrees."""
    follow(page, "Revisar y enviar")
    expect_words(page, "Todo está completo")
    tick(page, "Leímos la solicitud en grupo y los datos son verdaderos.")


def receipt_is_in_order(stage: Stage, group: Group, sent: Sent) -> None:
    """Download the receipt and read it: number, code, hash, what was asked for."""
    page = stage.page_of(group.representative)
    button = page.get_by_role("button", name="Descargar la constancia (PDF)")
    text = words_of_pdf(download(page, button))
    compact = text.replace(" ", "")
    assert "CONSTANCIA N.° 0001-2026-UT-HUANCAVELICA" in text
    assert sent.code in text
    assert sent.sha256 in compact
    assert "S/ 12,345.67" in text
    assert "Página 1 de 1" in text
    assert all(dni not in text for dni in group.members)


def a_household_of_another_group_is_refused(stage: Stage, group: Group) -> None:
    """Add a person whose household already stands in the contest with another group; then take the person out."""
    page = stage.page_of(group.representative)
    add_member(page, "99300104")
    expect_words(
        page,
        "El hogar H-103 de Yeni Soto Taipe ya participa en este concurso con otro grupo",
        "Un hogar participa con un solo grupo: retire a esta persona.",
    )
    remove_member(page, "99300104")


def the_deadline_passes_with_the_page_open(stage: Stage, group: Group) -> None:
    """Have everything ready, wait for the exact hour, and press: page and service both refuse."""
    page = stage.page_of(group.representative)
    read_before_sending(page)
    stage.portal.clock.set(office_time("2026-12-15", "17:00"))
    press(page, "Enviar la solicitud")
    expect_words(page, "El plazo de la convocatoria ya terminó: cerró el 15/12/2026 17:00, hora de Lima.")
    go(page, "/grupo/")
    expect_words(page, "El plazo terminó y esta solicitud no se envió.")
    follow(page, group.name)
    follow(page, "Revisar lo escrito")
    expect_words(page, "El plazo terminó.")
    expect(page.get_by_role("button", name="Enviar la solicitud")).to_have_count(0)


def a_stranger_sees_nothing_of_a_group(stage: Stage, owner: Group, other: Group) -> None:
    """Open another representative's application by its address: it does not exist for this person."""
    address = stage.page_of(owner.representative).url
    page = stage.page_of(other.representative)
    assert go(page, address) == 404
    expect_no_words(page, owner.name, owner.title)
    go(page, "/grupo/")


def fill_in_on_two_visits(stage: Stage, group: Group) -> None:
    """Fill in a profile on two days, signing out in between."""
    representative_starts_the_profile(stage, group)
    stage.sign_out(group.representative)
    stage.portal.clock.advance(days=2)
    representative_finishes_the_profile(stage, group)


def get_everything_ready(stage: Stage, group: Group) -> None:
    """Register a group and fill in its whole profile in one visit."""
    representative_registers_the_group(stage, group)
    representative_starts_the_profile(stage, group)
    representative_finishes_the_profile(stage, group)
