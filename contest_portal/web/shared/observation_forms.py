"""The shape of an observation on a result, as a group files it and as the office enters it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from flask import current_app
from flask_babel import gettext, lazy_gettext
from flask_wtf.file import MultipleFileField
from wtforms import SelectField

from contest_portal.applications.queries import Entrant
from contest_portal.applications.receiving import SoundFile, receive_files
from contest_portal.applications.rules.attachments import MAX_BYTES
from contest_portal.awards.rules.observations import LEAST_TEXT, MOST_FILES, MOST_TEXT, About, files_problem
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import N_, Refused, refuse
from contest_portal.web.shared.attachment_view import TAKEN
from contest_portal.web.shared.fields import CleanTextAreaField, InstantField, required
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.observation_labels import about_choices


class ObservationForm(PortalForm):
    """What is observed, why, and what shows it."""

    about = SelectField(lazy_gettext("Qué observa"), [required(N_("Elija qué observa."))])
    text = CleanTextAreaField(
        lazy_gettext("Qué está mal y por qué"),
        [required(N_("Escriba qué está mal y por qué."))],
        description=lazy_gettext(
            "De %(least)s a %(most)s letras. No escriba DNI.", least=LEAST_TEXT, most=MOST_TEXT
        ),
        column="observation.text",
    )

    files = MultipleFileField(
        lazy_gettext("Pruebas, si las hay"),
        description=lazy_gettext(
            "Hasta %(most)s archivos: PDF de hasta 60 páginas o fotos (JPEG, PNG o WebP), de 10 MB como máximo y 18 MB "
            "entre todos. De las fotos se quita el lugar donde se tomaron.",
            most=MOST_FILES,
        ),
        render_kw={"accept": TAKEN},
    )

    def sound_files(self) -> tuple[SoundFile, ...]:
        """Open and scan what came, with no database held meanwhile. Refused, beside the field, with what is wrong."""
        chosen = [one for one in self.files.data or () if one]
        refuse([files_problem([str(number) for number, _ in enumerate(chosen)])])
        opener, scanner = current_app.extensions["opener"], current_app.extensions["scanner"]
        try:
            sent = ((one.read(MAX_BYTES + 1), one.filename or "") for one in chosen)
            return receive_files(sent, opener=opener, scanner=scanner)
        except Refused as refusal:
            raise Refused([replace(problem, field="files") for problem in refusal.problems]) from refusal

    def offer(self, rulebook: Rulebook, things: Sequence[About]) -> None:
        """Offer what the group was scored on."""
        self.about.choices = about_choices(rulebook, things)


class PaperObservationForm(ObservationForm):
    """One that came on paper, and when."""

    group = SelectField(lazy_gettext("Grupo"), [required(N_("Elija el grupo."))])
    received_at = InstantField(
        lazy_gettext("Se recibió el"),
        [required(N_("Escriba el día y la hora en que se recibió el papel."))],
        description=lazy_gettext(
            "Hora de Lima. Cuenta esta hora para el plazo, aunque se transcriba después."
        ),
    )

    def offer_groups(self, groups: Iterable[Entrant]) -> None:
        """Offer the groups that stand in the contest."""
        names = [(str(one.application_id), f"{one.code} · {one.group_name}") for one in groups]
        self.group.choices = [("", gettext("Elija uno")), *names]
