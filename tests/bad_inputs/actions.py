"""From the sample's logical actions to the product's pages: each tries one bad input as its user would."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application, GroupMember, ProducerGroup
from contest_portal.applications.queries import profile_of
from contest_portal.contests.models import Contest
from contest_portal.kernel.passwords import hash_password
from contest_portal.scoring.models import SheetMark
from tests.bad_inputs.sample import BadInput
from tests.conftest import StandingClock
from tests.factories.accounts import make_office, make_user
from tests.factories.applications import make_application
from tests.factories.applying import Village, make_village
from tests.factories.contests import CLOSES, make_contest
from tests.factories.import_jobs import work_off
from tests.factories.registry import make_household, make_person
from tests.factories.scoring import make_interest, make_juror, make_sheet
from tests.page_client import PageClient

MARKS = {"F1": 8, "F2": 8, "F3": 20}


@dataclass(frozen=True)
class Attempt:
    """What a try answered, what of it is stored now (None: nothing of the kind), and the page that shows it."""

    answer: TestResponse
    stored: object = None
    shown_at: str | None = None


class World:
    """A village with an open contest, a draft, and staff at work; made anew for every item."""

    def __init__(self, session: Session, client: PageClient, clock: StandingClock) -> None:
        self.session, self.client, self.clock = session, client, clock
        self.village: Village = make_village(session)
        self.draft: Application = self.village.draft()
        self.group: ProducerGroup = session.get_one(ProducerGroup, self.draft.group_id)
        session.commit()

    def post(self, user: User, path: str, data: Mapping[str, object]) -> TestResponse:
        return self.send(user, path, dict(data), "multipart/form-data")

    def send(self, user: User, path: str, body: bytes | dict[str, object], content_type: str) -> TestResponse:
        """Post as this user: fields, or a body already written (the client would leave its own file open)."""
        self.session.commit()
        answer = self.client.sign_in(user.id).post(path, data=body, content_type=content_type)
        self.session.expire_all()
        return answer

    def edit_group(self, **fields: str) -> TestResponse:
        data = {
            "version": str(self.group.version),
            "name": self.group.name,
            "centre_code": self.group.centre_code,
            **fields,
        }
        return self.post(self.village.representative, f"/grupo/grupos/{self.group.id}/editar", data)


def add_member(world: World, item: BadInput) -> Attempt:
    """The DNI of a new member; a birth date arrives with the register's file."""
    if not any(char.isdigit() for char in item.text) or "/" in item.text:
        return import_person(world, birth_date=item.text)
    canonical = item.canonical or item.text
    household = make_household(world.session, world.village.centre)
    if canonical.isdigit() and len(canonical) == 8:
        make_person(world.session, household, dni=canonical)
    path = f"/grupo/grupos/{world.group.id}/integrantes/nuevo"
    answer = world.post(world.village.representative, path, {"dni": item.text, "confirmed": canonical})
    members = world.session.scalars(
        select(GroupMember).where(GroupMember.group_id == world.group.id).order_by(GroupMember.id.desc())
    ).all()
    return Attempt(answer, canonical if len(members) == 5 else None)


def import_person(world: World, *, birth_date: str) -> Attempt:
    centre = world.village.centre.code
    text = (
        "codigo_hogar,codigo_centro,dni,nombres,apellido_paterno,fecha_nacimiento,sexo\n"
        f"H9,{centre},45418672,Luz,Poma,{birth_date},F\n"
    )
    return Attempt(upload(world, "households", "hogares.csv", text.encode()))


def edit_group(world: World, item: BadInput) -> Attempt:
    """A RUC of ten digits, a place of five, or a hostile name."""
    if item.text.isdigit():
        field = "ruc" if len(item.text) == 10 else "centre_code"
        return Attempt(world.edit_group(**{field: item.text}))
    answer = world.edit_group(name=item.text)
    return Attempt(answer, world.group.name, f"/grupo/grupos/{world.group.id}")


def save_profile(world: World, item: BadInput) -> Attempt:
    """The amount asked for, or the summary."""
    address = f"/grupo/solicitudes/{world.draft.id}"
    base = {"version": str(world.draft.version)}
    if item.text.startswith("<"):
        choice = {
            "title": world.draft.title,
            "category_code": str(world.draft.category_code),
            "line_code": str(world.draft.line_code),
            "summary": item.text,
        }
        answer = world.post(world.village.representative, f"{address}/negocio", base | choice)
        return Attempt(answer, profile_of(world.session, world.draft.id).summary, f"{address}/revisar")
    amount = item.fields()["amount_requested"] if item.vector == "json" else item.text
    answer = world.post(
        world.village.representative, f"{address}/presupuesto", base | {"amount_requested": amount}
    )
    return Attempt(answer, str(profile_of(world.session, world.draft.id).requested))


def send_late(world: World, _item: BadInput) -> Attempt:
    world.clock.set(CLOSES)
    world.clock.advance(minutes=1)
    path = f"/grupo/solicitudes/{world.draft.id}/revisar"
    return Attempt(
        world.post(
            world.village.representative, path, {"version": str(world.draft.version), "confirmed": "1"}
        )
    )


def edit_contest(world: World, part: str, fields: Mapping[str, object]) -> Attempt:
    contest: Contest = make_contest(
        world.session, make_office(world.session, "UT-2"), world.village.staff, state="draft"
    )
    path = f"/oficina/concursos/{contest.id}/{part}"
    world.session.commit()
    return Attempt(world.post(world.village.staff, path, {"version": str(contest.version), **fields}))


