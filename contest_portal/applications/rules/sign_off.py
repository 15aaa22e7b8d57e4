"""Whether a group agreed with its profile: who presides signs it off, members confirm, until it changes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contest_portal.applications.rules.group import MemberOffice
from contest_portal.contests.rules.rulebook import GroupRules
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.problems import N_, Problem

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters alone, so that a code is told from digits of a DNI; none that is taken for another."""
CODE_LENGTH = 5
DNI_DIGITS = 4
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")
_BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")


class Means(StrEnum):
    """How a member was recognised; SIGNATURE: by the sheet of a form on paper, as the office noted it."""

    CODE = "code"
    DNI = "dni"
    SIGNATURE = "sign"


@dataclass(frozen=True, slots=True)
class Given:
    """A confirmation as pages show it; `stands` until the profile changes."""

    at: datetime
    means: Means
    account_name: str
    device: str
    stands: bool


@dataclass(frozen=True, slots=True)
class MemberSign:
    """A present member and the latest confirmation, if any."""

    member_id: int
    full_name: str
    office: str
    given: Given | None

    @property
    def stands(self) -> bool:
        """Tell whether the member agreed with the profile as it is now."""
        return self.given is not None and self.given.stands

    @property
    def leads(self) -> bool:
        """Tell whether the member presides over the group."""
        return self.office == MemberOffice.PRESIDENT


def sign_off_problems(rules: GroupRules, signs: Sequence[MemberSign]) -> tuple[Problem, ...]:
    """List what is missing before the profile may be sent; nothing where the contest does not ask."""
    if not rules.sign_off:
        return ()
    leaders = [sign for sign in signs if sign.leads]
    problems = []
    if not leaders:
        problems.append(Problem("sign_off.no_leader", field="state", message=_NO_LEADER))
    elif not any(sign.stands for sign in leaders):
        params = {"name": leaders[0].full_name}
        problems.append(Problem("sign_off.leader", field="state", message=_LEADER, params=params))
    done = sum(sign.stands for sign in signs if not sign.leads)
    if done < rules.members_confirming:
        params = {"done": str(done), "asked": str(rules.members_confirming)}
        problems.append(Problem("sign_off.members", field="state", message=_MEMBERS, params=params))
    return tuple(problems)


def means_of(proof: str, *, dni: str, slip: tuple[str, str] | None) -> Means | None:
    """Recognise a member: the first digits of the DNI, which no page shows, or the code of the slip; else None.

    `slip`: salt and hash of its code.
    """
    typed = re.sub(r"[\s-]", "", proof).upper()
    if typed == dni[:DNI_DIGITS]:
        return Means.DNI
    if slip is not None and code_hash(slip[0], typed) == slip[1]:
        return Means.CODE
    return None


def code_hash(salt: str, code: str) -> str:
    """Hash a code as it is kept."""
    return sha256_hex(f"{salt}:{code}")


def device_of(user_agent: str) -> str:
    """Name a device by its system and browser: `Android, Chrome`; nothing more of it is kept."""
    system = next((name for name in _SYSTEMS if name in user_agent), "")
    browser = next((name for name in _BROWSERS if name in user_agent), "")
    names = {"Edg": "Edge", "OPR": "Opera", "Macintosh": "Mac"}
    return ", ".join(names.get(name, name) for name in (system, browser) if name)


def wrong_proof() -> Problem:
    """Say that neither matches, without telling which was tried."""
    return Problem(
        "confirmation.wrong",
        field="proof",
        message=N_(
            "No coincide con esa persona. Revise quién confirma y vuelva a escribir la clave de su papelito o los 4 "
            "primeros dígitos de su DNI."
        ),
    )


_NO_LEADER = N_(
    "Falta decir quién preside el grupo: póngale el cargo en la página del grupo y que dé su conformidad."
)
_LEADER = N_("Falta la conformidad de %(name)s, que preside el grupo, con el perfil como está ahora.")
_MEMBERS = N_("Confirmaron %(done)s integrantes además de quien preside; el concurso pide %(asked)s.")
