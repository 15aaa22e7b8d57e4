"""What a scenario has otherwise than the frozen rules, in words."""

from collections.abc import Iterator

from flask_babel import gettext, ngettext

from contest_portal.allocation.rules.scenario import Scenario, capped
from contest_portal.allocation.what_if import Basis
from contest_portal.web.shared.allocation_words import least_and_most
from contest_portal.web.shared.filters import money
from contest_portal.web.staff.scenarios_forms import LimitNames


def scenario_terms(basis: Basis, scenario: Scenario, limits: LimitNames) -> Iterator[str]:
    """Give a sentence for each; `limits` name what a limit is about."""
    yield from _amounts(basis, scenario)
    if scenario.share_percent is not None:
        yield gettext("Se financia hasta el %(share)s %% del plan", share=scenario.share_percent)
    if scenario.most_winners is not None:
        yield gettext("Ganadores por sobre, como máximo: %(winners)s", winners=scenario.most_winners)
    if scenario.without_limits:
        yield gettext("Sin los límites de las bases")
    if scenario.limit is not None:
        name = limits.get((scenario.limit.of.value, scenario.limit.code), scenario.limit.code)
        yield f"{name}: {least_and_most(scenario.limit)}"


def _amounts(basis: Basis, scenario: Scenario) -> Iterator[str]:
    for one in scenario.amounts:
        name = basis.rulebook.envelope_names[one.category_code]
        yield gettext("Sobre %(name)s: %(amount)s", name=name, amount=money(one.amount))
    if scenario.min_award is not None:
        yield gettext("Mínimo por grupo: %(amount)s", amount=money(scenario.min_award))
    if scenario.max_award is not None:
        yield gettext("Máximo por grupo: %(amount)s", amount=money(scenario.max_award))
    above = capped(basis.inputs, scenario)
    if above:
        yield ngettext(
            "%(num)s grupo pidió más que ese máximo: aquí cuenta como si hubiera pedido el máximo",
            "%(num)s grupos pidieron más que ese máximo: aquí cuentan como si hubieran pedido el máximo",
            above,
        )
