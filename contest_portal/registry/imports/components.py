"""Records of components that a file tells of: compared with the register and written, a whole file in a few statements.

A live record of the same household, kind and day is the same record. A file changes only what a file told: what a
person wrote, corrected, moved on or voided stays as it is, and the report says so.
"""

from collections.abc import Iterator

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    Text,
    and_,
    case,
    cast,
    exists,
    func,
    insert,
    literal,
    literal_column,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.imports.record_files import Condition, counted_fates, counted_remark
from contest_portal.registry.imports.register_writes import Fates
from contest_portal.registry.imports.staging import Stage
from contest_portal.registry.imports.stores import table_of
from contest_portal.registry.models.components import ComponentKind, ComponentRecord, ComponentStep
from contest_portal.registry.models.register import Household, ImportBatch, RegisterVersion
from contest_portal.registry.rules.component_records import HELD, ComponentState
from contest_portal.registry.rules.kinds.components import DETAIL_FIELDS

_RECORD = table_of(ComponentRecord)
_HELD = sorted(state.value for state in HELD)
_STEP_COLUMNS = ["record_id", "number", "state", "on_date", "noted_at", "noted_by"]


def matched(stage: Stage) -> Select[*tuple[object, ...]]:
    """Give each row its household, its kind and the record it is told of.

    `is_kept`: a person's hand is in it. `has_moved`: a person put another day on the record that a file told of.
    """
    rows, home, kind = stage.table, table_of(Household), table_of(ComponentKind)
    same = and_(
        _RECORD.c.household_id == home.c.id,
        _RECORD.c.kind_id == kind.c.id,
        _RECORD.c.on_date == rows.c.on_date,
        _RECORD.c.voided_at.is_(None),
    )
    has_moved, was_voided = _earlier_lives(rows, home, kind)
    told = [
        and_(rows.c[name].is_not(None), rows.c[name].is_distinct_from(_RECORD.c[name]))
        for name in ("state", *DETAIL_FIELDS)
    ]
    is_absent = _RECORD.c.id.is_(None)
    return select(
        rows,
        home.c.id.label("household_id"),
        kind.c.id.label("kind_id"),
        kind.c.unit.label("unit"),
        kind.c.name.label("kind_name"),
        kind.c.is_active.label("is_active"),
        _RECORD.c.id.label("record_id"),
        _RECORD.c.state.label("present"),
        and_(~is_absent, or_(*told)).label("differs"),
        _RECORD.c.file_version.is_distinct_from(_RECORD.c.version).label("is_kept"),
        and_(is_absent, has_moved).label("has_moved"),
        and_(is_absent, ~has_moved, was_voided).label("was_voided"),
        and_(is_absent, ~has_moved, ~was_voided).label("is_new"),
    ).select_from(
        rows.join(home, home.c.code == rows.c.household_code)
        .join(kind, kind.c.code == rows.c.kind)
        .outerjoin(_RECORD, same)
    )


def _earlier_lives(rows: Table, home: Table, kind: Table) -> tuple[Condition, Condition]:
    """Say that a record of the row lives on under another day, and that one of the row was voided."""
    other = _RECORD.alias("other")
    of_the_same = (other.c.household_id == home.c.id, other.c.kind_id == kind.c.id)
    has_moved = exists().where(*of_the_same, other.c.voided_at.is_(None), other.c.file_date == rows.c.on_date)
    was_voided = exists().where(
        *of_the_same,
        other.c.voided_at.is_not(None),
        or_(other.c.on_date == rows.c.on_date, other.c.file_date == rows.c.on_date),
    )
    return has_moved, was_voided


