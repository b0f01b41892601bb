"""How the migrations spell the columns; as it was when they were written, whatever `store.columns` says later."""

from typing import Any

import sqlalchemy as sa

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
JSON = sa.JSON()


def words(name: str, *allowed: str) -> sa.Enum:
    """A short string that is one of these."""
    return sa.Enum(*allowed, name=name, native_enum=False, create_constraint=True, length=20)


def only_where(condition: str) -> dict[str, Any]:
    """A partial index, on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
