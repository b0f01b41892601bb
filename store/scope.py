"""Whose rows a transaction sees: on PostgreSQL the database itself holds it to them, whatever its statements say.

Every table with an `agency_id` has a policy by the setting `tidtam.agency`. Our connections begin with `none`; what
opens an agency's books, or says that it works for every agency, sends the setting with BEGIN: no statement more.
Connections that do not have the setting see all: processes of a version before it, which may serve on while the schema
is brought up to date, and an operator's own (psql, pg_dump).
On SQLite, one office's database, there is nothing to hold apart.
"""

from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, Executable, event, text

NOBODY = "none"  # what our connections see before anything is opened
_EVERYBODY = "all"
_SETTING = "tidtam.agency"
_SEEN = "tidtam.seen"  # where a connection keeps what its transaction has told the server
_IDLE = 0  # psycopg.pq.TransactionStatus.IDLE, which costs an import

OPTION = f"-c {_SETTING}={NOBODY}"  # of a new connection


def see_agency(conn: Connection, agency_id: int) -> Connection:
    """The connection, its transaction held to the agency's rows until another agency is named."""
    return _see(conn, str(agency_id))


def see_every_agency(conn: Connection) -> Connection:
    """The connection, its transaction seeing the rows of all agencies until one is named."""
    return _see(conn, _EVERYBODY)


def for_every_agency(conn: Connection, statement: Executable, **options: Any) -> CursorResult[*tuple[Any, ...]]:
    """Runs a statement that rightly works across agencies: a sweep of the worker, a backup, a look-up by a code."""
    return see_every_agency(conn).execute(statement, execution_options={"every_agency": True, **options})


def watch_transactions(engine: Engine) -> None:
    """Notices what makes the server forget whose rows are seen: a new transaction, and one partly undone."""

    @event.listens_for(engine, "begin")
    def began_anew(conn: Connection) -> None:
        conn.info.pop(_SEEN, None)

    @event.listens_for(engine, "rollback_savepoint")
    def partly_undone(conn: Connection, _name: str, _context: object) -> None:
        conn.info.pop(_SEEN, None)


def _see(conn: Connection, whom: str) -> Connection:
    if conn.dialect.name != "postgresql":
        return conn
    if not conn.in_transaction():
        conn.begin()  # as the first statement would: what was seen in the transaction before is forgotten
    if conn.connection.info.get(_SEEN) == whom:
        return conn
    driver: Any = conn.connection.driver_connection
    if driver.pgconn.transaction_status == _IDLE:
        # The driver finds the transaction begun. Where the connection is lost, its next statement says so.
        driver.pgconn.exec_(f"{_begin_of(driver)}; SET LOCAL {_SETTING} = '{whom}'".encode())
    else:
        conn.exec_driver_sql(f"SELECT set_config('{_SETTING}', %s, true)", (whom,))
    conn.connection.info[_SEEN] = whom
    return conn


def _begin_of(driver: Any) -> str:
    """BEGIN as the driver would send it."""
    level = "" if driver.isolation_level is None else driver.isolation_level.name.replace("_", " ")
    return f"BEGIN{level and f' ISOLATION LEVEL {level}'}{' READ ONLY' if driver.read_only else ''}"


def is_held(conn: Connection) -> bool:
    """True where the database holds agencies apart: always on SQLite, on PostgreSQL unless a superuser is signed in."""
    if conn.dialect.name != "postgresql":
        return True
    held = text("SELECT NOT (rolsuper OR rolbypassrls) FROM pg_roles WHERE rolname = current_user")
    return bool(conn.scalar(held))
