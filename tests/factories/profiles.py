"""A profile that may be sent to the contest all tests start from."""

from contest_portal.applications.rules.completeness import Choice
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
)
from contest_portal.kernel.money import Money
from contest_portal.kernel.quantities import Quantity

CHOICE = Choice(category_code="IDEA", line_code="cuyes", title="Cuyes de carne para la feria de Lircay")
PROFILE = Profile(
    summary="Criamos cuyes de raza y los vendemos vivos y beneficiados en la feria dominical.",
    situation=(
        Prospect("Vendemos 20 cuyes al mes a intermediarios.", "Vender 80 cuyes al mes en la feria."),
        Prospect("Los cuyes se crían en la cocina.", "Tener un galpón con pozas."),
    ),
    assets=(Asset(AssetKind.LIVESTOCK, "Cuyes madres", "unidad", Quantity.of(30), Money.soles(25)),),
    problems=(Difficulty(ProblemKind.PRODUCTION, "Mueren muchas crías.", "Pozas secas y sanidad."),),
    assistance=(
        Assistance(
            "Sanidad y manejo", "Menos de 10 % de muertes", "Veterinario", Quantity.of(20), Money.soles(200)
        ),
    ),
    goods=(
        Purchase("Malla galvanizada", "rollo", Quantity.of(10), Money.soles(150)),
        Purchase("Reproductores", "unidad", Quantity.of(90), Money.soles(50)),
    ),
    sales=(Sale("Cuy de carne", "unidad", Quantity.of(900), Money.soles(22)),),
    costs=(Purchase("Alfalfa", "carga", Quantity.of(100), Money.soles(12)),),
    counterpart=(Counterpart(CounterpartKind.LABOUR, "60 jornales para el galpón", Money.soles(2_400)),),
    requested_goods=Money.soles(6_000),
    requested_assistance=Money.soles(4_000),
)
