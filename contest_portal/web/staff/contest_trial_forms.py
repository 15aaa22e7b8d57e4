"""What a person chooses before a trial, and how the pages of one name it in their address."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext
from wtforms import SelectField

from contest_portal.kernel.problems import N_, NotFound
from contest_portal.trials.rules.plan import LARGEST_SEED, MOST_GROUPS, Strength, TrialPlan
from contest_portal.web.shared.fields import WholeNumberField, required, whole_number, worded_choices
from contest_portal.web.shared.forms import PortalForm

STRENGTH_LABELS = {
    Strength.WEAK.value: N_("Flojos: varios quedan por debajo del mínimo"),
    Strength.USUAL.value: N_("De todo: la mayoría aprueba"),
    Strength.STRONG.value: N_("Buenos: todos aprueban y compiten por el fondo"),
}


class _ChosenField(WholeNumberField):
    least = 1
    refusal = N_("«%(value)s» no vale aquí. Escriba un número entero de %(min)s a %(max)s.")


class GroupsField(_ChosenField):
    """So many groups a category."""

    most = MOST_GROUPS


class SeedField(_ChosenField):
    """The number that chance follows from."""

    most = LARGEST_SEED


class TrialForm(PortalForm):
    """How many groups, how good they are, and the seed."""

    groups = GroupsField(
        lazy_gettext("Grupos en cada categoría"),
        [required(N_("Escriba cuántos grupos inventar en cada categoría."))],
        description=lazy_gettext(
            "Como mínimo los que hacen falta para mostrar cada caso; hasta %(most)s.", most=MOST_GROUPS
        ),
    )
    strength = SelectField(
        lazy_gettext("Qué tan buenos son los demás grupos"),
        choices=worded_choices(STRENGTH_LABELS, STRENGTH_LABELS),
    )
    seed = SeedField(
        lazy_gettext("Número de la prueba"),
        [required(N_("Escriba el número de la prueba, por ejemplo 1."))],
        description=lazy_gettext(
            "Las notas al azar salen de este número: con el mismo, la prueba se repite igual. Cambie el número para "
            "ver otra."
        ),
    )

    def plan(self) -> TrialPlan:
        """Give what was chosen."""
        return TrialPlan(int(self.seed.data), int(self.groups.data), Strength(self.strength.data))


def named_plan(plan: TrialPlan) -> Mapping[str, Any]:
    """Give what an address says of a plan."""
    return {"semilla": plan.seed, "grupos": plan.groups, "nivel": plan.strength.value}


def asked_plan(asked: Mapping[str, str]) -> TrialPlan:
    """Read a plan from an address; what is left out is as usual, NotFound for what no form would send."""
    usual = TrialPlan()
    seed = whole_number(asked.get("semilla", str(usual.seed)))
    groups = whole_number(asked.get("grupos", str(usual.groups)))
    strength = asked.get("nivel", usual.strength.value)
    if not (
        seed in range(1, LARGEST_SEED + 1)
        and groups in range(1, MOST_GROUPS + 1)
        and strength in tuple(Strength)
    ):
        raise NotFound("trial of this plan")
    return TrialPlan(seed or 0, groups or 0, Strength(strength))
