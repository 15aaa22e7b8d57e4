"""The verifier by itself over files that were made to keep it busy: it says what is too much, at once."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.publication.test_verify import PROGRAM, report_of, small

HOSTILE = {
    "an exponent": (
        '{"a":1e999999999}',
        "«1e999999999» no es JSON, o no es un número entero de 18 cifras o menos",
    ),
    "ten million digits": ('{"a":' + "9" * 10_000_000 + "}", "no es un número entero de 18 cifras o menos"),
    "ten million levels": ('{"a":' + "[" * 10_000_000, "tiene más de 32 niveles, uno dentro de otro"),
    "a text without end": ('{"a":"' + '\\"' * 1_000_000, "no es JSON en UTF-8 con la forma de un paquete"),
    "too many bytes": ('{"a":"' + "x" * 32_000_000 + '"}', "pesa más de 32 MB"),
    "powers of ten": (small(3).replace('"decimals":2', '"decimals":999999999'), "demasiados decimales"),
}
TWICE = "falta un dato o no tiene la forma debida: hay dos con el mismo «criterion»"
PATIENCE_SECONDS = 20


@pytest.mark.parametrize(("content", "sentence"), HOSTILE.values(), ids=HOSTILE)
def test_nobody_is_kept_waiting_by_a_file(tmp_path: Path, content: str, sentence: str) -> None:
    """Without its bounds the program takes minutes, or all memory, over most of these; with them no second."""
    file = tmp_path / "bundle.json"
    file.write_text(content, encoding="utf-8")
    program = [sys.executable, "-I", str(PROGRAM), str(file)]

    told = subprocess.run(program, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS)

    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith("1.1 — el archivo no se puede usar: ")
    assert sentence in told.stderr


@pytest.mark.parametrize("fraction", ["1e999999999", "1/" + "9" * 4000, "9" * 19 + "/2", "2", "1/0"])
def test_a_fraction_of_a_text_is_short_too(fraction: str) -> None:
    data = json.loads(small(3))
    data["rules"]["phases"][0]["attendance_minimum"] = fraction

    reasons = [reason for number, _, reason in report_of(data)["failed"] if number == "4.1"]

    assert len(reasons) == 1
    assert "no es una fracción como 137/2" in reasons[0]


def test_a_second_reason_cannot_hide_behind_the_sealed_one() -> None:
    data = json.loads(small(3))
    code = next(iter(data["sheets"][0]["marks"]))
    data["sheets"][0]["reasons"] = [{"criterion": code, "text": text} for text in ("Otro", "No convenció")]

    assert ["3.1", "puntajes dentro de la ficha y de la escala", TWICE] in report_of(data)["failed"]
