"""A register of any size with invented people, written straight into the tables: what the measurements run on."""

import io
import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice, repeat

from sqlalchemy import Connection

from contest_portal.kernel.identifiers import sort_key

SURNAMES = (
    "Quispe Mamani Flores Huamán Rojas Ramos Condori Huanca Ccanto Chávez Castillo Vásquez Espinoza Mendoza Taipe "
    "Paytan Ticllasuca Ñahui Ccencho Enríquez Poma Huarcaya Yupanqui Llacta Soto Lulo Quichca Crispín Matamoros "
    "Choque Apaza Ccopa Huillca Sullca Cahuana Unocc Riveros Palomino Curo Ñaupari Guamán Vilca"
).split()
GIVEN = (
    "María Juan Rosa José Luz Julio Ana Pedro Delia Saúl Felipa Moisés Ysabel Grimaldo Prudencia Anastacio Yovana "
    "Wilber Zenobia Hilario Nélida Eusebio Gregoria Teófilo Epifania Fortunato Jhon Yeny Edith Percy"
).split()
_SYLLABLES = (
    "cca hua lla qui chu pa ma na ti cu ri ya yu ñau sull chi lli wa ta ca mi pu ro sa ne lo ve zu je gri bar tor"
).split()
DEPARTMENTS = 24
CENTRES_IN_A_DEPARTMENT = 3_900


class Names:
    """Draws names: a few are borne by very many, very many by a few, as in any real register."""

    def __init__(self, seed: int, rare: int = 40_000) -> None:
        self._random = random.Random(seed)
        made = {
            "".join(self._random.choices(_SYLLABLES, k=self._random.choice((2, 3, 3, 4))))
            for _ in range(rare)
        }
        self._rare = sorted(word.capitalize() for word in made)

    def surname(self) -> str:
        """Draw a surname."""
        return self._draw(SURNAMES)

    def given_names(self) -> str:
        """Draw one or two given names."""
        first = self._draw(GIVEN)
        return f"{first} {self._draw(GIVEN)}" if self._random.random() < 0.6 else first

    def _draw(self, common: Sequence[str]) -> str:
        if self._random.random() < 0.25:
            return self._rare[int(len(self._rare) * self._random.random() ** 2)]
        return common[int(len(common) * self._random.random() ** 2.2)]


def centre_codes() -> list[str]:
    """Give the codes of the centres: eighty districts in each department."""
    return [
        f"{department:02d}{1 + number % 8:02d}{1 + number % 10:02d}{number:04d}"
        for department in range(1, DEPARTMENTS + 1)
        for number in range(1, CENTRES_IN_A_DEPARTMENT + 1)
    ]


def fill(connection: Connection, households: int, *, seed: int = 1) -> int:
    """Write territory, households and four persons in each; give the number of persons."""
    fill_territory(connection)
    write(connection, "household", HOUSEHOLD, household_rows(households, seed))
    write(connection, "person", PERSON, person_rows(households, seed))
    return households * 4


HOUSEHOLD = ("id", "code", "centre_code", "language", "sisfoh_class", "sisfoh_expires_on")
PERSON = (
    "id",
    "dni",
    "given_names",
    "paternal_surname",
    "maternal_surname",
    "sort_key",
    "birth_date",
    "sex",
    "is_head",
    "household_id",
)


def household_rows(number: int, seed: int) -> Iterator[tuple[object, ...]]:
    """Draw households, in the order a file of the whole country has: by centre."""
    draw, codes = random.Random(seed), centre_codes()
    for place in range(number):
        code = codes[place * len(codes) // number]
        chosen = draw.choice((None, "no_pobre", "pobre", "pobre", "pobre_extremo"))
        expires = None if chosen is None else f"{draw.randint(2025, 2028)}-{draw.randint(1, 12):02d}-15"
        yield place + 1, f"{code[:6]}-{place + 1:07d}", code, "quechua", chosen, expires


def person_rows(households: int, seed: int) -> Iterator[tuple[object, ...]]:
    """Draw four persons for each household; surnames run in the family."""
    draw, names = random.Random(seed + 1), Names(seed)
    for household in range(1, households + 1):
        family = names.surname(), names.surname()
        for member in range(4):
            surnames = family if member > 1 else (names.surname(), names.surname())
            given = names.given_names()
            number = (household - 1) * 4 + member
            birth = f"{draw.randint(1940, 2020)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
            dni = f"{(number * 48_271 + 7) % 99_999_989:08d}"
            key = sort_key(*surnames, given)
            sex = draw.choice("FM")
            yield number + 1, dni, given, *surnames, key, birth, sex, member == 0, household


def write(
    connection: Connection, table: str, columns: Sequence[str], rows: Iterator[tuple[object, ...]]
) -> None:
    """Write rows the quickest way each database has: COPY, or executemany."""
    names = ", ".join(columns)
    cursor = connection.connection.cursor()
    if connection.dialect.name == "postgresql":
        with closing(cursor), cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            while lines := list(islice(rows, 5_000)):
                text = io.StringIO()
                for row in lines:
                    text.write("\t".join("\\N" if cell is None else str(cell) for cell in row) + "\n")
                copy.write(text.getvalue())
        return
    marks = ", ".join("?" * len(columns))
    with closing(cursor):
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


def fill_territory(connection: Connection, households: Iterable[int | None] = repeat(None)) -> None:
    """Write districts and centres; `households` are the figures of the centres, one after the other."""
    districts = sorted({code[:6] for code in centre_codes()})
    write(
        connection,
        "district",
        ("ubigeo", "department", "province", "name", "sort_key"),
        (
            (code, f"Departamento {code[:2]}", f"Provincia {code[:4]}", f"Distrito {code}", code)
            for code in districts
        ),
    )
    names = Names(7)
    rows = (
        (code, code[:6], name := names.surname(), sort_key(name), "R", number)
        for code, number in zip(centre_codes(), households, strict=False)
    )
    write(connection, "centre", ("code", "ubigeo", "name", "sort_key", "area", "households"), rows)
