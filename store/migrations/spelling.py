"""How the migrations spell columns and keys; as it was when they were written, whatever `store.columns` says later."""

from typing import Any

import sqlalchemy as sa

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
JSON = sa.JSON()


def one_of(name: str, *allowed: str) -> sa.Enum:
    """A short string that is one of these."""
    return sa.Enum(*allowed, name=name, native_enum=False, create_constraint=True, length=20)


def only_where(condition: str) -> dict[str, Any]:
    """A partial index, on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def primary_key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    """The table's key."""
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def unique(table: str, *columns: str) -> sa.UniqueConstraint:
    """No two rows of the table are alike in these."""
    return sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


def of_agency(table: str) -> sa.ForeignKeyConstraint:
    """The row's agency exists."""
    return sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=f"fk_{table}_agency_id")


def in_agency(table: str, column: str, *, of: str) -> sa.ForeignKeyConstraint:
    """The row that the column names exists in the same agency."""
    return sa.ForeignKeyConstraint(
        ["agency_id", column], [f"{of}.agency_id", f"{of}.id"], name=f"fk_{table}_agency_id_{column}"
    )
