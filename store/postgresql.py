"""PostgreSQL: a pool, and a transaction in the caller's own thread."""

from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.exc import DBAPIError

# Deadlock, and failure to serialise: the server asks to try again.
_AGAIN = ("40P01", "40001")


def postgresql_engine(url: str, connections: int) -> Engine:
    """An engine with a pool of at most so many connections, each tried before use."""
    address = make_url(url)
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    return create_engine(
        address,
        # Errors are logged, and the values may be what somebody wrote.
        hide_parameters=True,
        pool_pre_ping=True,
        # All are kept once opened: opening one costs more than a turn.
        pool_size=connections,
        max_overflow=0,
        pool_use_lifo=True,
        connect_args={"application_name": "tidtam", "connect_timeout": 5},
    )


def reading(engine: Engine) -> Engine:
    """The same pool for transactions that cannot write and see one moment's data."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def worth_another_try(error: DBAPIError) -> bool:
    """True where the same transaction may well succeed when it is run again."""
    return getattr(error.orig, "sqlstate", None) in _AGAIN
