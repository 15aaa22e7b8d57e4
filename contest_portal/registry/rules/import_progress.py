"""How far the reading of a file is, in words and as a share of the whole."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from contest_portal.kernel.problems import N_


class ImportStage(StrEnum):
    """What is being done with a file, in this order; a check ends after the comparison."""

    OPENING = "opening"
    READING = "reading"
    COMPARING = "comparing"
    WRITING = "writing"
    TARGETING = "targeting"


STAGE_SENTENCES: Mapping[ImportStage, str] = {
    ImportStage.OPENING: N_("Abriendo el archivo"),
    ImportStage.READING: N_("Leyendo y comprobando las filas"),
    ImportStage.COMPARING: N_("Comparando las filas entre sí y con el padrón"),
    ImportStage.WRITING: N_("Guardando en el padrón"),
    ImportStage.TARGETING: N_("Actualizando la focalización de los centros"),
}
_BEGINS_AT = {
    ImportStage.OPENING: 0,
    ImportStage.READING: 0,
    ImportStage.COMPARING: 80,
    ImportStage.WRITING: 85,
    ImportStage.TARGETING: 95,
}
"""Of a hundred parts. Reading is most of the time; how long the database then takes cannot be known before."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The line that has been read, of about how many."""

    stage: ImportStage = ImportStage.OPENING
    line: int = 0
    length: int = 0

    @property
    def percent(self) -> int:
        """Give how much is done, from 0 to 99: the end is not for the reader to tell."""
        if self.stage is not ImportStage.READING or not self.length:
            return _BEGINS_AT[self.stage]
        return min(
            self.line * _BEGINS_AT[ImportStage.COMPARING] // self.length, _BEGINS_AT[ImportStage.COMPARING]
        )


OnProgress = Callable[[Progress], None]
"""Told now and then; what it raises ends the reading."""
