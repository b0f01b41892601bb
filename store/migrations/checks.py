"""Which words a column may hold, changed in a table that others point at."""

from alembic import op


def allow_words(table: str, column: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """The column's CHECK, named after it, allows other words from now on; raises RuntimeError where it is unknown."""
    old, new = (f"{column} IN ({', '.join(map(repr, words))})" for words in (before, after))
    if op.get_bind().dialect.name == "sqlite":
        _rewrite_check(table, old, new)
    else:
        op.drop_constraint(op.f(f"ck_{table}_{column}"), table, type_="check")
        op.create_check_constraint(op.f(f"ck_{table}_{column}"), table, new)


def _rewrite_check(table: str, old: str, new: str) -> None:
    """Puts the new words into the table's own text, as SQLite's manual does for a change that moves no row.

    To copy the table would break what points at it: foreign keys stay on within a transaction.
    """
    conn = op.get_bind()
    (text,) = conn.exec_driver_sql("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).one()
    if old not in text:
        raise RuntimeError(f"the table {table} does not say {old}")
    (version,) = conn.exec_driver_sql("PRAGMA schema_version").one()
    conn.exec_driver_sql("PRAGMA writable_schema = ON")
    conn.exec_driver_sql("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (text.replace(old, new), table))
    conn.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    conn.exec_driver_sql("PRAGMA writable_schema = RESET")
