"""Keeping departments and provinces in step with the districts that files tell of."""

from sqlalchemy import Select, Table, func, select, union_all
from sqlalchemy.orm import Session

from contest_portal.kernel.identifiers import sort_key
from contest_portal.kernel.problems import Problem
from contest_portal.registry.imports.staging import Stage
from contest_portal.registry.models.territory import Area, AreaName
from contest_portal.registry.rules.areas import ToldArea, dispute_remark, names_not_known


def note_areas(session: Session, stage: Stage, *, batch_id: int | None) -> list[Problem]:
    """Keep what a file of districts newly tells of its areas, and give the names that do not agree.

    `batch_id` None only looks.
    """
    names = dict(session.execute(select(Area.code, Area.name)).all())
    known = [(code, key) for code, key in session.execute(select(AreaName.code, AreaName.sort_key))]
    remarks = []
    for told in names_not_known(_told(session, stage), known):
        remarks.append(dispute_remark(told, names))
        is_first = names.setdefault(told.code, told.name) is told.name
        if batch_id is not None:
            _keep(session, told, batch_id, is_first=is_first)
    return [remark for remark in remarks if remark is not None]


def _told(session: Session, stage: Stage) -> list[ToldArea]:
    parts = [_named(stage.table, digits, name) for digits, name in ((2, "department"), (4, "province"))]
    return [ToldArea(*row) for row in session.execute(union_all(*parts))]


def _named(rows: Table, digits: int, name: str) -> Select[str, str, int]:
    code = func.substr(rows.c.ubigeo, 1, digits)
    return select(code, rows.c[name], func.min(rows.c.line)).group_by(code, rows.c[name])


def _keep(session: Session, told: ToldArea, batch_id: int, *, is_first: bool) -> None:
    key = sort_key(told.name)
    if is_first:
        session.add(Area(code=told.code, name=told.name, sort_key=key))
        session.flush()
    session.add(AreaName(code=told.code, name=told.name, sort_key=key, batch_id=batch_id, line=told.line))
    session.flush()
