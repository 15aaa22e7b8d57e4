"""`flask bundle …`: what each command prints, and that files are worked on without a database."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.invented_bundles import invented_bundle
from contest_portal.contests.models import Contest
from contest_portal.kernel.database import Database
from contest_portal.publication.bundle_schema import bundle_schema
from contest_portal.publication.rules.bundle import write_bundle
from tests.conftest import build_app
from tests.factories.accounts import make_office
from tests.factories.bundles import make_public
from tests.factories.evaluation import make_evaluation
from tests.factories.registry import make_centre, make_district
from tests.publication.rules.test_bundle_reading import example


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The commands with a database that is not there."""
    app = build_app(tmp_path_factory.mktemp("alone"))
    app.extensions["database"] = Database("sqlite:////nowhere/at/all.sqlite")
    return app


def run(app: Flask, *words: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=["bundle", *map(str, words)])


def written(folder: Path, data: Any) -> Path:
    path = folder / "bundle.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data))
    return path


def test_a_sound_file_is_verified(alone: Flask, tmp_path: Path) -> None:
    result = run(alone, "verify", written(tmp_path, write_bundle(invented_bundle(3, groups=2, jurors=2))))

    assert (result.exit_code, json.loads(result.stdout)["failed"]) == (0, [])


def test_a_step_that_fails_exits_with_1(alone: Flask, tmp_path: Path) -> None:
    data = example() | {"recusals": [{"juror": "J1", "group": "A"}]}

    result = run(alone, "verify", written(tmp_path, data))

    steps = [number for number, *_ in json.loads(result.stdout)["failed"]]
    assert (result.exit_code, steps) == (1, ["3.3"])


def test_a_file_is_ranked(alone: Flask, tmp_path: Path) -> None:
    result = run(alone, "rank", written(tmp_path, example()))

    lines = json.loads(result.stdout)["ranking"]
    assert (result.exit_code, [(line["group"], line["place"]) for line in lines]) == (
        0,
        [("B", 1), ("A", 2), ("C", None)],
    )


@pytest.mark.parametrize(
    ("words", "awards"),
    [((), {"B": 1_200_000}), (("--rule", "merit_order_partial"), {"B": 1_200_000, "A": 1_300_000})],
)
def test_a_file_is_allocated(
    alone: Flask, tmp_path: Path, words: tuple[str, ...], awards: dict[str, int]
) -> None:
    result = run(alone, "allocate", written(tmp_path, example()), *words)

    assert (result.exit_code, json.loads(result.stdout)["awards"]) == (0, awards)


@pytest.mark.parametrize("command", ["verify", "rank", "allocate"])
def test_a_file_that_cannot_be_used_exits_with_2_and_says_why(
    alone: Flask, tmp_path: Path, command: str
) -> None:
    data = example()
    data["groups"][0]["women"] = True

    result = run(alone, command, written(tmp_path, data))

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("En «groups[0].women» hay un valor de otro tipo o forma")


@pytest.mark.parametrize("command", ["rank", "allocate"])
def test_a_group_without_a_total_exits_with_1_and_says_why(
    alone: Flask, tmp_path: Path, command: str
) -> None:
    data = example()
    data["sheets"] = data["sheets"][2:]

    result = run(alone, command, written(tmp_path, data))

    assert result.exit_code == 1
    assert result.stderr == (
        "El grupo A no tiene ninguna ficha definitiva en Evaluación de campo. Pida a los jurados que terminen.\n"
    )


@pytest.mark.parametrize("command", ["rank", "allocate"])
def test_a_group_below_the_quorum_exits_with_1_and_is_named(
    alone: Flask, tmp_path: Path, command: str
) -> None:
    data = example()
    del data["sheets"][0]

    result = run(alone, command, written(tmp_path, data))

    assert (result.exit_code, result.stdout, result.stderr) == (
        1,
        "",
        "El grupo A tiene menos fichas que el quórum en «Evaluación de campo»: 1 de 2. Agregue las que faltan.\n",
    )


