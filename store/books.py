"""One agency's books: every query inside an agency goes through them and carries its condition."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

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
from store.scope import see_agency

# Stands for the agency in a query that is composed once; `Books.fetch_prepared` fills it in.
OF_AGENCY = bindparam("of_agency", type_=BigId)

# What an agency's office is made of, with what its people ask and tell each other: who changes a row of these makes the
# office's revision another one.
OFFICE = frozenset(
    {tables.agencies, tables.units, tables.people, tables.person_units, tables.person_roles}
    | {tables.plans, tables.reminder_rules, tables.task_offers, tables.comments}
)

T = TypeVar("T")
Values = Mapping[str, Any]
Condition = ColumnElement[bool]
AnyRow = Row[*tuple[Any, ...]]


@dataclass(slots=True)
class Office:
    """What is known of an agency's office; `known` is None where nothing is remembered, or no longer.

    `raised_in` is the transaction, or savepoint, in which these books have made the office's revision another one.
    """

    known: dict[str, Any] | None = None
    raised_in: object = None


@dataclass(frozen=True, slots=True)
class Books:
    """A connection within a transaction, and the one agency whose rows may be seen through it."""

    connection: Connection
    agency_id: int
    office: Office = field(default_factory=Office, compare=False, repr=False)

    @property
    def conn(self) -> Connection:
        """The connection, its transaction held to the agency's rows."""
        return see_agency(self.connection, self.agency_id)

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
        return self.conn.execute(query, {"of_agency": self.agency_id, **_pad_lists(values)}).all()

    def update_prepared(self, statement: Update, **values: Any) -> int:
        """Runs an UPDATE that names its agency by OF_AGENCY; how many rows there were."""
        self._change(statement.table)
        return self.conn.execute(statement, {"of_agency": self.agency_id, **values}).rowcount

    def remember(self, name: str, read: Callable[[], T]) -> T:
        """What `read` returns of the office; read once for all transactions that see the same revision of it."""
        known = self.office.known
        if known is None:
            return read()
        if name not in known:
            known[name] = read()
        found: T = known[name]
        return found

    def remembers(self) -> bool:
        """True while what was read of the office is remembered."""
        return self.office.known is not None

    def hold_office(self) -> None:
        """Waits for who changes the office just now; until this transaction ends nobody else does.

        To be called before what is compared, or kept as it was, is read: on PostgreSQL each statement sees what was
        committed before it.
        """
        self._change(tables.agencies)

    def _change(self, table: FromClause) -> None:
        """Before a write: one to the office makes its revision another one, and what is remembered of it void.

        A number by chance, not the next one: a revision that was rolled back never comes again with other rows.
        """
        if table not in OFFICE:
            return
        self.office.known = None
        within = self.conn.get_nested_transaction() or self.conn.get_transaction()
        if within is not self.office.raised_in:
            self.conn.execute(_RAISE, {"of_agency": self.agency_id, "new": random.getrandbits(62)})
            self.office.raised_in = within

    def insert(self, table: Table, values: Values) -> int:
        """Adds a row to a table that numbers its rows; the row's number."""
        self._change(table)
        return int(self.conn.execute(_insert(table), {"agency_id": self.agency_id, **values}).scalar_one())

    def insert_all(self, table: Table, rows: Sequence[Values]) -> None:
        """Adds rows whose ids do not matter."""
        if rows:
            self._change(table)
            self.conn.execute(insert(table), [{"agency_id": self.agency_id, **row} for row in rows])

    def insert_new(self, table: Table, values: Values) -> int | None:
        """Adds a row unless one with a key of it exists; the first column of its primary key, else None."""
        return self.insert_prepared(insert_new(table, self.conn.dialect.name), values)

    def insert_prepared(self, statement: ReturningInsert[Any], values: Values) -> int | None:
        """Runs what `insert_new` composed, or what was made of that; None where no row was added."""
        found = self.insert_and_fetch(statement, values)
        return None if found is None else int(found[0])

    def insert_and_fetch(self, statement: ReturningInsert[Any], values: Values) -> AnyRow | None:
        """The same with all that the statement returns; it may name its agency by OF_AGENCY, too."""
        self._change(statement.table)
        of_agency = {"agency_id": self.agency_id, OF_AGENCY.key: self.agency_id}
        return self.conn.execute(statement, {**of_agency, **values}).first()

    def update(self, table: Table, where: Sequence[Condition], values: Values) -> int:
        """Changes the rows that all conditions hold for; how many there were."""
        self._change(table)
        return self.conn.execute(update(table).where(self.of(table), *where).values(**values)).rowcount

    def delete(self, table: Table, where: Sequence[Condition]) -> int:
        """Deletes the rows that all conditions hold for; how many there were."""
        self._change(table)
        return self.conn.execute(delete(table).where(self.of(table), *where)).rowcount


def _pad_lists(values: Values) -> Values:
    """The values, lists filled up with their last one to 1, 2, 4, 8 …: few statements to plan, not one a length."""
    return {name: _pad(value) if isinstance(value, list) and value else value for name, value in values.items()}


def _pad(several: list[Any]) -> list[Any]:
    return several + several[-1:] * ((1 << (len(several) - 1).bit_length()) - len(several))


_RAISE = update(tables.agencies).where(tables.agencies.c.id == OF_AGENCY).values(revision=bindparam("new", type_=BigId))


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


def insert_into(table: Table, dialect: str) -> Any:
    """A statement that adds a row and may say what to do on a conflict: the two dialects' are spelled alike."""
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)


@cache
def insert_new(table: Table, dialect: str) -> ReturningInsert[Any]:
    """Adds a row unless one with a key of it exists; returns the first column of its primary key."""
    key = "id" if "id" in table.c else "agency_id"
    new: ReturningInsert[Any] = insert_into(table, dialect).on_conflict_do_nothing().returning(table.c[key])
    return new
