"""Who and what the journey is about. Everybody and every centre is invented; the codes lead nowhere."""

from dataclasses import dataclass

PASSWORD = "mula piedra lluvia antigua"
CONTEST_CODE = "I-2026-ANDABAMBA"
CONTEST_TITLE = "I Concurso de Emprendimientos Rurales Andabamba y Anta"

DISTRICTS = """ubigeo,departamento,provincia,distrito,prioridad_desnutricion
090201,Huancavelica,Acobamba,Acobamba,no
090202,Huancavelica,Acobamba,Andabamba,no
090203,Huancavelica,Acobamba,Anta,no
"""
POVERTY = """ubigeo,anio,tasa_pct
090201,2018,23.8
090202,2018,49.4
090203,2018,52.6
"""
CENTRES = """codigo,nombre,area,hogares
0902020091,ALTO PUQUIO,R,120
0902020092,QUEBRADA HONDA,R,64
0902020093,LAS RETAMAS,R,37
0902030094,PAMPA VERDE,R,88
0902030095,CERRO SOLO,R,
0902010096,VALLE CHICO,R,79
"""
HOUSEHOLDS = """codigo_hogar,codigo_centro,dni,nombres,apellido_paterno,apellido_materno,fecha_nacimiento,sexo,jefe
H-101,0902020091,99300101,Delia,Ccanto,Huarca,1988-03-14,F,1
H-102,0902020091,99300102,Máxima,Taipe,Ore,1979-11-02,F,1
H-103,0902020091,99300103,Eusebio,Soto,Ccora,1975-06-21,M,1
H-103,0902020091,99300104,Yeni,Soto,Taipe,1995-09-30,F,0
H-201,0902030094,99300201,Saúl,Araujo,Yauri,1983-10-09,M,1
H-202,0902030094,99300202,Justina,Yauri,Poma,1988-05-30,F,1
H-203,0902030094,99300203,Rolando,Poma,Ramos,1990-03-16,M,1
H-301,0902020092,99300301,Betsabé,Tunque,Rojas,1986-06-02,F,1
H-302,0902020092,99300302,Flor,Dueñas,Tunque,1994-09-12,F,1
H-303,0902020092,99300303,Raúl,Rojas,Dueñas,1989-11-28,M,1
H-401,0902030094,99300401,Nélida,Paitán,Quispe,1993-04-25,F,1
H-402,0902030094,99300402,Teodora,Quispe,Lulo,1971-05-17,F,1
H-403,0902030094,99300403,Hilario,Lulo,Paitán,1969-08-13,M,1
H-501,0902020091,99300501,Percy,Belito,Enríquez,1996-08-03,M,1
H-502,0902020091,99300502,Paulina,Enríquez,Soto,1966-02-14,F,1
H-503,0902020092,99300503,Nicanor,Soto,Belito,1970-09-10,M,1
H-601,0902020093,99300601,Moisés,Ramos,Ticse,1962-01-20,M,1
"""


@dataclass(frozen=True)
class Account:
    """A person with an account."""

    email: str
    full_name: str
    dni: str = ""


@dataclass(frozen=True)
class Group:
    """A group as its representative registers it, and what it asks for. `goods` and `lessons` are the two parts."""

    name: str
    representative: Account
    members: tuple[str, ...]
    category: str
    line: str
    title: str
    requested: str
    goods: str
    lessons: str


STAFF = Account("programa@valle.example", "Irma Solís Quinto")
SECRETARY = Account("secretaria@valle.example", "Nelson Arce Pariona")
PRESIDENT = Account("jurado1@valle.example", "Elsa Quintanilla Roque", "99200001")
FIELD_JUROR = Account("jurado2@valle.example", "Marco Yupa Ledesma", "99200002")
PUBLIC_JUROR = Account("jurado3@valle.example", "Zoraida Pérez Chumbes", "99200003")
JURORS = (PRESIDENT, FIELD_JUROR, PUBLIC_JUROR)

WEAVERS = Group(
    name="Hilos de Alto Puquio",
    representative=Account("hilos@valle.example", "Delia Ccanto Huarca"),
    members=("99300101", "99300102", "99300103"),
    category="En marcha",
    line="Textiles",
    title="Prendas de punto para la feria de Anta",
    requested="12345.67",
    goods="7407.41",
    lessons="4938.26",
)
BREEDERS = Group(
    name="Cuyes de Pampa Verde",
    representative=Account("cuyes@valle.example", "Saúl Araujo Yauri"),
    members=("99300201", "99300202", "99300203"),
    category="En marcha",
    line="Crianza de cuyes",
    title="Galpón común con pozas y venta cada mes",
    requested="9000.50",
    goods="5400.30",
    lessons="3600.20",
)
BEEKEEPERS = Group(
    name="Mieles de Quebrada Honda",
    representative=Account("mieles@valle.example", "Betsabé Tunque Rojas"),
    members=("99300301", "99300302", "99300303"),
    category="En idea",
    line="Miel y derivados",
    title="Veinte colmenas y miel en frasco",
    requested="8000.00",
    goods="4800.00",
    lessons="3200.00",
)
BAKERS = Group(
    name="Horno de las Comadres",
    representative=Account("horno@valle.example", "Nélida Paitán Quispe"),
    members=("99300401", "99300402", "99300403"),
    category="En idea",
    line="Panadería",
    title="Pan de maíz para las escuelas",
    requested="6000.00",
    goods="3600.00",
    lessons="2400.00",
)
MILLERS = Group(
    name="Molino del Último Día",
    representative=Account("molino@valle.example", "Percy Belito Enríquez"),
    members=("99300501", "99300502", "99300503"),
    category="En marcha",
    line="Panadería",
    title="Molienda de cebada y maíz",
    requested="7000.00",
    goods="4200.00",
    lessons="2800.00",
)
IN_TIME = (WEAVERS, BREEDERS, BEEKEEPERS, BAKERS)
LINES = ("Crianza de cuyes", "Miel y derivados", "Panadería", "Textiles")
