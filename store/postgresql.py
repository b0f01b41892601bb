"""PostgreSQL: a pool, and a transaction in the caller's own thread.

Planning the query of a person's tasks takes many times as long as running it. So each connection prepares a statement
when it first sends it and plans it once, whatever the values; and connections are few, so that all of them know all
statements.
"""

from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError

from store.scope import OPTION, watch_transactions

_MOST = 10  # connections a process: more wait for the disk and each other, and each plans everything anew
_PREPARED = 500  # statements that a connection knows; a process sends some 200

# Deadlock, and failure to serialise: the server asks to try again.
_AGAIN = ("40P01", "40001")


def postgresql_engine(url: str, connections: int) -> Engine:
    """An engine with a pool of at most so many connections, and of few; a lost one is found out by its use."""
    address = make_url(url)
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    engine = create_engine(
        address,
        # Errors are logged, and the values may be what somebody wrote.
        hide_parameters=True,
        # All are kept once opened: opening one costs more than a turn.
        pool_size=min(connections, _MOST),
        max_overflow=0,
        pool_use_lifo=True,
        connect_args={
            "application_name": "tidtam",
            "connect_timeout": 5,
            "prepare_threshold": 0,
            "options": f"-c plan_cache_mode=force_generic_plan {OPTION}",
        },
    )

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.prepared_max = _PREPARED

    watch_transactions(engine)
    return engine


def reading(engine: Engine) -> Engine:
    """The same pool for transactions that cannot write and see one moment's data."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def was_lost(error: DBAPIError) -> bool:
    """True where the connection turned out to be lost; the pool has then let go of all that are as old."""
    return bool(error.connection_invalidated)


def worth_another_try(error: DBAPIError) -> bool:
    """True where the same transaction may well succeed when it is run again."""
    return getattr(error.orig, "sqlstate", None) in _AGAIN
