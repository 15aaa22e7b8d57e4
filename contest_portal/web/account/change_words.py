"""What a person reads of changes of the own account."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from flask_babel import gettext

from contest_portal.accounts.account_changes import ChangeKind
from contest_portal.accounts.models import AccountChange
from contest_portal.accounts.queries import names_of_users
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.filters import instant

_SAID: Mapping[ChangeKind, str] = MappingProxyType(
    {
        ChangeKind.PASSWORD: N_("Su contraseña cambió el %(when)s."),
        ChangeKind.HANDED_PASSWORD: N_("%(who)s le dio una contraseña temporal el %(when)s."),
        ChangeKind.TELEPHONE: N_("Se activó un teléfono como su segundo factor el %(when)s."),
        ChangeKind.RECOVERY_CODES: N_("Se hicieron códigos de recuperación nuevos el %(when)s."),
        ChangeKind.FACTOR_OFF: N_("%(who)s retiró su segundo factor el %(when)s. Motivo: %(reason)s."),
    }
)


def change_sentences(changes: Iterable[AccountChange]) -> list[str]:
    """Say what changed and when, a sentence for each."""
    changes = [*changes]
    names = names_of_users(read_session(), frozenset(one.changed_by or 0 for one in changes))
    return [
        gettext(
            _SAID[ChangeKind(one.kind)],
            when=instant(one.changed_at),
            who=names.get(one.changed_by or 0, gettext("La administración del servidor")),
            reason=(one.reason or "").rstrip("."),
        )
        for one in changes
    ]


def told_changes(changes: Iterable[AccountChange]) -> str:
    """Say all of it in one message, with what to do if it was somebody else."""
    return " ".join(
        [
            *change_sentences(changes),
            gettext(
                "Si no fue usted ni lo pidió, cambie hoy su contraseña en Mi cuenta, cierre sus demás sesiones y avise "
                "a la administración de cuentas."
            ),
        ]
    )
