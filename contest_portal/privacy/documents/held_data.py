"""Everything that the portal holds about one person, for the person who asks (right of access, Law 29733, article 19).

Titles and names of fields are Spanish, as on papers: the file is for the person, whatever language the office reads.
What is the household's is told too, without what is another member's own.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from contest_portal.accounts.models import User
from contest_portal.allocation.models import Award
from contest_portal.applications.models import Application, ApplicationMember, GroupMember, ProducerGroup
from contest_portal.contests.models import Contest
from contest_portal.jury.models import Juror
from contest_portal.kernel.canonical import Json
from contest_portal.kernel.clock import office_moment
from contest_portal.kernel.file_marks import MARK_COLUMN
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import NotFound
from contest_portal.privacy.documents.held_words import CODES
from contest_portal.registry.models.accesses import FileAccess
from contest_portal.registry.models.components import ComponentKind, ComponentRecord
from contest_portal.registry.models.consents import PersonConsent
from contest_portal.registry.models.lives import LifeEvent
from contest_portal.registry.models.memberships import Membership, SocialProgramme
from contest_portal.registry.models.person_requests import PersonRequest
from contest_portal.registry.models.register import Centre, Household, ImportBatch, Person, RegisterVersion

Line = tuple[tuple[str, str], ...]
"""Names of fields with what is held, in order."""


@dataclass(frozen=True, slots=True)
class HeldSection:
    """What is held of one kind, a line for each record."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class HeldData:
    """All of it, as it stood at `at`. Sections without a record are there too: that nothing is held is an answer.

    `mark` says who took it out of the portal.
    """

    full_name: str
    at: datetime
    sections: tuple[HeldSection, ...]
    mark: str = ""

    def as_json(self) -> Json:
        """Give it for machines: the same titles, names and values."""
        return {
            "al": self.at.isoformat(),
            MARK_COLUMN: self.mark,
            "secciones": {section.title: [dict(line) for line in section.lines] for section in self.sections},
        }


