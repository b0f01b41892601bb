"""Replies and tasks carry how they stand: the newest reply, the check, and which reply counts."""

from alembic import op
from sqlalchemy import Column, Integer

from store.migrations.spelling import ID, only_where

revision = "0011"
down_revision = "0010"

_STATUSES = ("not_started", "in_progress", "done", "not_done", "not_stated")
_REVIEWS = ("waiting", "approved", "returned")

# As `store.task_state` keeps it from now on.
_FILL = (
    """
    UPDATE updates SET review_step = coalesce((
        SELECT max(v.step) FROM reviews v WHERE v.agency_id = updates.agency_id AND v.update_id = updates.id
    ), 0)
    """,
    """
    UPDATE updates SET review = (SELECT coalesce((
        SELECT CASE v.verdict WHEN 'taken_back' THEN 'waiting' ELSE v.verdict END FROM reviews v
        WHERE v.agency_id = updates.agency_id AND v.update_id = updates.id AND v.step = updates.review_step
    ), CASE WHEN updates.at >= a.review_from THEN 'waiting' END)
    FROM agencies a WHERE a.id = updates.agency_id AND a.review_from IS NOT NULL)
    """,
    """
    UPDATE tasks SET newest_id = (
        SELECT u.id FROM updates u WHERE u.agency_id = tasks.agency_id AND u.task_id = tasks.id
        ORDER BY u.at DESC, u.id DESC LIMIT 1
    ), counting_id = (
        SELECT u.id FROM updates u WHERE u.agency_id = tasks.agency_id AND u.task_id = tasks.id
        AND u.emptied_at IS NULL AND coalesce(u.review, 'approved') = 'approved'
        ORDER BY u.at DESC, u.id DESC LIMIT 1
    )
    """,
    """
    UPDATE tasks SET newest_status = (SELECT u.status FROM updates u WHERE u.id = tasks.newest_id),
        review = (SELECT u.review FROM updates u WHERE u.id = tasks.newest_id),
        counting_status = (SELECT u.status FROM updates u WHERE u.id = tasks.counting_id)
    """,
)


def upgrade() -> None:
    """Add the columns, and fill them."""
    _add_words("updates", "review", _REVIEWS)
    op.add_column("updates", Column("review_step", Integer, nullable=False, server_default="0"))
    op.add_column("tasks", Column("newest_id", ID))
    _add_words("tasks", "newest_status", _STATUSES)
    _add_words("tasks", "review", _REVIEWS)
    op.add_column("tasks", Column("counting_id", ID))
    _add_words("tasks", "counting_status", _STATUSES)
    op.create_index("ix_tasks_waiting", "tasks", ["agency_id"], **only_where("review = 'waiting'"))
    for statement in _FILL:
        op.execute(statement)


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_tasks_waiting", "tasks")
    for column in ("counting_status", "counting_id", "review", "newest_status", "newest_id"):
        op.drop_column("tasks", column)
    for column in ("review_step", "review"):
        op.drop_column("updates", column)


def _add_words(table: str, column: str, allowed: tuple[str, ...]) -> None:
    # Spelled out: alembic leaves the check out on SQLite.
    check = f"CONSTRAINT ck_{table}_{column} CHECK ({column} IN ({', '.join(map(repr, allowed))}))"
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR(20) {check}")
