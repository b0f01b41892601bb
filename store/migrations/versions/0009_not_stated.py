"""A reply taken in from a document may have no status: the document names none."""

from alembic import op

revision = "0009"
down_revision = "0008"

_BEFORE, _AFTER = (
    ", ".join(f"'{word}'" for word in words)
    for words in (
        ("not_started", "in_progress", "done", "not_done"),
        ("not_started", "in_progress", "done", "not_done", "not_stated"),
    )
)


def upgrade() -> None:
    """Let the word in."""
    _allow(_BEFORE, _AFTER)


def downgrade() -> None:
    """Keep it out; replies that have it count as in progress again."""
    op.execute("UPDATE updates SET status = 'in_progress' WHERE status = 'not_stated'")
    _allow(_AFTER, _BEFORE)


def _allow(before: str, after: str) -> None:
    """Change the words that the column's check allows.

    SQLite changes no check but by making the table anew, which the rows that name it forbid inside a transaction; its
    own way for a change that touches no stored row is to rewrite the table's text (sqlite.org/lang_altertable.html).
    """
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE updates DROP CONSTRAINT ck_updates_status")
        op.execute(f"ALTER TABLE updates ADD CONSTRAINT ck_updates_status CHECK (status IN ({after}))")
        return
    version = op.get_bind().exec_driver_sql("PRAGMA schema_version").scalar_one()
    op.execute("PRAGMA writable_schema = ON")
    op.get_bind().exec_driver_sql(
        "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'updates'", (before, after)
    )
    op.execute(f"PRAGMA schema_version = {version + 1}")
    op.execute("PRAGMA writable_schema = OFF")
