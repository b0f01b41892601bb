"""One agency's books: every query inside an agency goes through them and carries its condition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from store import tables
from store.columns import BigId

# Stands for the agency in a query that is composed once; `Books.fetch_prepared` fills it in.
OF_AGENCY = bindparam("of_agency", type_=BigId)

Values = Mapping[str, Any]
Condition = ColumnElement[bool]
AnyRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Books:
    """A connection within a transaction, and the one agency whose rows may be seen through it."""

    conn: Connection
    agency_id: int

    def of(self, table: FromClause) -> Condition:
        """The condition that the table's row belongs to the agency."""
        column = table.c.id if table is tables.agencies else table.c.agency_id
        return column == self.agency_id

    def within(self, query: Select[Any]) -> Select[Any]:
        """The query with the agency's condition for each table that it selects columns of.

        Whatever else it joins states in its ON clause that the agency is the same.
        """
        owned = (table for table in query.columns_clause_froms if "agency_id" in table.c)
        return query.where(*(self.of(table) for table in owned))

    def fetch_all(self, query: Select[Any]) -> Sequence[AnyRow]:
        """All rows of the query within the agency."""
        return self.conn.execute(self.within(query)).all()

    def fetch_one(self, query: Select[Any]) -> AnyRow | None:
        """The first row of the query within the agency, None where there is none."""
        return self.conn.execute(self.within(query)).first()

    def fetch_prepared(self, query: Select[Any], **values: Any) -> Sequence[AnyRow]:
        """All rows of a query that names its agency by OF_AGENCY, with values for its other parameters."""
        return self.conn.execute(query, {"of_agency": self.agency_id, **values}).all()

    def update_prepared(self, statement: Update, **values: Any) -> int:
        """Runs an UPDATE that names its agency by OF_AGENCY; how many rows there were."""
        return self.conn.execute(statement, {"of_agency": self.agency_id, **values}).rowcount

    def insert(self, table: Table, values: Values) -> int:
        """Adds a row to a table that numbers its rows; the row's number."""
        return int(self.conn.execute(_insert(table), {"agency_id": self.agency_id, **values}).scalar_one())

    def insert_all(self, table: Table, rows: Sequence[Values]) -> None:
        """Adds rows whose ids do not matter."""
        if rows:
            self.conn.execute(insert(table), [{"agency_id": self.agency_id, **row} for row in rows])

    def insert_new(self, table: Table, values: Values) -> int | None:
        """Adds a row unless one with a key of it exists; the first column of its primary key, else None."""
        statement = _insert_new(table, self.conn.dialect.name)
        found = self.conn.execute(statement, {"agency_id": self.agency_id, **values}).first()
        return None if found is None else int(found[0])

    def update(self, table: Table, where: Sequence[Condition], values: Values) -> int:
        """Changes the rows that all conditions hold for; how many there were."""
        return self.conn.execute(update(table).where(self.of(table), *where).values(**values)).rowcount

    def delete(self, table: Table, where: Sequence[Condition]) -> int:
        """Deletes the rows that all conditions hold for; how many there were."""
        return self.conn.execute(delete(table).where(self.of(table), *where)).rowcount


def open_books(conn: Connection, slug: str) -> Books | None:
    """The books of the agency with this slug."""
    found = conn.execute(select(tables.agencies.c.id).where(tables.agencies.c.slug == slug)).first()
    return None if found is None else Books(conn, found.id)


def composed(query: Select[Any]) -> Select[Any]:
    """The query with OF_AGENCY's condition for each table that it selects columns of, for `Books.fetch_prepared`.

    Kept in a constant it costs a third of one that is composed for each call.
    """
    owned = (table for table in query.columns_clause_froms if "agency_id" in table.c)
    return query.where(*(table.c.agency_id == OF_AGENCY for table in owned))


# Kept, because composing a statement costs more than running it.
@cache
def _insert(table: Table) -> ReturningInsert[Any]:
    return insert(table).returning(table.c.id)


@cache
def _insert_new(table: Table, dialect: str) -> ReturningInsert[Any]:
    # The two dialects' statements are spelled alike and share no type.
    statement: Any = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    key = "id" if "id" in table.c else "agency_id"
    new: ReturningInsert[Any] = statement.on_conflict_do_nothing().returning(table.c[key])
    return new