def held_about(session: Session, person_id: int, at: datetime) -> HeldData:
    """Gather it; NotFound when there is no such person."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound(f"person {person_id}")
    sections = (HeldSection(title, tuple(_lines(session, find(person)))) for title, find in SECTIONS.items())
    return HeldData(person.full_name, at, tuple(sections))


def _lines(session: Session, query: Select[*tuple[Any, ...]]) -> Iterable[Line]:
    for row in session.execute(query).mappings():
        yield tuple((name, _said(value, CODES.get(name, {}))) for name, value in row.items())


def _said(value: object, codes: Mapping[str, str]) -> str:
    if value is None or value == "":
        return "sin dato"
    if codes and isinstance(value, str):
        return ", ".join(codes.get(word, word) for word in value.split())
    if isinstance(value, bool):
        return "sí" if value else "no"
    if isinstance(value, datetime):
        return office_moment(value)
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return value.format() if isinstance(value, Money) else str(value)


def _named(**columns: Any) -> list[ColumnElement[Any]]:
    return [column.label(name.replace("_", " ")) for name, column in columns.items()]


def _of_household(column: InstrumentedAttribute[Any], person: Person) -> ColumnElement[bool]:
    return column.is_not_distinct_from(person.household_id)


def _identity(person: Person) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *_named(
                DNI=Person.dni,
                nombres=Person.given_names,
                apellido_paterno=Person.paternal_surname,
                apellido_materno=Person.maternal_surname,
                fecha_de_nacimiento=Person.birth_date,
                sexo=Person.sex,
                encabeza_el_hogar=Person.is_head,
                parentesco=Person.kinship,
                viene_de=ImportBatch.filename,
                desde=ImportBatch.applied_at,
            )
        )
        .outerjoin(ImportBatch, ImportBatch.id == Person.batch_id)
        .where(Person.id == person.id)
    )


def _household(person: Person) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *_named(
                código=Household.code,
                centro_poblado=Centre.name,
                lengua=Household.language,
                clasificación=Household.sisfoh_class,
                clasificado_el=Household.sisfoh_classified_on,
                vence_el=Household.sisfoh_expires_on,
                latitud_millonésimas=Household.latitude_e6,
                longitud_millonésimas=Household.longitude_e6,
            )
        )
        .join(Centre, Centre.code == Household.centre_code)
        .where(Household.id == person.household_id)
    )


def _versions(person: Person) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *_named(
                lo_que_decía=RegisterVersion.content,
                hasta=ImportBatch.applied_at,
                cambió_por=ImportBatch.filename,
            )
        )
        .join(ImportBatch, ImportBatch.id == RegisterVersion.until_batch_id)
        .where(RegisterVersion.noun == "person", RegisterVersion.key == person.dni)
        .order_by(RegisterVersion.id)
    )


def _consents(person: Person) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *_named(
                decisión=PersonConsent.decision,
                usos=PersonConsent.purposes,
                fecha=PersonConsent.on_date,
                papel=PersonConsent.paper,
                recibió=PersonConsent.received_by,
                deshecho=PersonConsent.undone_at,
            )
        )
        .where(PersonConsent.person_id == person.id)
        .order_by(PersonConsent.id)
    )


def _programmes(person: Person) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *_named(
                programa=SocialProgramme.name,
                desde=Membership.since,
                hasta=Membership.until,
                sustento=Membership.evidence,
                anulado=Membership.voided_at,
            )
        )
        .join(SocialProgramme, SocialProgramme.id == Membership.programme_id)
        .where(or_(Membership.person_id == person.id, _of_household(Membership.household_id, person)))
        .order_by(Membership.id)
    )


def _components(person: Person) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *_named(
                recibido=ComponentKind.name,
                estado=ComponentRecord.state,
                fecha=ComponentRecord.on_date,
                cantidad=ComponentRecord.quantity,
                nota=ComponentRecord.note,
                anulado=ComponentRecord.voided_at,
            )
        )
        .join(ComponentKind, ComponentKind.id == ComponentRecord.kind_id)
        .where(_of_household(ComponentRecord.household_id, person))
        .order_by(ComponentRecord.id)
    )


def _events(person: Person) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *_named(
                hecho=LifeEvent.kind,
                fecha=LifeEvent.on_date,
                motivo=LifeEvent.reason,
                anotado=LifeEvent.noted_at,
                deshecho=LifeEvent.undone_at,
            )
        )
        .where(LifeEvent.person_id == person.id)
        .order_by(LifeEvent.id)
    )


def _groups(person: Person) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *_named(
                grupo=ProducerGroup.name,
                cargo=GroupMember.office,
                desde=GroupMember.joined_at,
                hasta=GroupMember.left_at,
            )
        )
        .join(ProducerGroup, ProducerGroup.id == GroupMember.group_id)
        .where(GroupMember.person_id == person.id)
        .order_by(GroupMember.id)
    )


def _applications(person: Person) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *_named(
                concurso=Contest.code,
                solicitud=Application.code,
                grupo=ProducerGroup.name,
                DNI=ApplicationMember.dni,
                nombre=ApplicationMember.full_name,
                cargo=ApplicationMember.office,
                enviada=Application.submitted_at,
                estado=Application.state,
                premio_del_grupo=Award.amount,
            )
        )
        .join(Application, Application.id == ApplicationMember.application_id)
        .join(Contest, Contest.id == Application.contest_id)
        .join(ProducerGroup, ProducerGroup.id == Application.group_id)
        .outerjoin(Award, (Award.application_id == Application.id) & (Contest.announced_at.is_not(None)))
        .where(ApplicationMember.person_id == person.id)
        .order_by(ApplicationMember.id)
    )


def _seats(person: Person) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *_named(
                concurso=Contest.code,
                DNI=Juror.dni,
                institución=Juror.institution,
                especialidad=Juror.specialty,
                desde=Juror.seated_at,
            )
        )
        .join(Contest, Contest.id == Juror.contest_id)
        .where(or_(Juror.person_id == person.id, Juror.dni == person.dni))
        .order_by(Juror.id)
    )


def _looks(person: Person) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *_named(
                cuándo=FileAccess.at,
                quién=User.full_name,
                qué_hizo=FileAccess.kind,
                datos_vistos=FileAccess.fields,
                motivo=FileAccess.detail,
            )
        )
        .join(User, User.id == FileAccess.user_id)
        .where(or_(FileAccess.person_id == person.id, _of_household(FileAccess.household_id, person)))
        .order_by(FileAccess.id)
    )


def _requests(person: Person) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *_named(
                derecho=PersonRequest.kind,
                pedido=PersonRequest.text,
                recibido=PersonRequest.received_at,
                vence=PersonRequest.due_on,
                respuesta=PersonRequest.answer,
            )
        )
        .where(PersonRequest.person_id == person.id)
        .order_by(PersonRequest.id)
    )


SECTIONS: Mapping[str, Callable[[Person], Select[*tuple[Any, ...]]]] = {
    "Identidad": _identity,
    "Hogar": _household,
    "Lo que el padrón decía antes": _versions,
    "Consentimientos": _consents,
    "Programas sociales": _programmes,
    "Lo que recibió el hogar": _components,
    "Hechos anotados": _events,
    "Grupos": _groups,
    "Solicitudes a concursos": _applications,
    "Jurados": _seats,
    "Quién consultó sus datos": _looks,
    "Solicitudes sobre sus datos": _requests,
}
"""What is held, in the order it is told. A new table about persons gets its line here."""