@pytest.mark.parametrize("command", ["rank", "allocate"])
def test_rules_that_contradict_themselves_exit_with_1(alone: Flask, tmp_path: Path, command: str) -> None:
    data = example()
    data["rules"]["phases"][0]["criteria"][0]["max_points"] = 50

    result = run(alone, command, written(tmp_path, data))

    assert (result.exit_code, result.stdout) == (1, "")
    assert "Evaluación de campo" in result.stderr


@pytest.mark.parametrize(
    ("rule", "awards"),
    [
        ("equal_share", {"B": 1_200_000, "A": 1_300_000}),
        ("within_share", {"B": 960_000, "A": 1_200_000}),
        ("best_total", {"B": 1_200_000}),
    ],
)
def test_the_minimal_file_is_allocated_by_rules_with_terms(
    alone: Flask, tmp_path: Path, rule: str, awards: dict[str, int]
) -> None:
    result = run(alone, "allocate", written(tmp_path, example()), "--rule", rule)

    assert (result.exit_code, json.loads(result.stdout)["awards"]) == (0, awards)


@pytest.mark.parametrize("command", ["verify", "rank", "allocate", "import"])
@pytest.mark.parametrize("name", ["no-hay.json", "."])
def test_a_file_that_cannot_be_opened_exits_with_2_and_says_why(
    alone: Flask, tmp_path: Path, command: str, name: str
) -> None:
    result = run(alone, command, tmp_path / name)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "el archivo" in result.stderr or "No existe" in result.stderr


def test_an_export_to_a_folder_that_is_not_there_exits_with_2(alone: Flask, tmp_path: Path) -> None:
    result = run(alone, "export", "C-1", "--out", tmp_path / "no" / "hay.json")

    assert (result.exit_code, result.stderr[:35]) == (2, "No existe la carpeta de «" + str(tmp_path)[:10])


def test_a_tie_that_only_a_lot_parts_is_ranked_but_not_allocated(alone: Flask, tmp_path: Path) -> None:
    data = example()
    data["groups"][1]["women"] = data["groups"][0]["women"]
    file = written(tmp_path, data)

    ranked, allocated = run(alone, "rank", file), run(alone, "allocate", file)

    places = [line["place"] for line in json.loads(ranked.stdout)["ranking"]]
    assert (places, allocated.exit_code, allocated.stderr) == (
        [1, 1, None],
        1,
        "A, B empatan, y el archivo no trae sorteo. Escriba en «draw» los números sorteados.\n",
    )


@pytest.mark.parametrize("command", ["rank", "allocate"])
def test_a_mark_outside_of_its_scale_is_named_with_its_sheet(
    alone: Flask, tmp_path: Path, command: str
) -> None:
    data = example()
    data["sheets"][3]["marks"]["C1"] = 41

    result = run(alone, command, written(tmp_path, data))

    assert (result.exit_code, result.stderr) == (
        1,
        "En «sheets[3].marks» (de J2 para B): El criterio C1 se califica de 0 a 40 puntos.\n",
    )


@pytest.mark.parametrize("command", ["verify", "rank", "allocate"])
def test_a_file_may_come_in_by_a_pipe(alone: Flask, command: str) -> None:
    result = alone.test_cli_runner().invoke(args=["bundle", command, "-"], input=json.dumps(example()))

    assert (result.exit_code, result.stdout[:1], result.stderr) == (0, "{", "")


def test_of_a_file_without_an_end_no_more_is_read_than_a_bundle_may_have(alone: Flask) -> None:
    result = run(alone, "verify", "/dev/zero")

    assert (result.exit_code, result.stderr[:45]) == (2, "El archivo no se puede leer: pesa más de 32 M")


@pytest.mark.parametrize(
    ("change", "steps"),
    [({"bundle_sha256": "0"}, ["1.2"]), ({"rules_sha256": "0"}, ["2.1"]), ({"groups": []}, ["1.4"])],
    ids=["hash", "rules", "codes"],
)
def test_what_a_step_is_about_is_told_as_that_step(
    alone: Flask, tmp_path: Path, change: dict[str, Any], steps: list[str]
) -> None:
    result = run(alone, "verify", written(tmp_path, example() | change))

    failed = json.loads(result.stdout)["failed"]
    assert (result.exit_code, sorted({number for number, *_ in failed})) == (1, steps)


