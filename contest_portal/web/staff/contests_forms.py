"""The shape of starting a contest, of a fund and of a production line."""

from collections.abc import Iterable

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Length, NumberRange

from contest_portal.accounts.models import Office
from contest_portal.contests.models import Contest, Fund
from contest_portal.contests.rules.templates import TEMPLATES
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import CleanTextField, MoneyField, WholeNumberField, required
from contest_portal.web.shared.filters import money
from contest_portal.web.shared.forms import PortalForm, VersionedForm

_SHORT = Length(max=160, message=lazy_gettext("Escriba 160 letras como máximo."))
_LINE = Length(max=100, message=lazy_gettext("Escriba 100 letras como máximo."))
_YEAR = NumberRange(2000, 2100, message=lazy_gettext("Escriba un año de cuatro cifras, por ejemplo 2026."))
_TEMPLATE, _CONTEST = "template", "contest"


class ContestForm(PortalForm):
    """A new contest: its name, its money, and the rules it starts from."""

    title = CleanTextField(
        lazy_gettext("Nombre del concurso"),
        [required(N_("Escriba el nombre del concurso."))],
        description=lazy_gettext("Por ejemplo: I Concurso de Emprendimientos Rurales del NEC Lircay."),
        column="contest.title",
    )
    code = CleanTextField(
        lazy_gettext("Código"),
        [required(N_("Escriba el código del concurso."))],
        description=lazy_gettext(
            "Mayúsculas sin tilde, números y guiones. Será parte de la dirección de la convocatoria y de los "
            "códigos de los perfiles, por ejemplo I-2026-LIRCAY."
        ),
        column="contest.code",
    )
    fund_id = SelectField(
        lazy_gettext("Fondo"),
        [InputRequired(lazy_gettext("Elija de qué fondo sale el dinero."))],
        coerce=int,
        description=lazy_gettext("Se muestra lo que queda sin reservar."),
    )
    fund = MoneyField(
        lazy_gettext("Monto del concurso"),
        [required(N_("Escriba el monto del concurso."))],
        description=lazy_gettext(
            "Se reparte en los sobres de las categorías; podrá ajustarlo antes de publicar."
        ),
    )
    base = RadioField(
        lazy_gettext("Reglas con las que empieza"),
        [InputRequired(lazy_gettext("Elija con qué reglas empieza el concurso."))],
        description=lazy_gettext("Se copian y luego puede cambiarlas parte por parte."),
    )

    def __init__(self, funds: Iterable[Fund], earlier: Iterable[Contest]) -> None:
        super().__init__()
        self.fund_id.choices = [
            (fund.id, gettext("%(name)s (quedan %(free)s)", name=fund.name, free=money(fund.free)))
            for fund in funds
        ]
        self.base.choices = [
            *((f"{_TEMPLATE}:{code}", gettext(template.name)) for code, template in TEMPLATES.items()),
            *(
                (f"{_CONTEST}:{contest.id}", gettext("Como el concurso %(code)s", code=contest.code))
                for contest in earlier
            ),
        ]

    @property
    def template(self) -> str | None:
        """Give the code of the template chosen, if one was."""
        kind, _, key = str(self.base.data).partition(":")
        return key if kind == _TEMPLATE else None

    @property
    def earlier_contest_id(self) -> int | None:
        """Give the contest chosen as a start, if one was."""
        kind, _, key = str(self.base.data).partition(":")
        return int(key) if kind == _CONTEST else None


class FundForm(PortalForm):
    """A fund. The office is chosen once, when the fund is registered."""

    name = CleanTextField(
        lazy_gettext("Nombre del fondo"),
        [required(N_("Escriba el nombre del fondo.")), _SHORT],
        column="fund.name",
    )
    source = CleanTextField(
        lazy_gettext("Fuente"),
        [required(N_("Escriba de dónde viene el dinero.")), _SHORT],
        description=lazy_gettext("Por ejemplo: Recursos ordinarios, meta 0045."),
        column="fund.source",
    )
    year = WholeNumberField(lazy_gettext("Año fiscal"), [required(N_("Escriba el año fiscal.")), _YEAR])
    amount = MoneyField(lazy_gettext("Monto"), [required(N_("Escriba el monto del fondo."))])


class EditFundForm(VersionedForm, FundForm):
    """The same for a fund that exists."""


class NewFundForm(FundForm):
    """A fund that is being registered."""

    office_id = SelectField(
        lazy_gettext("Unidad territorial"),
        [InputRequired(lazy_gettext("Elija la unidad territorial."))],
        coerce=int,
    )

    def __init__(self, offices: Iterable[Office]) -> None:
        super().__init__()
        self.office_id.choices = [(office.id, office.name) for office in offices]


class LineForm(PortalForm):
    """A production line for the catalogue."""

    name = CleanTextField(
        lazy_gettext("Nombre de la línea"),
        [required(N_("Escriba el nombre de la línea.")), _LINE],
        description=lazy_gettext("Por ejemplo: Crianza de cuyes, Panadería, Miel y derivados."),
        column="production_line.name",
    )
