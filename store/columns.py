"""The kinds of column that the tables are made of."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    UniqueConstraint,
    literal_column,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

# SQLite counts rows up by itself only where the key's type is exactly INTEGER.
BigId = BigInteger().with_variant(Integer(), "sqlite")
Json = JSON(none_as_null=True)


class gather(FunctionElement[Any]):  # noqa: N801  (written like the functions of SQLAlchemy)
    """The values of all rows in one column: a list of lists, in no certain order; null or empty where there is no row.

    Moments and days are text as `datetime.fromisoformat` reads it, the former in UTC where they name no zone.
    """

    type = Json
    inherit_cache = True


@compiles(gather)
def _gather(element: gather, compiler: Any, **how: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **how)}))"


@compiles(gather, "postgresql")
def _gather_on_postgresql(element: gather, compiler: Any, **how: Any) -> str:
    return f"json_agg(json_build_array({compiler.process(element.clauses, **how)}))"


class Instant(TypeDecorator[datetime]):
    """A moment: stored in UTC, read back aware of its zone; one without a zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """The moment in UTC; raises ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """The moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def id_column() -> Column[int]:
    """The row's own number."""
    return Column("id", BigId, primary_key=True)


def agency_column(**kwargs: Any) -> Column[int]:
    """The agency that the row belongs to."""
    return Column("agency_id", BigId, ForeignKey("agencies.id"), nullable=False, **kwargs)


def in_agency(*columns: str, of: str) -> ForeignKeyConstraint:
    """The row named by the column exists in the same agency: the database itself refuses another's."""
    return ForeignKeyConstraint(["agency_id", *columns], [f"{of}.agency_id", f"{of}.id"])


def named_in_agency() -> UniqueConstraint:
    """What `in_agency` of other tables points at."""
    return UniqueConstraint("agency_id", "id")


def words(name: str, *allowed: str) -> Enum:
    """A short string out of these, which the database checks."""
    return Enum(*map(str, allowed), name=name, native_enum=False, create_constraint=True, length=20)


def only_where(condition: ColumnElement[bool]) -> dict[str, Any]:
    """What makes an index partial, on both databases."""
    return {"sqlite_where": condition, "postgresql_where": condition}


def is_word(column: Column[str], word: str) -> ColumnElement[bool]:
    """The condition that the column has this one of its words.

    The word stands in the statement itself: SQLite does not use a partial index for a bound value.
    """
    if word not in getattr(column.type, "enums", ()):
        raise ValueError(f"{word!r} is not a word of {column}")
    return column == literal_column(f"'{word}'")