def edit_envelopes(world: World, item: BadInput) -> Attempt:
    fields: dict[str, object] = {"fund": "100000.00"}
    for number, envelope in enumerate(item.rows):
        assert isinstance(envelope, dict)
        code = str(envelope["line"])
        fields |= {
            f"envelopes-{number}-code": code,
            f"envelopes-{number}-name": code,
            f"envelopes-{number}-envelope": str(envelope["amount"]),
        }
    return edit_contest(world, "sobres", fields)


def edit_calendar(world: World, item: BadInput) -> Attempt:
    dates = item.fields()
    fields = {
        "opens_at": dates["opens"][:16],
        "closes_at": dates["closes"][:16],
        "field_from": "2027-06-02",
        "field_to": "2027-06-05",
        "public_on": "2027-06-09",
        "results_on": "2027-06-10",
    }
    return edit_contest(world, "calendario", fields)


def edit_weights(world: World, item: BadInput) -> Attempt:
    """Parts of a whole: the maxima of phases that should make 100."""
    fields: dict[str, object] = {"total_points": "100"}
    for number, weight in enumerate(item.rows):
        fields |= {
            f"phases-{number}-code": f"F{number}",
            f"phases-{number}-name": f"Fase {number}",
            f"phases-{number}-max_points": str(weight),
        }
    return edit_contest(world, "fases", fields)


def save_mark(world: World, item: BadInput) -> Attempt:
    contest = make_contest(
        world.session, make_office(world.session, "UT-3"), world.village.staff, state="evaluating"
    )
    application = _entry(world, contest)
    juror_user = make_user(world.session, Role.JUROR)
    juror = make_juror(world.session, contest, juror_user, position="president")
    make_interest(world.session, juror, application)
    if "deny" in item.expected:
        make_sheet(world.session, juror, application, "FIELD", MARKS)
    path = f"/jurado/grupos/{application.id}/fichas/FIELD"
    typed = {"version": "0", "step": "draft", "mark_F1": item.text}
    answer = world.post(juror_user, path, typed)
    if item.action == "sync.push":
        answer = world.post(juror_user, path, typed)
    marks = world.session.execute(select(SheetMark.criterion_code, SheetMark.units)).all()
    return Attempt(answer, [tuple(mark) for mark in marks])


def push_twice(world: World, item: BadInput) -> Attempt:
    """The same mark sent twice, as a device does that got no answer."""
    operation = item.rows[0]
    assert isinstance(operation, dict)
    once = BadInput("", "sync.push", "form", str(operation["v"]), frozenset(), None, "", "")
    return save_mark(world, once)


def search(world: World, item: BadInput) -> Attempt:
    world.session.commit()
    answer = world.client.sign_in(world.village.staff.id).get(
        "/oficina/centros", query_string={"texto": item.text}
    )
    return Attempt(answer, item.text)


def upload_file(world: World, item: BadInput) -> Attempt:
    """The portal's only upload is the register's."""
    return Attempt(upload(world, "households", item.filename, item.content))


def import_members(world: World, item: BadInput) -> Attempt:
    return Attempt(upload(world, "households", item.filename, item.content))


def upload(world: World, kind: str, filename: str, content: bytes) -> TestResponse:
    archive = FileStorage(io.BytesIO(content), filename=filename)
    boundary, body = encode_multipart({"clase": kind, "archivo": archive})
    asked = world.send(
        world.village.staff, "/oficina/padron/importar", body, f"multipart/form-data; boundary={boundary}"
    )
    if asked.status_code != 303:
        return asked
    work_off(world.client.application)
    return world.client.get(asked.location)


def sign_in_and_go_on(world: World, item: BadInput) -> Attempt:
    user = world.village.representative
    user.password_hash = hash_password("mula piedra lluvia antigua")
    world.session.commit()
    answer = world.client.post(
        "/ingresar",
        query_string={"next": item.text},
        data={"email": user.email, "password": "mula piedra lluvia antigua"},
    )
    return Attempt(answer)


def edit_self(world: World, item: BadInput) -> Attempt:
    answer = world.post(
        world.village.representative, "/cuenta", {**item.fields(), "roles": item.fields()["role"]}
    )
    user = world.session.get_one(User, world.village.representative.id)
    return Attempt(answer, user.full_name)


def see_another_group(world: World, _item: BadInput) -> Attempt:
    other = make_user(world.session, Role.REPRESENTATIVE)
    world.session.commit()
    return Attempt(world.client.sign_in(other.id).get(f"/grupo/solicitudes/{world.draft.id}"))


def _entry(world: World, contest: Contest) -> Application:
    return make_application(world.session, contest, world.village.group(name="Otro grupo"))


ACTIONS: Mapping[str, Callable[[World, BadInput], Attempt]] = MappingProxyType(
    {
        "call.edit": edit_calendar,
        "file.upload": upload_file,
        "fund.edit": edit_envelopes,
        "group.edit": edit_group,
        "import.members": import_members,
        "login": sign_in_and_go_on,
        "member.create": add_member,
        "profile.save": save_profile,
        "profile.submit": send_late,
        "profile.view": see_another_group,
        "public.search": search,
        "rubric.save": edit_weights,
        "score.save": save_mark,
        "sync.push": push_twice,
        "user.edit_self": edit_self,
    }
)
