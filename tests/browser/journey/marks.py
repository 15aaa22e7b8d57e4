"""What each juror gives each group, criterion by criterion, and what follows from it, worked out by hand."""

from collections.abc import Mapping
from fractions import Fraction

from tests.browser.journey.cast import (
    BAKERS,
    BEEKEEPERS,
    BREEDERS,
    FIELD_JUROR,
    PRESIDENT,
    PUBLIC_JUROR,
    WEAVERS,
)

CRITERIA: Mapping[str, tuple[str, ...]] = {
    "CAMPO": ("C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9"),
    "PUBLICA": ("P1", "P2", "P3", "P4", "P5"),
}
PHASE_NAMES: Mapping[str, str] = {"CAMPO": "Evaluación de campo", "PUBLICA": "Presentación pública"}

MARKS: Mapping[tuple[str, str, str], tuple[int, ...]] = {
    (WEAVERS.name, "CAMPO", PRESIDENT.email): (9, 2, 4, 4, 7, 7, 5, 3, 4),  # 45
    (WEAVERS.name, "CAMPO", FIELD_JUROR.email): (8, 2, 3, 4, 7, 6, 5, 3, 4),  # 42
    (WEAVERS.name, "PUBLICA", PRESIDENT.email): (9, 8, 9, 8, 9),  # 43
    (WEAVERS.name, "PUBLICA", FIELD_JUROR.email): (8, 8, 9, 9, 8),  # 42
    (WEAVERS.name, "PUBLICA", PUBLIC_JUROR.email): (9, 9, 9, 8, 8),  # 43
    (BREEDERS.name, "CAMPO", PRESIDENT.email): (8, 1, 3, 3, 7, 7, 5, 3, 3),  # 40
    (BREEDERS.name, "CAMPO", FIELD_JUROR.email): (9, 2, 3, 3, 7, 6, 4, 3, 4),  # 41
    (BREEDERS.name, "PUBLICA", PRESIDENT.email): (8, 8, 8, 8, 8),  # 40
    (BREEDERS.name, "PUBLICA", FIELD_JUROR.email): (8, 7, 9, 8, 9),  # 41
    (BEEKEEPERS.name, "CAMPO", PRESIDENT.email): (9, 2, 4, 3, 7, 7, 5, 3, 3),  # 43
    (BEEKEEPERS.name, "CAMPO", FIELD_JUROR.email): (8, 2, 4, 4, 7, 7, 5, 3, 4),  # 44
    (BEEKEEPERS.name, "PUBLICA", PRESIDENT.email): (8, 8, 8, 8, 8),  # 40
    (BEEKEEPERS.name, "PUBLICA", FIELD_JUROR.email): (8, 8, 8, 8, 9),  # 41
    (BEEKEEPERS.name, "PUBLICA", PUBLIC_JUROR.email): (9, 8, 8, 8, 8),  # 41
    (BAKERS.name, "CAMPO", PRESIDENT.email): (7, 1, 2, 3, 6, 6, 4, 2, 3),  # 34
    (BAKERS.name, "CAMPO", FIELD_JUROR.email): (8, 1, 3, 3, 6, 5, 4, 2, 3),  # 35
    (BAKERS.name, "PUBLICA", PRESIDENT.email): (7, 7, 7, 7, 7),  # 35
    (BAKERS.name, "PUBLICA", FIELD_JUROR.email): (7, 7, 6, 8, 7),  # 35
    (BAKERS.name, "PUBLICA", PUBLIC_JUROR.email): (7, 7, 8, 7, 7),  # 36
}

TOTALS: Mapping[str, Fraction] = {
    WEAVERS.name: Fraction(45 + 42, 2) + Fraction(43 + 42 + 43, 3),
    BREEDERS.name: Fraction(40 + 41, 2) + Fraction(40 + 41, 2),
    BEEKEEPERS.name: Fraction(43 + 44, 2) + Fraction(40 + 41 + 41, 3),
    BAKERS.name: Fraction(34 + 35, 2) + Fraction(35 + 35 + 36, 3),
}
RANKING: tuple[tuple[str, str, str, str], ...] = (
    (BEEKEEPERS.name, "1", "84.17", "505/6"),
    (BAKERS.name, "", "69.83", "419/6"),
    (WEAVERS.name, "1", "86.17", "517/6"),
    (BREEDERS.name, "2", "81.00", "81"),
)
"""Group, place in its category, total as printed, total exactly: the categories in the order of the rules."""
