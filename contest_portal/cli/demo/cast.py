"""Who acts in the demonstration. Every person and DNI is invented; the addresses lead nowhere."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, User
from contest_portal.accounts.power import opening
from contest_portal.accounts.queries import account_of, user_by_email
from contest_portal.accounts.rules.actor import OPERATOR, Act, Grant, Role
from contest_portal.accounts.rules.office import OfficeDetails
from contest_portal.accounts.services.ask_power import ask_power
from contest_portal.accounts.services.create_office import create_office
from contest_portal.accounts.services.create_user import create_user

PASSWORD = "quinua trueno ventana azul"  # noqa: S105 - printed at the start: the demonstration has no secrets
DOMAIN = "demo.example"


@dataclass(frozen=True, slots=True)
class Player:
    """An account of the demonstration; `shown` ones are printed at the start."""

    key: str
    full_name: str
    roles: tuple[Role, ...]
    does: str = ""

    @property
    def email(self) -> str:
        """Give the address to sign in with."""
        return f"{self.key}@{DOMAIN}"


OFFICE_PLAYERS = (
    Player(
        "programa",
        "Irma Solís Quinto",
        (Role.STAFF,),
        "programa: crea y publica, aprueba, emite",
    ),
    Player(
        "secretaria",
        "Nelson Arce Pariona",
        (Role.SECRETARY,),
        "secretaría: jurado, cierre, reparto",
    ),
    Player(
        "equipo",
        "Rufina Ccente Laime",
        (Role.STAFF,),
        "programa: pide un archivo con DNI, que otra persona aprueba",
    ),
    Player("auditoria", "Gladys Meza Tovar", (Role.AUDITOR,), "auditoría: mira todo, no cambia nada"),
    Player("tesoreria", "Edith Paucar Lagos", (Role.TREASURER,), "tesorería: registra lo que se transfirió"),
    Player("admin", "Hugo Salas Ñique", (Role.ADMIN,), "administración: cuentas y funciones"),
    Player(
        "administra",
        "Yeni Ordóñez Huamaní",
        (Role.ADMIN,),
        "administración: pide una cuenta, que otra persona confirma",
    ),
)

COLLEAGUE = OFFICE_PLAYERS[2]
"""Who of the programme confirms what another asked for."""


@dataclass(frozen=True, slots=True)
class JurorSeat:
    """A seat of the demonstration's panel."""

    code: str
    player: Player
    institution: str
    position: str
    in_field: bool


def _juror(
    number: int, name: str, institution: str, *, position: str = "member", in_field: bool = False
) -> JurorSeat:
    key = "jurado" if number == 1 else f"jurado{number}"
    player = Player(key, name, (Role.JUROR,), "jurado: califica" if number == 1 else "")
    return JurorSeat(f"J{number}", player, institution, position, in_field)


JURORS = (
    _juror(
        1, "Elsa Quintanilla Roque", "Municipalidad Distrital de Anta", position="president", in_field=True
    ),
    _juror(2, "Marco Antonio Yupa Ledesma", "Agencia Agraria Acobamba", in_field=True),
    _juror(3, "Luz Marina Capcha Orellana", "Red de Salud Acobamba", in_field=True),
    _juror(4, "Víctor Raúl Huanay Salas", "Universidad Nacional, Facultad de Agronomía"),
    _juror(5, "Pilar Ancasi Tello", "Asociación de Mujeres Artesanas de la Provincia", position="secretary"),
    _juror(6, "Óscar Montes Illanes", "Cooperativa de Ahorro y Crédito Los Andes"),
    _juror(7, "Zoraida Pérez Chumbes", "Instituto Superior Tecnológico Acobamba"),
)


LATE_JUROR = _juror(8, "Efraín Escobar Mulato", "Instituto de Innovación Agraria, oficina Acobamba")
"""Seated in the contest being judged alone. His surnames are those of members of two groups."""


def juror_dni(code: str) -> str:
    """Give the invented DNI of a juror."""
    return f"992000{int(code[1:]):02d}"


def open_account(session: Session, player: Player, at: datetime) -> User:
    """Open a player's account with the password of the demonstration."""
    grants = frozenset(Grant(role) for role in player.roles)
    return create_user(
        session,
        Act(OPERATOR, at),
        email=player.email,
        full_name=player.full_name,
        password=PASSWORD,
        grants=grants,
    )


def ask_for_account(session: Session, at: datetime) -> None:
    """Let an administrator ask for an account of the programme, which waits for another one."""
    asked = opening(f"enlace@{DOMAIN}", "Saúl Ramos Ichpas", frozenset({Grant(Role.STAFF)}))
    ask_power(session, act_of(session, OFFICE_PLAYERS[-1], at), asked)


def act_of(session: Session, player: Player, at: datetime) -> Act:
    """Give a player's deed at an instant, with the rights of that moment."""
    user = user_by_email(session, player.email)
    if user is None:
        raise LookupError(player.email)
    return Act(account_of(user).actor, at)


def make_office(session: Session, at: datetime) -> Office:
    """Register the office that numbers and signs."""
    details = OfficeDetails(
        code="UT-HUANCAVELICA",
        name="Unidad Territorial Huancavelica",
        programme="Programa de Emprendimientos Rurales",
        city="Huancavelica",
        address="Jirón Los Quinuales 245, Huancavelica",
        ruc="20512333797",
        signer_name="Irma Solís Quinto",
        signer_title="Jefa de la Unidad Territorial",
    )
    return create_office(session, Act(OPERATOR, at), details=details)
