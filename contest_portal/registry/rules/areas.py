"""Departments and provinces as the lines of district files tell of them: new ones, and names that do not agree."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from contest_portal.kernel.identifiers import sort_key
from contest_portal.kernel.problems import N_, Problem


@dataclass(frozen=True, slots=True)
class ToldArea:
    """A code of two or four digits with a name, and the first line that says so."""

    code: str
    name: str
    line: int

    @property
    def key(self) -> tuple[str, str]:
        """Give what makes two names of an area one: accents and case do not part them."""
        return self.code, sort_key(self.name)


def names_not_known(told: Iterable[ToldArea], known: Iterable[tuple[str, str]]) -> Iterator[ToldArea]:
    """Give each name once that is not known of its area yet, in the order of the lines."""
    passed = set(known)
    for area in sorted(told, key=lambda one: (one.line, one.code)):
        if area.key not in passed:
            passed.add(area.key)
            yield area


def dispute_remark(told: ToldArea, names: Mapping[str, str]) -> Problem | None:
    """Say that a file names an area otherwise; None when nothing else is known of it. The first name stays."""
    kept = names.get(told.code)
    if kept is None:
        return None
    message = N_(
        "Línea %(line)s: el código %(code)s se llama «%(told)s» en este archivo y «%(kept)s» en el padrón. Queda "
        "«%(kept)s»; después puede elegir el nombre en la página Territorio."
    )
    params = {"line": str(told.line), "code": told.code, "told": told.name, "kept": kept}
    return Problem("area.name", field="file", message=message, params=params)
