"""Small files of each kind, and a way to import them in one line."""

import csv
import io
from datetime import UTC, datetime

import xlsxwriter
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Actor, Grant, Role
from contest_portal.registry.rules.reports import ImportReport
from contest_portal.registry.services.check_file import check_file
from contest_portal.registry.services.import_file import import_file
from contest_portal.registry.sources.source_file import SourceFile
from tests.factories.kept_scenes import kept_scene

AT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
STAFF = Act(Actor(user_id=None, grants=frozenset({Grant(Role.STAFF)})), AT)

DISTRICTS = """ubigeo,ubigeo_reniec,departamento,provincia,distrito
090301,080301,Huancavelica,Angaraes,Lircay
090302,080302,Huancavelica,Angaraes,Anchonga
"""
POVERTY = """ubigeo,distrito,pobreza_ceplan_2018_pct
090301,LIRCAY,45.8
090302,ANCHONGA,36.5199
"""
CENTRES = """codigo,ubigeo,nombre,area,latitud,longitud,hogares
0903010001,090301,LIRCAY,U,-12.98222,-74.72,3200
0903010099,090301,CHAHUARMA,R,-12.97,-74.71,85
0903020004,090302,ÑAHUINCUCHO,R,-12.91,-74.69,
"""
HOUSEHOLDS = """codigo_hogar,codigo_centro,dni,nombres,apellido_paterno,apellido_materno,fecha_nacimiento,sexo,jefe
H-1,0903010099,70000001,Delia,Ccanto,Huamaní,14/03/1988,F,1
H-1,0903010099,70000002,Saúl,Quispe,Ccanto,2009-07-01,M,0
H-2,0903010099,00418672,Luz,Ñahui,,,F,1
"""
COMPONENTS = """codigo_hogar,componente,fecha,estado,cantidad,yachachiq,jornales,insumos,valor_insumos,nota
H-1,cuyes,10/05/2024,en uso,12,Prudencio Paytan,4,adobes,60.50,
H-1,Cocina mejorada,2025,,,,,,,
H-2,cuyes,2024-06-01,previsto,10,,,,,
"""
MEMBERSHIPS = """codigo_hogar,dni,programa,desde,hasta
H-1,,juntos,2019-03-01,
H-2,00418672,Pensión 65,01/02/2021,30/06/2024
"""
CODES = """codigo_antiguo,codigo_nuevo,desde,documento
090303,090301,2020-01-31,Ley 30001
0903040001,0903010001,,Oficio 12
"""


def source(content: str | bytes, name: str = "archivo.csv") -> SourceFile:
    return SourceFile.of_bytes(name, content.encode() if isinstance(content, str) else content)


def workbook_of(content: str) -> bytes:
    """Write a CSV text as a workbook whose cells are all text."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    for number, row in enumerate(csv.reader(io.StringIO(content))):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell)
    book.close()
    return stream.getvalue()


def checked(session: Session, kind: str, content: str | bytes) -> ImportReport:
    return check_file(session, STAFF, kind=kind, source=source(content))


def imported(session: Session, kind: str, content: str | bytes, act: Act = STAFF) -> ImportReport:
    return import_file(session, act, kind=kind, source=source(content))


def import_territory(session: Session) -> None:
    kept_scene(session, "territory", _import_territory)


def import_register(session: Session) -> None:
    """Import the territory and two households."""
    kept_scene(session, "register", _import_register)


def _import_register(session: Session) -> None:
    import_territory(session)
    imported(session, "households", HOUSEHOLDS)


def _import_territory(session: Session) -> None:
    imported(session, "districts", DISTRICTS)
    imported(session, "poverty", POVERTY)
    imported(session, "centres", CENTRES)


def counts(report: ImportReport) -> tuple[int, int, int, int, int]:
    return report.read, report.new, report.changed, report.unchanged, report.rejected


def located(report: ImportReport) -> list[tuple[int, str, str, str]]:
    return [(found.line, found.column, found.value, found.problem.code) for found in report.problems]
