"""The shape of keeping accounts."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from flask import request
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from contest_portal.accounts.rules.actor import Grant, Role
from contest_portal.accounts.rules.territory import LIMITED_ROLES as LIMITED_TO_TERRITORY
from contest_portal.accounts.rules.territory import parse_territories
from contest_portal.kernel.problems import N_, Problem
from contest_portal.web.shared.fields import CleanTextField, ParsedField, required
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.labels import ROLE_LABELS

LIMITED_ROLES = (Role.STAFF, Role.SECRETARY, Role.TREASURER, Role.AUDITOR)


class CheckboxesField(SelectMultipleField):
    """Several of a few choices."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TerritoriesField(ParsedField):
    """First digits of ubigeos; `data` is a tuple of them."""

    letters = 4_000

    def parse(self, text: str) -> tuple[str, ...]:
        return parse_territories(text, field=self.name)

    def _value(self) -> str:
        return " ".join(self.data or ()) if self.typed is None else self.typed


class UserSearchForm(PortalForm):
    """What the list of accounts is narrowed by. Sent in the body, so that no name stays in an address; a role may."""

    text = CleanTextField(lazy_gettext("Nombre o correo"), name="texto", letters=200)
    role = SelectField(lazy_gettext("Función"), name="funcion", validate_choice=False)

    def __init__(self) -> None:
        super().__init__(data={"role": request.args.get("funcion", "")})
        self.role.choices = [("", gettext("Todas")), *role_choices(Role)]

    def chosen_role(self) -> Role | None:
        """Give the role asked for; none when it is not one of ours."""
        return Role(self.role.data) if self.role.data in ROLE_LABELS else None


class NewUserForm(PortalForm):
    """A new account."""

    full_name = CleanTextField(
        lazy_gettext("Nombres y apellidos"),
        [required(N_("Escriba los nombres y apellidos."))],
        column="user_account.full_name",
    )
    email = CleanTextField(
        lazy_gettext("Correo electrónico"),
        [required(N_("Escriba el correo electrónico."))],
        column="user_account.email",
    )
    roles = CheckboxesField(lazy_gettext("Funciones"), [required(N_("Marque por lo menos una función."))])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.roles.choices = role_choices(Role)


class GrantsForm(PortalForm):
    """The roles of an account, everywhere or in one contest, and whether it is open."""

    roles = CheckboxesField(lazy_gettext("Funciones que tiene"))
    extra_role = SelectField(lazy_gettext("Agregar una función"), default="")
    extra_contest = SelectField(
        lazy_gettext("Solo en el concurso"),
        description=lazy_gettext("La función valdrá en este concurso y en ningún otro."),
        default="",
    )
    territories = TerritoriesField(
        lazy_gettext("Territorio del programa y la secretaría"),
        description=lazy_gettext(
            "Ubigeos de 2, 4 o 6 cifras separados por espacios, por ejemplo 0903 o 090301. En el padrón solo verá "
            "esos lugares. Vacío: todo el país."
        ),
    )
    is_active = BooleanField(lazy_gettext("La cuenta está abierta: esta persona puede ingresar"))

    def offer(self, held: Iterable[Grant], contests: Mapping[int, str]) -> None:
        """Fill the choices: every role everywhere, those held in one contest, and what may be added."""
        limited = sorted((grant for grant in held if grant.contest_id is not None), key=grant_code)
        self.roles.choices = [
            *role_choices(Role),
            *(
                (grant_code(grant), grant_label(replace(grant, territories=()), contests))
                for grant in limited
            ),
        ]
        self.extra_role.choices = [("", gettext("Ninguna")), *role_choices(LIMITED_ROLES)]
        self.extra_contest.choices = [
            ("", gettext("Elija un concurso")),
            *((str(contest_id), title) for contest_id, title in contests.items()),
        ]

    def validate_extra_contest(self, field: SelectField) -> None:
        """Ask for the contest of an added role."""
        if self.extra_role.data and not field.data:
            raise ValidationError(gettext("Elija el concurso en el que valdrá la función."))

    def chosen_grants(self) -> frozenset[Grant]:
        """Give the roles marked and the one added."""
        codes = [*(self.roles.data or ())]
        if self.extra_role.data:
            codes.append(f"{self.extra_role.data}:{self.extra_contest.data}")
        chosen = tuple(self.territories.data or ())
        return frozenset(
            replace(grant, territories=chosen) if grant.role in LIMITED_TO_TERRITORY else grant
            for grant in map(_grant_of, codes)
        )

    def refuse_unknown(self, known: Iterable[str]) -> bool:
        """Say in which of the territories typed no district lies; tell whether there are any."""
        unknown = sorted(set(self.territories.data or ()) - set(known))
        if unknown:
            message = N_("Ningún distrito del padrón empieza con «%(value)s». Revise el ubigeo.")
            self.add_problems(
                (Problem("territory.unknown", "territories", message, {"value": ", ".join(unknown)}),)
            )
        return bool(unknown)


def role_choices(roles: Iterable[Role]) -> list[tuple[str, str]]:
    """Give the choices of some roles in the page's language."""
    return [(role.value, gettext(ROLE_LABELS[role.value])) for role in roles]


def grant_code(grant: Grant) -> str:
    """Write a grant as a form sends it: `secretary`, or `secretary:5` in contest 5 alone."""
    return grant.role.value if grant.contest_id is None else f"{grant.role.value}:{grant.contest_id}"


def _grant_of(code: str) -> Grant:
    role, _, contest_id = code.partition(":")
    return Grant(Role(role), int(contest_id) if contest_id else None)


def grant_label(grant: Grant, contests: Mapping[int, str]) -> str:
    """Say what a grant is, in which contest and where, by the titles of contests."""
    label = gettext(ROLE_LABELS[grant.role.value])
    if grant.contest_id is not None:
        contest = contests.get(grant.contest_id, str(grant.contest_id))
        label = gettext("%(role)s, solo en «%(contest)s»", role=label, contest=contest)
    if grant.territories:
        label = gettext("%(role)s (ubigeos %(places)s)", role=label, places=" ".join(grant.territories))
    return label
