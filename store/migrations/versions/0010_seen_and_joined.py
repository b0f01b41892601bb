"""Codes seen in a group, photos sent together, replies that go on with those before or were emptied by unsending."""

import sqlalchemy as sa
from alembic import op

from store.migrations.spelling import INSTANT

revision = "0010"
down_revision = "0009"

_COLUMNS = {
    "invites": (("shown_at", INSTANT),),
    "evidence": (
        ("set_id", sa.String(length=64)),
        ("set_index", sa.Integer()),
        ("set_total", sa.Integer()),
    ),
    "updates": (
        ("begun_at", INSTANT),
        ("adds", sa.Boolean()),
        ("emptied_at", INSTANT),
    ),
}


def upgrade() -> None:
    """Add the columns; null says nothing of what was before."""
    for table, columns in _COLUMNS.items():
        for name, kind in columns:
            op.add_column(table, sa.Column(name, kind))
    op.create_index("ix_evidence_set", "evidence", ["agency_id", "set_id"])


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_evidence_set", "evidence")
    for table, columns in _COLUMNS.items():
        for name, _kind in columns:
            op.drop_column(table, name)
