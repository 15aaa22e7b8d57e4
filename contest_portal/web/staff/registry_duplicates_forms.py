"""What is asked before two entries of the register are joined or parted."""

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from contest_portal.kernel.problems import N_
from contest_portal.registry.queries.duplicates import PairFilter, PairLine
from contest_portal.registry.queries.personal_files import HouseholdFile
from contest_portal.registry.rules.duplicates import REASON_MOST, Decision
from contest_portal.web.shared.fields import CleanTextAreaField, required, whole_number, worded_choices
from contest_portal.web.shared.forms import FilterForm, VersionedForm

STATE_LABELS = {
    "misma": N_("La misma persona"),
    "distintas": N_("Personas distintas"),
}
_STATES = {"misma": Decision.SAME.value, "distintas": Decision.DIFFERENT.value}
PARTED = "distintas"


class PairFilterForm(FilterForm):
    """Which pairs to list."""

    state = SelectField(
        lazy_gettext("Estado"),
        name="estado",
        validate_choice=False,
        choices=worded_choices(STATE_LABELS, STATE_LABELS, nothing=N_("Por revisar")),
    )

    def wanted(self, within: tuple[str, ...]) -> PairFilter:
        """Give the filter for the list."""
        return pair_filter(self.state.data or "", within)


def pair_filter(state: str, within: tuple[str, ...]) -> PairFilter:
    """Make the filter of what was asked; an unknown state is none."""
    return PairFilter(_STATES.get(state), within)


class DecisionForm(VersionedForm):
    """One person or two; of one, which entry stays."""

    decision = RadioField(
        lazy_gettext("¿Qué se comprobó?"), [InputRequired(lazy_gettext("Elija qué se comprobó."))]
    )
    new_head = SelectField(lazy_gettext("Nuevo jefe de hogar"), validate_choice=False)
    reason = CleanTextAreaField(
        lazy_gettext("Cómo se comprobó"),
        [required(N_("Escriba cómo se comprobó."))],
        description=lazy_gettext(
            "Por ejemplo: se llamó a las dos familias y se vieron los documentos. Sin números de DNI."
        ),
        render_kw={"maxlength": REASON_MOST},
        column="duplicate_pair.reason",
    )

    def offer(self, pair: PairLine, homes: tuple[HouseholdFile, HouseholdFile]) -> None:
        """Offer to keep either entry, and who may lead a household that would lose its head."""
        keeping = [
            (
                str(side.person_id),
                gettext(
                    "Es la misma persona: se queda el registro del hogar %(code)s, DNI terminado en %(end)s",
                    code=side.household_code,
                    end=side.dni[-4:],
                ),
            )
            for side in pair.sides
        ]
        self.decision.choices = [
            *keeping,
            (PARTED, gettext("Son personas distintas: no proponer más este par")),
        ]
        rest = [
            (str(member.person_id), f"{member.full_name} ({home.code})")
            for side, home in zip(pair.sides, homes, strict=True)
            if side.is_head and pair.one.household_id != pair.other.household_id
            for member in home.members
            if not member.is_gone and member.person_id != side.person_id
        ]
        if not rest:
            del self.new_head
            return
        self.new_head.choices = [("", gettext("No hace falta")), *rest]

    def head(self) -> int | None:
        """Give who is to lead, if somebody was chosen."""
        return whole_number(self.new_head.data or "") if "new_head" in self else None


class ReopenForm(VersionedForm):
    """Why a decision is taken back."""

    reason = CleanTextAreaField(
        lazy_gettext("¿Por qué se deshace?"),
        [required(N_("Escriba por qué se deshace."))],
        description=lazy_gettext("Por ejemplo: se presentó la otra persona."),
        render_kw={"maxlength": REASON_MOST},
        column="duplicate_pair.reason",
    )
