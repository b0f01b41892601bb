"""All rows of the tables as JSON values, out and in again, whichever of the two databases they lie in."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Column, Connection, Date, ForeignKeyConstraint, Table, and_, func, insert, select, text, update

from store import tables
from store.columns import Instant
from store.scope import for_every_agency, see_every_agency

Row = Mapping[str, Any]

# No matter of another machine: who is signed in to the installation itself or waits to be, and how it runs.
_STAYS = (
    tables.installation_sessions, tables.waiting_browsers, tables.counts, tables.job_runs, tables.account_news,
    tables.attempts,
)  # fmt: skip
# What others refer to comes first.
TABLES: tuple[Table, ...] = tuple(table for table in tables.metadata.sorted_tables if table not in _STAYS)
_AT_ONCE = 500


def is_empty(conn: Connection) -> bool:
    """True where no agency is kept."""
    return conn.execute(select(tables.agencies.c.id).limit(1)).first() is None


def rows_of(conn: Connection, table: Table, agency_id: int | None = None) -> Iterator[Row]:
    """The table's rows by column, in the order of its key: of all agencies, or of one; days and instants in ISO."""
    query = select(table).order_by(*table.primary_key.columns)
    if agency_id is not None:
        query = query.where((table.c.id if table is tables.agencies else table.c.agency_id) == agency_id)
    for row in for_every_agency(conn, query, yield_per=_AT_ONCE):
        yield {name: _to_json(value) for name, value in row._mapping.items()}


def put_rows(conn: Connection, table: Table, rows: Iterable[Row]) -> int:
    """Adds what `rows_of` gave, ids included, to an empty table; how many rows."""
    count, waiting = 0, iter(rows)
    later: list[Row] = []
    own = _own_references(table)
    while batch := [_read_values(table, row) for row in islice(waiting, _AT_ONCE)]:
        later += [row for row in batch if any(row[name] is not None for name in own)]
        see_every_agency(conn).execute(insert(table), [{**row, **dict.fromkeys(own)} for row in batch])
        count += len(batch)
    for row in later:  # a row may refer to one that comes after it
        this = and_(*(column == row[column.name] for column in table.primary_key.columns))
        referring = update(table).where(this).values({name: row[name] for name in own})
        for_every_agency(conn, referring)
    return count


def reset_id_sequences(conn: Connection) -> None:
    """Sets PostgreSQL's id sequences to go on after the rows that `put_rows` added."""
    if conn.dialect.name != "postgresql":
        return  # SQLite looks at the table
    for table in TABLES:
        if "id" in table.c:
            newest = for_every_agency(conn, select(func.max(table.c.id))).scalar()
            sequence = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :next, false)")
            conn.execute(sequence, {"name": table.name, "next": (newest or 0) + 1})


def _to_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value  # an instant is a date, too


def _read_values(table: Table, row: Row) -> dict[str, Any]:
    return {column.name: _from_json(column, row[column.name]) for column in table.columns}


def _from_json(column: Column[Any], told: Any) -> Any:
    if told is None:
        return None
    if isinstance(column.type, Instant):
        return datetime.fromisoformat(told)
    return date.fromisoformat(told) if isinstance(column.type, Date) else told


def _own_references(table: Table) -> tuple[str, ...]:
    """The columns that name another row of the same table."""
    own = (key for key in table.foreign_key_constraints if key.referred_table is table)
    return tuple(name for key in own for name in _key_columns(key) if name != "agency_id")


def _key_columns(key: ForeignKeyConstraint) -> tuple[str, ...]:
    return tuple(element.parent.name for element in key.elements)
