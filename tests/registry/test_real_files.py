"""The real public files: all of them, as they are."""

import time
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.registry.models.register import Centre, CentreTargeting, District, PovertyRate
from contest_portal.registry.queries.overview import overview
from contest_portal.registry.rules.targeting import Thresholds
from contest_portal.registry.services.check_file import check_file
from contest_portal.registry.services.import_file import import_file
from contest_portal.registry.sources.source_file import SourceFile
from contest_portal.registry.targeting import assess_all
from tests.factories.registry_files import STAFF, counts

pytestmark = pytest.mark.shared_data


def file(folder: Path, name: str) -> SourceFile:
    return SourceFile(name, lambda: (folder / name).open("rb"))


def load(session: Session, folder: Path, *names: tuple[str, str]) -> list[tuple[int, ...]]:
    return [counts(import_file(session, STAFF, kind=kind, source=file(folder, name))) for kind, name in names]


TERRITORY = (("districts", "distritos.csv"), ("poverty", "pobreza_monetaria_2018.csv"))
CENTRES = ("centres", "centros_poblados_2017.csv")
FIGURES = (("centres", "ccpp_poblacion_altitud_muestra.csv"), ("centres", "ccpp_viviendas_piura.csv"))


def test_every_district_and_rate_is_taken(session: Session, shared_data: Path) -> None:
    assert load(session, shared_data, *TERRITORY) == [(1892, 1892, 0, 0, 0), (1874, 1874, 0, 0, 0)]


def test_a_file_of_rates_with_old_codes_is_the_file_of_today(session: Session, shared_data: Path) -> None:
    load(session, shared_data, *TERRITORY)
    codes = (shared_data / "ubigeo_codigos_antiguos.csv").read_text()
    changed = "".join(line for line in codes.splitlines(keepends=True) if not line.startswith("120699"))
    rates = (shared_data / TERRITORY[1][1]).read_text().replace("\n160801", "\n160109")

    taken = import_file(
        session, STAFF, kind="codes", source=SourceFile.of_bytes("codes.csv", changed.encode())
    )
    report = check_file(session, STAFF, kind="poverty", source=SourceFile.of_bytes("old.csv", rates.encode()))

    assert (counts(taken), counts(report)) == ((8, 8, 0, 0, 0), (1874, 0, 0, 1874, 0))
    assert [notice.text[:31] for notice in report.notices] == ["Código antiguo 160109 → 160801,"]


def test_713_districts_are_strictly_above_40_per_cent(session: Session, shared_data: Path) -> None:
    load(session, shared_data, *TERRITORY)

    above = session.scalar(select(func.count()).select_from(PovertyRate).where(PovertyRate.rate_e4 > 400_000))
    close = dict(
        session.execute(
            select(PovertyRate.ubigeo, PovertyRate.rate_e4).where(
                PovertyRate.ubigeo.in_(("010522", "210608"))
            )
        ).all()
    )
    assert (above, close) == (713, {"010522": 400_163, "210608": 400_118})


def test_the_18_districts_created_after_the_census_have_no_rate_rather_than_zero(
    session: Session, shared_data: Path
) -> None:
    load(session, shared_data, *TERRITORY)

    without = session.scalar(
        select(func.count()).select_from(District).where(District.ubigeo.not_in(select(PovertyRate.ubigeo)))
    )
    assert (without, session.scalar(select(func.min(PovertyRate.rate_e4)))) == (18, 573)
    assert overview(session).districts_with_rate == 1874


def test_all_90784_centres_are_taken_assessed_and_completed(session: Session, shared_data: Path) -> None:
    load(session, shared_data, *TERRITORY)

    first = load(session, shared_data, CENTRES)
    again = check_file(session, STAFF, kind="centres", source=file(shared_data, CENTRES[1]))
    figures = load(session, shared_data, *FIGURES)

    assert first == [(90784, 90784, 0, 0, 0)]
    assert figures == [(436, 0, 436, 0, 0), (98, 0, 91, 7, 0)]
    assert counts(again) == (90784, 0, 0, 90784, 0)
    assert session.scalar(select(func.count()).select_from(CentreTargeting)) == 90784
    assert dict(overview(session).by_status) == {"targeted": 62, "not_targeted": 3951, "no_data": 86771}
    assert session.get_one(Centre, "0902020003").name == "SAN MARTIN MAYUNMARCA"
    started = time.process_time()
    assert sum(1 for _ in assess_all(session, Thresholds())) == 90784
    assert time.process_time() - started < 10  # two seconds on a quiet machine; tests share theirs


@pytest.mark.parametrize(
    ("kind", "name", "codes"),
    [
        ("districts", "provincias.csv", {"file.column_missing"}),
        ("districts", "departamentos.csv", {"file.column_missing"}),
        ("districts", "pobreza_monetaria_2018.csv", {"file.wrong_kind"}),
        ("districts", "centros_poblados_2017.csv", {"file.column_missing"}),
        ("poverty", "distritos.csv", {"file.column_missing"}),
        ("centres", "distritos.csv", {"file.column_missing"}),
        ("centres", "haku_winay_emprendimientos_la_union.csv", {"file.column_missing"}),
        ("households", "dni_casos.csv", {"file.column_missing"}),
    ],
)
def test_a_real_file_of_another_kind_is_refused(
    session: Session, shared_data: Path, kind: str, name: str, codes: set[str]
) -> None:
    report = check_file(session, STAFF, kind=kind, source=file(shared_data, name))

    found = {problem.problem.code for problem in report.problems if problem.line == 1}
    assert (report.is_unusable, found) == (True, codes)


@pytest.mark.parametrize("bytes_kept", [1_000, 20_000, 54_321])
def test_a_real_file_cut_anywhere_stores_nothing(
    session: Session, shared_data: Path, bytes_kept: int
) -> None:
    load(session, shared_data, *TERRITORY)
    content = (shared_data / CENTRES[1]).read_bytes()[:bytes_kept]

    report = check_file(session, STAFF, kind="centres", source=SourceFile.of_bytes("corte.csv", content))

    assert (report.can_apply, report.rejected) == (False, 1)
