"""An invented register of any size: the same number gives the same households, centres and names."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

DISTRICTS = 100
CENTRES_PER_DISTRICT = 100
PERSONS_PER_HOUSEHOLD = 4
GIVEN = """Alejandrina Basilia Casimira Dionisia Edelmira Fortunata Gumercinda Hilaria Inocencia Jacinta Leandra
Maximiliana Natividad Olimpia Presentación Quintina Rufina Saturnina Teodosia Urbana Valentina Wilma Yolanda Zenobia
Abelardo Benigno Cirilo Demetrio Eleuterio Florencio Gregorio Hermenegildo Isidoro Justiniano Laureano Melquiades
Nazario Octavio Plácido Román Severiano Tiburcio Ubaldo Victoriano Wenceslao Zacarías""".split()
SURNAMES = """Achahui Ayme Ccoyllo Ccahuana Chancasanampa Choquehuanca Condori Cusihuamán Espeza Ñahuincopa Huarcaya
Huillca Inquiltupa Janampa Llactahuamán Mamani Meza Ñaupari Oncebay Paucarchuco Pumayalli Quispealaya Rojas Sullca
Tacuri Tunque Unocc Vilcapoma Waylla Yaranga Zanabria Ccente Crispín De la Cruz Belito Taipe Escobar Poma""".split()
LANGUAGES = ("quechua", "castellano", "asháninka")
CLASSES = ("pobre", "pobre extremo", "no pobre", "")
HEADER = (
    *("codigo_hogar", "codigo_centro", "dni", "nombres", "apellido_paterno", "apellido_materno"),
    *("fecha_nacimiento", "sexo", "jefe", "idioma", "clase_sisfoh", "vence_sisfoh"),
)


def districts() -> Iterator[tuple[str, ...]]:
    """Give the districts of one invented province, 2599."""
    yield ("ubigeo", "departamento", "provincia", "distrito")
    for number in range(DISTRICTS):
        yield f"2599{number:02d}", "Departamento", "Provincia", f"Distrito {number}"


def centres() -> Iterator[tuple[str, ...]]:
    """Give the populated centres of every district."""
    yield ("codigo", "nombre", "area", "hogares")
    for district in range(DISTRICTS):
        for number in range(CENTRES_PER_DISTRICT):
            yield f"2599{district:02d}{number:04d}", f"Centro {number}", "R", str(30 + number)


def members(households: int, *, seed: int = 1) -> Iterator[tuple[str, ...]]:
    """Give the header and one row a person, `PERSONS_PER_HOUSEHOLD` to a household."""
    chance = Random(seed)
    first_day = date(1940, 1, 1)
    yield HEADER
    for home in range(households):
        centre = f"2599{home % DISTRICTS:02d}{home // DISTRICTS % CENTRES_PER_DISTRICT:04d}"
        language, sisfoh = chance.choice(LANGUAGES), chance.choice(CLASSES)
        expires = f"{chance.randint(1, 28):02d}/{chance.randint(1, 12):02d}/2028" if sisfoh else ""
        paternal, maternal = chance.choice(SURNAMES), chance.choice(SURNAMES)
        for member in range(PERSONS_PER_HOUSEHOLD):
            born = first_day + timedelta(days=chance.randrange(30_000))
            yield (
                *(f"H{home:07d}", centre, f"{10_000_000 + home * PERSONS_PER_HOUSEHOLD + member}"),
                *(f"{chance.choice(GIVEN)} {chance.choice(GIVEN)}", paternal, maternal),
                *(f"{born:%d/%m/%Y}", chance.choice("FM"), str(int(member == 0)), language, sisfoh, expires),
            )


def write_csv(path: Path, rows: Iterator[tuple[str, ...]]) -> None:
    """Write rows as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def as_csv(rows: Iterator[tuple[str, ...]]) -> bytes:
    """Give a small table as the bytes of a CSV file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