def test_a_name_that_no_step_is_about_makes_the_file_unusable(alone: Flask, tmp_path: Path) -> None:
    data = example()
    data["groups"][0]["category"] = "OTRA"

    result = run(alone, "verify", written(tmp_path, data))

    assert (result.exit_code, result.stdout, result.stderr[:40]) == (
        2,
        "",
        "En «groups[0].category» se nombra «OTRA»",
    )


def test_the_published_hash_and_papers_are_compared(alone: Flask, tmp_path: Path) -> None:
    text = write_bundle(invented_bundle(3, groups=2, jurors=2))
    paper, file = tmp_path / "acta.pdf", written(tmp_path, text)
    paper.write_bytes(b"%PDF-1.7 another")
    published = json.loads(text)["bundle_sha256"]

    same = run(alone, "verify", file, "--sha256", published.upper())
    other = run(alone, "verify", file, "--sha256", "0" * 64, "--document", paper)
    absent = run(alone, "verify", file, "--document", tmp_path / "no-hay.pdf")

    assert (same.exit_code, [one for one, *_ in json.loads(other.stdout)["failed"]]) == (0, ["1.3", "7.2"])
    assert (absent.exit_code, absent.stdout, absent.stderr[:20]) == (2, "", "No existe el archivo")


def test_the_schema_is_printed(alone: Flask) -> None:
    assert run(alone, "schema").stdout == bundle_schema()


def test_a_contest_is_exported_to_a_file(app: Flask, session: Session, tmp_path: Path) -> None:
    scene = make_public(session)
    session.commit()
    path = tmp_path / "out.json"

    result = run(app, "export", scene.contest.code, "--out", path)

    printed = run(app, "export", scene.contest.code).stdout
    assert (result.exit_code, result.output, printed) == (0, "", path.read_text() + "\n")
    assert run(app, "verify", path).exit_code == 0


def test_what_cannot_be_exported_says_why(app: Flask, session: Session) -> None:
    scene = make_evaluation(session)
    session.commit()

    early, unknown = run(app, "export", scene.contest.code), run(app, "export", "NO-HAY")

    assert (early.exit_code, early.stdout) == (1, "")
    assert early.stderr.startswith("El paquete se puede descargar después de cerrar la calificación")
    assert unknown.stderr == "No hay ningún concurso publicado de código «NO-HAY». Revise el código.\n"


def test_a_contest_is_checked_then_brought_in_once(app: Flask, session: Session, tmp_path: Path) -> None:
    make_district(session)
    make_centre(session)
    office = make_office(session)
    session.commit()
    file = written(tmp_path, example())

    checked, applied, again = (
        run(app, "import", file, *more) for more in ((), ("--office", office.code, "--apply"), ("--apply",))
    )

    contest_id = session.scalar(select(Contest.id))
    assert (checked.exit_code, checked.stdout) == (
        0,
        "I-2025-EJEMPLO can be brought in: 3 groups, 6 sheets. Add --apply\n",
    )
    assert applied.stdout == f"contest {contest_id} is in evaluation: I-2025-EJEMPLO, 3 groups, 6 sheets\n"
    assert (again.exit_code, again.stdout) == (1, "")
    assert again.stderr.startswith("Este archivo ya se trajo: es el concurso I-2025-EJEMPLO.")


@pytest.mark.parametrize("words", [(), ("--office", "NO-HAY")])
def test_the_office_must_be_clear(
    app: Flask, session: Session, tmp_path: Path, words: tuple[str, ...]
) -> None:
    known = sorted(make_office(session, code=code).code for code in ("UT-LIRCAY", "UT-ANTA"))
    session.commit()

    result = run(app, "import", written(tmp_path, example()), *words)

    assert result.exit_code == 2
    assert f"Diga con --office qué oficina lo recibe, una de estas: {', '.join(known)}." in result.stderr
