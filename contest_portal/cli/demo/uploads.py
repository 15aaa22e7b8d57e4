"""Files that the office of the demonstration uploaded: one that was checked and waits to be imported, one given up."""

from contextlib import closing

from contest_portal.cli.demo.cast import OFFICE_PLAYERS, act_of
from contest_portal.cli.import_worker import ImportWorker, Workshop
from contest_portal.registry.imports.jobs import ImportOrder
from contest_portal.registry.imports.run import ImportOptions
from contest_portal.registry.rules.import_jobs import JobWork
from contest_portal.registry.services.ask_import import ask_import
from contest_portal.registry.services.cancel_import_job import cancel_import_job

CENTRES = """codigo,ubigeo,nombre,area,altitud,hogares
0902020077,090202,QOCHAPAMPA,R,3410,64
0902020078,090202,WAYLLAY PATA,R,3655,47
"""


def tell_uploads(shop: Workshop) -> None:
    """Ask for two checks; cancel the first and carry out the second, as a worker does."""
    ask_for_check(shop, "centros (borrador).csv", CENTRES.replace("QOCHAPAMPA", "SIN NOMBRE"), cancels=True)
    ask_for_check(shop, "centros nuevos.csv", CENTRES)
    ImportWorker(shop).work_one()


def ask_for_check(shop: Workshop, filename: str, content: str, *, cancels: bool = False) -> None:
    """Upload a file of centres."""
    with closing(shop.room.receive()) as upload:
        upload.write(content.encode())
        sha256 = shop.room.keep(upload)
    order = ImportOrder(JobWork.CHECK, "centres", filename, sha256, ImportOptions(is_complete=False))
    with shop.database.transaction() as session:
        staff = act_of(session, OFFICE_PLAYERS[0], shop.clock())
        job_id = ask_import(session, staff, order=order).id
    if cancels:
        with shop.database.transaction() as session:
            cancel_import_job(session, staff, job_id=job_id)
