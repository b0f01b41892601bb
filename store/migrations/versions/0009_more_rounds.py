"""Quarters, nine months and the halves of the calendar year are rounds, too."""

from alembic import op

revision = "0009"
down_revision = "0008"

_BEFORE = ("first_half", "second_half", "annual")
_NOW = (
    *("q1", "q2", "first_half", "q3", "calendar_first", "months_9", "q4", "second_half", "annual"),
    "calendar_second",
)


def upgrade() -> None:
    """Allow the new kinds."""
    _allow(_BEFORE, _NOW)


def downgrade() -> None:
    """Allow the kinds of before alone; a database that holds others stays as it is."""
    _allow(_NOW, _BEFORE)


def _allow(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    old, new = (f"kind IN ({', '.join(map(repr, kinds))})" for kinds in (before, after))
    for table in ("rounds", "report_versions"):
        if op.get_bind().dialect.name == "sqlite":
            _rewrite_check(table, old, new)
        else:
            op.drop_constraint(op.f(f"ck_{table}_kind"), table, type_="check")
            op.create_check_constraint(op.f(f"ck_{table}_kind"), table, new)


def _rewrite_check(table: str, old: str, new: str) -> None:
    """Puts the new words into the table's own text, as SQLite's manual does for a change that moves no row.

    To copy the table would break what points at it: foreign keys stay on within a transaction.
    """
    conn = op.get_bind()
    (text,) = conn.exec_driver_sql("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).one()
    if old not in text:
        raise RuntimeError(f"the table {table} allows other kinds than {old}")
    (version,) = conn.exec_driver_sql("PRAGMA schema_version").one()
    conn.exec_driver_sql("PRAGMA writable_schema = ON")
    conn.exec_driver_sql("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (text.replace(old, new), table))
    conn.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    conn.exec_driver_sql("PRAGMA writable_schema = RESET")
