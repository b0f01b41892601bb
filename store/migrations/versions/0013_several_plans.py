"""Several plans a year, each with its number, name and layout; rounds and certified reports are of one of them."""

from alembic import op
from sqlalchemy import Column, Integer, Text

from store.migrations.spelling import JSON

revision = "0013"
down_revision = "0012"

# The column that says which plan, and the columns that no two rows share, before and after.
_TABLES = {
    "plans": ("number", ["agency_id", "year"], ["agency_id", "year", "number"]),
    "rounds": ("plan", ["agency_id", "year", "kind"], ["agency_id", "year", "plan", "kind"]),
    "report_versions": (
        "plan",
        ["agency_id", "year", "kind", "number"],
        ["agency_id", "year", "plan", "kind", "number"],
    ),
}


def upgrade() -> None:
    """What there was is the first plan of its year and what belongs to it."""
    op.add_column("plans", Column("name", Text, nullable=False, server_default=""))
    op.add_column("plans", Column("layout", JSON))
    for table, (column, before, after) in _TABLES.items():
        op.add_column(table, Column(column, Integer, nullable=False, server_default="1"))
        _change_unique(table, before, after)


def downgrade() -> None:
    """Take the columns away; a database that holds several plans of a year stays as it is."""
    for table, (column, before, after) in _TABLES.items():
        _change_unique(table, after, before)
        op.drop_column(table, column)
    op.drop_column("plans", "layout")
    op.drop_column("plans", "name")


def _change_unique(table: str, before: list[str], after: list[str]) -> None:
    old, new = (f"uq_{table}_{'_'.join(columns)}" for columns in (before, after))
    if op.get_bind().dialect.name == "sqlite":
        _make_anew(table, f"{old} UNIQUE ({', '.join(before)})", f"{new} UNIQUE ({', '.join(after)})")
    else:
        op.drop_constraint(op.f(old), table, type_="unique")
        op.create_unique_constraint(op.f(new), table, after)


def _make_anew(table: str, old: str, new: str) -> None:
    """Makes SQLite's table anew by its own text with the other constraint, and puts its rows back.

    Others point at them: SQLite counts what points nowhere until the end of the transaction, and each row that comes
    back makes it less.
    """
    conn = op.get_bind()
    (text,) = conn.exec_driver_sql("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).one()
    if old not in text:
        raise RuntimeError(f"the table {table} has no constraint {old}")
    conn.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    conn.exec_driver_sql(f"CREATE TABLE _kept AS SELECT * FROM {table}")  # noqa: S608
    conn.exec_driver_sql(f"DROP TABLE {table}")
    conn.exec_driver_sql(text.replace(old, new))
    conn.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM _kept")  # noqa: S608
    conn.exec_driver_sql("DROP TABLE _kept")