class ComponentFile:
    """The staged rows of one file beside the records they are told of."""

    def __init__(self, session: Session, stage: Stage) -> None:
        self._session = session
        self._rows = matched(stage).subquery("told")
        self._changed: Condition = self._rows.c.differs & ~self._rows.c.is_kept

    def fates(self) -> Fates:
        """Say what writing would do."""
        return counted_fates(self._session, self._rows, self._changed)

    def remarks(self) -> Iterator[Problem]:
        """Say what of the file is not taken, or not as it stands, though it is no fault."""
        rows = self._rows.c
        yield from counted_remark(
            self._session,
            self._rows,
            "component.kept",
            N_(
                "Filas que dicen otra cosa que lo que una persona registró o corrigió en la oficina: %(rows)s (la "
                "primera, la línea %(line)s). Se conserva lo que ella escribió; si el archivo tiene razón, corrija "
                "esos registros en la página del hogar."
            ),
            (rows.differs & rows.is_kept) | rows.has_moved,
        )
        yield from counted_remark(
            self._session,
            self._rows,
            "component.stays_voided",
            N_(
                "Filas de registros que la oficina anuló: %(rows)s (la primera, la línea %(line)s). No se vuelven a "
                "registrar; si alguna vale, regístrela en la página del hogar."
            ),
            rows.was_voided,
        )
        yield from counted_remark(
            self._session,
            self._rows,
            "component.year_only",
            N_(
                "Filas que traen solo el año: %(rows)s (la primera, la línea %(line)s). Se registran con fecha 1 de "
                "enero."
            ),
            rows.is_year,
        )

    def write(self, *, batch_id: int) -> None:
        """Write the rows in the caller's transaction; a changed record keeps what it was as a version."""
        batch = self._session.get_one(ImportBatch, batch_id)
        self._keep_versions(batch_id)
        self._add_steps(batch)
        self._update(batch_id)
        self._insert_new(batch)
        self._session.expire_all()

    def _keep_versions(self, batch_id: int) -> None:
        pairs: list[ColumnElement[object]] = []
        for name in ("state", *DETAIL_FIELDS):
            pairs += [literal_column(f"'{name}'"), _RECORD.c[name]]
        is_postgres = self._session.get_bind().dialect.name == "postgresql"
        content = cast(func.jsonb_build_object(*pairs), Text) if is_postgres else func.json_object(*pairs)
        kept = (
            select(
                literal("component"),
                cast(_RECORD.c.id, Text),
                content,
                _RECORD.c.batch_id,
                _RECORD.c.line,
                literal(batch_id),
            )
            .join_from(_RECORD, self._rows, self._rows.c.record_id == _RECORD.c.id)
            .where(self._changed)
            .order_by(_RECORD.c.id)
        )
        columns = ["noun", "key", "content", "batch_id", "line", "until_batch_id"]
        self._session.execute(insert(RegisterVersion).from_select(columns, kept))

    def _add_steps(self, batch: ImportBatch) -> None:
        """Note the states that records come into; the rule of `told_again_problem` let only later ones pass."""
        rows, steps = self._rows.c, table_of(ComponentStep)
        number = select(func.max(steps.c.number) + 1).where(steps.c.record_id == rows.record_id)
        moved = (
            select(
                rows.record_id,
                number.scalar_subquery(),
                rows.state,
                rows.on_date,
                literal(batch.applied_at, steps.c.noted_at.type),
                literal(batch.applied_by, steps.c.noted_by.type),
            )
            .where(self._changed, rows.state != rows.present)
            .order_by(rows.record_id)
        )
        self._session.execute(insert(ComponentStep).from_select(_STEP_COLUMNS, moved))

    def _update(self, batch_id: int) -> None:
        rows = self._rows.c
        state = func.coalesce(rows.state, _RECORD.c.state)
        values: dict[str, ColumnElement[object]] = {
            name: func.coalesce(rows[name], _RECORD.c[name]) for name in DETAIL_FIELDS
        }
        self._session.execute(
            update(_RECORD)
            .where(_RECORD.c.id == rows.record_id, self._changed)
            .values(
                {
                    **values,
                    "state": state,
                    "held_since": case(
                        (state.in_(_HELD), func.coalesce(_RECORD.c.held_since, rows.on_date)), else_=null()
                    ),
                    "batch_id": batch_id,
                    "line": rows.line,
                    "version": _RECORD.c.version + 1,
                    "file_version": _RECORD.c.version + 1,
                }
            )
        )

    def _insert_new(self, batch: ImportBatch) -> None:
        rows = self._rows.c
        state = func.coalesce(rows.state, ComponentState.DELIVERED.value)
        values: dict[str, ColumnElement[object]] = {
            "household_id": rows.household_id,
            "kind_id": rows.kind_id,
            "state": state,
            "on_date": rows.on_date,
            "held_since": case((state.in_(_HELD), rows.on_date), else_=null()),
            **{name: rows[name] for name in DETAIL_FIELDS},
            **{name: func.coalesce(rows[name], "") for name in ("trainer", "counterpart_inputs", "note")},
            "recorded_at": literal(batch.applied_at, _RECORD.c.recorded_at.type),
            "recorded_by": literal(batch.applied_by, _RECORD.c.recorded_by.type),
            "batch_id": literal(batch.id),
            "line": rows.line,
            "version": literal(1),
            "file_version": literal(1),
            "file_date": rows.on_date,
        }
        new = select(*values.values()).where(self._rows.c.is_new).order_by(rows.line)
        self._session.execute(insert(_RECORD).from_select(list(values), new))
        first = select(
            _RECORD.c.id,
            literal(1),
            _RECORD.c.state,
            _RECORD.c.on_date,
            _RECORD.c.recorded_at,
            _RECORD.c.recorded_by,
        ).where(_RECORD.c.batch_id == batch.id, _RECORD.c.version == 1)
        self._session.execute(insert(ComponentStep).from_select(_STEP_COLUMNS, first.order_by(_RECORD.c.id)))
