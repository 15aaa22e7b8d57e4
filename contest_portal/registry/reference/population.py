"""Invented households, the same for the same seed: nobody in them exists.

The register moves in revisions. Everything is there at revision 1; at each later one a tenth of the households has
changed its class, so that "what changed since" has an answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from contest_portal.kernel.canonical import Json, sha256_hex

GIVEN = {
    "F": (
        "Alcira",
        "Benedicta",
        "Dominga",
        "Eulalia",
        "Flavia",
        "Hermelinda",
        "Nicolasa",
        "Ñusta",
        "Teófila",
    ),
    "M": ("Abundio", "Basilio", "Cirilo", "Epifanio", "Fortunato", "Hilario", "Pánfilo", "Sabino", "Zenobio"),
}
SURNAMES = (
    "Ccoñas",
    "Chumbes",
    "Huallpamayta",
    "Illanes",
    "Lizana",
    "Matamoros",
    "Ñaupari",
    "Paucarchuco",
    "Quichca",
    "Riveros",
    "Sedano",
    "Unocc",
)
CLASSES = ("pobre_extremo", "pobre", "no_pobre")
LANGUAGES = ("quechua", "castellano", None)
DNI_FIRST = 94_000_000
CHANGING = 10


@dataclass(frozen=True, slots=True)
class Population:
    """A register of `size` households over some populated centres, as it stands at a revision."""

    size: int
    seed: int
    centres: tuple[str, ...]
    revision: int = 1

    def changed_since(self, since: int) -> Iterator[int]:
        """Number the households that changed after a revision (0: all), in their order."""
        return (number for number in range(self.size) if self._changed_at(number) > since)

    def household(self, number: int) -> dict[str, Json]:
        """Make a household."""
        dice = self._dice(number)
        members = 1 + dice[0] % 5
        surnames = SURNAMES[dice[1] % len(SURNAMES)], SURNAMES[dice[2] % len(SURNAMES)]
        return {
            "code": f"RR-{self.seed}-{number:06d}",
            "centre_code": self.centres[dice[3] % len(self.centres)],
            "language": LANGUAGES[dice[4] % len(LANGUAGES)],
            "sisfoh_class": CLASSES[(dice[5] + self._changed_at(number)) % len(CLASSES)],
            "sisfoh_classified_on": f"{2024 + dice[6] % 3}-06-30",
            "sisfoh_expires_on": f"{2027 + dice[6] % 3}-06-30",
            "latitude": f"-12.{dice[26]:03d}{dice[27]:03d}",
            "longitude": f"-74.{dice[28]:03d}{dice[29]:03d}",
            "members": [self._member(number, place, dice, surnames) for place in range(members)],
        }

    def _member(self, number: int, place: int, dice: bytes, surnames: tuple[str, str]) -> dict[str, Json]:
        sex = "F" if (dice[7] + place) % 2 else "M"
        year = (1958 if place < 2 else 1995) + dice[8 + place] % 25
        return {
            "dni": f"{DNI_FIRST + self.seed % 10 * 500_000 + number * 5 + place:08d}",
            "given_names": GIVEN[sex][dice[16 + place] % len(GIVEN[sex])],
            "paternal_surname": surnames[0],
            "maternal_surname": surnames[1],
            "birth_date": f"{year}-{1 + dice[24] % 12:02d}-{1 + dice[25] % 28:02d}",
            "sex": sex,
            "is_head": place == 0,
            "kinship": ("head", "spouse")[place] if place < 2 else "child",
        }

    def _changed_at(self, number: int) -> int:
        """Give the last revision at which a household changed."""
        back = (self.revision + number) % CHANGING
        return max(1, self.revision - back)

    def _dice(self, number: int) -> bytes:
        return bytes.fromhex(sha256_hex(f"{self.seed}:{number}"))
