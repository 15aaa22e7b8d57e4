"""The shape of what the list of households is asked for."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField, StringField

from contest_portal.kernel.problems import N_
from contest_portal.registry.queries.memberships import ProgrammeLine
from contest_portal.registry.queries.territory import Place
from contest_portal.registry.rules.household_filter import (
    NO_PROGRAMME,
    OLDEST_AGE,
    HouseholdFilter,
    SisfohChoice,
)
from contest_portal.web.shared.fields import CleanTextField, required, whole_number
from contest_portal.web.shared.forms import FilterForm, PortalForm
from contest_portal.web.shared.labels import SEX_LABELS, SISFOH_CLASS_LABELS

IN_GROUP = {"si": N_("En un grupo"), "no": N_("En ningún grupo")}
STANDINGS = {**SISFOH_CLASS_LABELS, "sin_dato": N_("Sin dato"), "vencida": N_("Vencida")}


class HouseholdSearchForm(PortalForm):
    """What a household is found by. Sent in the body, so that no DNI and no name stays in an address."""

    text = CleanTextField(
        lazy_gettext("DNI, código del hogar, nombre, centro poblado o NEC"),
        [required(N_("Escriba un DNI, un código de hogar, un nombre, un centro poblado o un NEC."))],
        description=lazy_gettext("No importan las tildes, ni una o dos letras equivocadas en cada palabra."),
        name="texto",
        letters=200,
    )


class HouseholdFilterForm(FilterForm):
    """What the list is narrowed by. Each territory's choices follow from the one above it."""

    department = SelectField(lazy_gettext("Departamento"), name="departamento", validate_choice=False)
    province = SelectField(lazy_gettext("Provincia"), name="provincia", validate_choice=False)
    district = SelectField(lazy_gettext("Distrito"), name="distrito", validate_choice=False)
    centre = SelectField(lazy_gettext("Centro poblado"), name="centro", validate_choice=False)
    sisfoh = SelectField(lazy_gettext("Clasificación SISFOH"), name="clase", validate_choice=False)
    head_sex = SelectField(lazy_gettext("Sexo del jefe de hogar"), name="sexo", validate_choice=False)
    age_from = StringField(lazy_gettext("Edad del jefe, desde"), name="edad_desde")
    age_to = StringField(lazy_gettext("Edad del jefe, hasta"), name="edad_hasta")
    programme = SelectField(lazy_gettext("Programa social"), name="programa", validate_choice=False)
    in_group = SelectField(lazy_gettext("Grupos de productores"), name="grupo", validate_choice=False)

    def __init__(self, asked: Mapping[str, str] | None = None) -> None:
        super().__init__(asked)
        self.place_names: dict[str, str] = {}
        self.programme_names: dict[str, str] = {}
        self.sisfoh.choices = _all(STANDINGS, gettext("Todas"))
        self.head_sex.choices = _all(SEX_LABELS, gettext("Todos"))
        self.in_group.choices = _all(IN_GROUP, gettext("Todos"))

    def territory(self) -> str:
        """Give the digits asked for: a part that does not lie in the one above it asks for nothing."""
        whole = ""
        for field, digits in (
            (self.department, 2),
            (self.province, 4),
            (self.district, 6),
            (self.centre, 10),
        ):
            code = field.data or ""
            if not (len(code) == digits and code.isascii() and code.isdigit() and code.startswith(whole)):
                break
            whole = code
        return whole

    def offer(self, *places: tuple[Place, ...]) -> None:
        """Set the choices of territory, from the department down."""
        fields = (self.department, self.province, self.district, self.centre)
        for field, offered in zip(fields, places, strict=True):
            field.choices = [("", gettext("Todos")), *((place.code, place.name) for place in offered)]
            self.place_names |= {place.code: place.name for place in offered}

    def offer_programmes(self, programmes: Iterable[ProgrammeLine]) -> None:
        """Set the programmes to choose from, the retired ones too: people still belong to them."""
        names = {one.code: one.name for one in programmes}
        self.programme_names = {**names, NO_PROGRAMME: gettext("En ningún programa")}
        self.programme.choices = [("", gettext("Todos")), *self.programme_names.items()]

    def wanted(self) -> HouseholdFilter:
        """Give the filter; what is no choice asks for nothing."""
        return HouseholdFilter(
            territory=self.territory(),
            sisfoh=SisfohChoice(self.sisfoh.data) if self.sisfoh.data in set(SisfohChoice) else None,
            head_sex=self.head_sex.data if self.head_sex.data in SEX_LABELS else "",
            age_from=_age(self.age_from),
            age_to=_age(self.age_to),
            programme=self.programme.data if self.programme.data in self.programme_names else "",
        )

    def membership(self) -> str:
        """Give what is asked of groups: «si», «no» or nothing."""
        return self.in_group.data if self.in_group.data in IN_GROUP else ""

    def asked(self) -> dict[str, str]:
        """Give what is asked as it stands in addresses, without what asks for nothing."""
        wanted = self.wanted()
        parts = zip(("departamento", "provincia", "distrito", "centro"), (2, 4, 6, 10), strict=True)
        given = {name: wanted.territory[:digits] for name, digits in parts if len(wanted.territory) >= digits}
        others = {
            "clase": wanted.sisfoh.value if wanted.sisfoh else "",
            "sexo": wanted.head_sex,
            "edad_desde": "" if wanted.age_from is None else str(wanted.age_from),
            "edad_hasta": "" if wanted.age_to is None else str(wanted.age_to),
            "programa": wanted.programme,
            "grupo": self.membership(),
        }
        return given | {name: value for name, value in others.items() if value}


def _all(labels: Any, everything: str) -> list[tuple[str, str]]:
    return [("", everything), *((code, gettext(label)) for code, label in labels.items())]


def _age(field: StringField) -> int | None:
    age = whole_number((field.data or "").strip())
    return age if age is not None and age <= OLDEST_AGE else None
