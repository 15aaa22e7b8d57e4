"""Jurors' phones that write, sign and send, as the script of the page does."""

import zlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.queries import rulebook_sha256
from contest_portal.jury.models import Juror
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.records import to_data
from contest_portal.kernel.signatures import BASE, ORDER, key_code, multiply
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.phone_models import JurorDevice
from contest_portal.scoring.phone_queries import EntryFate, fates_of
from contest_portal.scoring.phone_signatures import SentEntry, check_entries
from contest_portal.scoring.rules.fates import Via
from contest_portal.scoring.rules.sheet_entries import (
    FIRST,
    EntryMark,
    Kind,
    SheetEntry,
    key_of,
    read_entry,
)
from contest_portal.scoring.services.enrol_device import enrol_device
from contest_portal.scoring.services.receive_entries import receive_entries
from tests.factories.evaluation import JURY_DAY, MARKS, Evaluation, make_evaluation
from tests.factories.numbers import new_number
from tests.factories.scoring import make_attendance

JURORS_PHONE = ("phone", "phone_enrol", "phone_entries", "phone_package")
PHONES = ("phone_codes", "phone_revoke", "phones", "phones_csv", "phones_settle")
"""The pages of a juror's phone, and those of the secretary about phones."""


def codes_of(text: str, *, room: int = 640, how: str = "z") -> list[str]:
    """Write a text as the chain of QR pictures that a phone shows."""
    packed = zlib.compress(text.encode()) if how == "z" else text.encode()
    data = urlsafe_b64encode(packed).decode().rstrip("=")
    parts = [data[at : at + room] for at in range(0, len(data), room)]
    name = sha256(text.encode()).hexdigest()[:8]
    return [f"FRC1:{name}:{at}/{len(parts)}:{how}:{part}" for at, part in enumerate(parts, 1)]


def public_key(secret: int) -> str:
    x, y = multiply(secret, BASE)
    return f"04{x:064x}{y:064x}"


def sign(body: str, secret: int) -> str:
    """Sign as WebCrypto does; the nonce follows from message and key, which is enough for a test."""
    digest = int.from_bytes(sha256(body.encode()).digest())
    nonce = int.from_bytes(sha256(f"{secret}{body}".encode()).digest()) % ORDER
    r = multiply(nonce, BASE)[0] % ORDER
    s = pow(nonce, -1, ORDER) * (digest + r * secret) % ORDER
    return f"{r:064x}{s:064x}"


@dataclass(slots=True)
class Phone:
    """A phone of one juror. `write` keeps an entry; what it wrote last of a sheet is what the next stands upon."""

    code: str
    secret: int
    contest: str
    rules: str
    written: list[SentEntry] = field(default_factory=list)
    tips: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return public_key(self.secret) if self.secret else ""

    def write(
        self,
        group: str,
        marks: Mapping[str, int],
        *,
        phase: str = "FIELD",
        kind: Kind = Kind.DRAFT,
        based_on: tuple[str, ...] | None = None,
        **changes: object,
    ) -> str:
        """Keep a state of a sheet and give its name; `changes` are for entries that are wrong on purpose."""
        place = (group, phase)
        values: dict[str, object] = {
            "device": self.code,
            "number": len(self.written) + 1,
            "contest": self.contest,
            "group": group,
            "phase": phase,
            "rules": self.rules,
            "marks": tuple(EntryMark(code, units, "") for code, units in sorted(marks.items())),
            "comment": "",
            "kind": kind,
            "based_on": based_on or self.tips.get(place, ("v0",)),
            "previous": key_of(self.written[-1].body) if self.written else FIRST,
            "written_at": "2026-12-09T10:00:00",
        }
        body = canonical_json(to_data(SheetEntry(**{**values, **changes})))  # type: ignore[arg-type]
        self.written.append(SentEntry(body, read_entry(body), sign(body, self.secret) if self.secret else ""))
        self.tips[place] = (key_of(body),)
        return key_of(body)


def make_phone(session: Session, scene: Evaluation, juror: int = 0, *, signs: bool = True) -> Phone:
    """Enrol a phone of one of the scene's jurors."""
    number = new_number()
    rules = rulebook_sha256(session, scene.contest.id)
    phone = Phone(f"{number:032x}", number * 7919 if signs else 0, scene.contest.code, rules)
    enrol_device(
        session, scene.by_juror(juror), contest_id=scene.contest.id, code=phone.code, public_key=phone.key
    )
    return phone


def send(
    session: Session, scene: Evaluation, *entries: SentEntry, act: Act | None = None, via: Via = Via.PHONE
) -> None:
    """Let a batch arrive, from the first juror's session if nobody else is named."""
    checked = [one for one in check_entries(session, scene.contest.code, entries) if one is not None]
    receive_entries(session, act or scene.by_juror(0), contest_id=scene.contest.id, entries=checked, via=via)


def fates(session: Session, scene: Evaluation, juror: int = 0) -> list[str]:
    """Give what became of a juror's entries, in the order of their arrival: the fate, or why one is held."""
    found: Mapping[str, EntryFate] = fates_of(session, scene.jurors[juror].id)
    return [one.reason or one.fate for one in found.values()]


def make_device(session: Session, juror: Juror) -> JurorDevice:
    """Make an enrolled phone that sends nothing."""
    key = public_key(new_number())
    device = JurorDevice(
        juror_id=juror.id, code=key[2:34], public_key=key, fingerprint=key_code(key), enrolled_at=JURY_DAY
    )
    session.add(device)
    session.flush()
    return device


def make_phone_scene(session: Session) -> Evaluation:
    """Make an evaluation of two groups, the families of the first recorded as present."""
    scene = make_evaluation(session)
    make_attendance(session, scene.applications[0], scene.secretary, present=4)
    return scene


def group(scene: Evaluation, number: int = 0) -> str:
    return scene.applications[number].code or ""


def sheets(session: Session) -> list[tuple[str, dict[str, int]]]:
    """Give the state and the marks of all sheets."""
    rows = session.scalars(
        select(Sheet)
        .order_by(Sheet.id)
        .options(selectinload(Sheet.marks))
        .execution_options(populate_existing=True)
    )
    return [(sheet.state, {mark.criterion_code: mark.units for mark in sheet.marks}) for sheet in rows]


WHOLE = MARKS["FIELD"]
