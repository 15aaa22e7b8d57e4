"""The forms of withdrawing old data: a proposal, its decision, a contest under review."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField

from contest_portal.kernel.problems import N_
from contest_portal.privacy.rules.retention import LEAST_REASON, MOST_REASON
from contest_portal.web.shared.fields import CleanTextAreaField, required
from contest_portal.web.shared.forms import PortalForm, VersionedForm

RULE_LABELS: Mapping[str, str] = {
    "register_facts": N_("Edad y otros datos de cada integrante con que se calculó un puntaje"),
    "member_dni": N_("DNI de los integrantes en las solicitudes"),
    "paper_dni": N_("DNI de los integrantes en los formularios en papel"),
    "juror_dni": N_("DNI de los jurados e invitados"),
    "accounts": N_("Cuentas bancarias de los grupos"),
    "free_texts": N_("Textos libres de las solicitudes y de las observaciones con sus respuestas"),
    "sheet_words": N_("Motivos y comentarios de los jurados en las fichas"),
    "member_names": N_("Nombres de los integrantes en las solicitudes, y vínculos hallados con los jurados"),
    "files": N_("Anexos, fotos de visitas y escaneos, y archivos de las observaciones"),
}
RUN_STATE_LABELS: Mapping[str, str] = {
    "proposed": N_("Espera aprobación"),
    "applied": N_("Aplicado"),
    "discarded": N_("Descartado"),
}
RUN_STATE_TONES: Mapping[str, str] = {"proposed": "info", "applied": "good", "discarded": "neutral"}


def _reason() -> CleanTextAreaField:
    return CleanTextAreaField(
        lazy_gettext("Motivo"),
        [required(N_("Explique el motivo."))],
        description=lazy_gettext(
            "De %(least)s a %(most)s letras. Sin DNI.", least=LEAST_REASON, most=MOST_REASON
        ),
        render_kw={"maxlength": MOST_REASON},
        name="motivo",
        column="retention_run.reason",
    )


class ProposeForm(PortalForm):
    """Why the data are withdrawn now."""

    reason = _reason()


class RunForm(VersionedForm):
    """The decision on a proposed run: only the version that was read."""


class HoldForm(PortalForm):
    """The contest that is under review, and why."""

    contest = SelectField(lazy_gettext("Concurso"), [required(N_("Elija el concurso."))], name="concurso")
    reason = _reason()

    def offer(self, contests: Iterable[tuple[int, str]]) -> None:
        """Offer the contests that are not held."""
        named = [(str(contest_id), name) for contest_id, name in contests]
        self.contest.choices = [("", gettext("Elija uno")), *named]
