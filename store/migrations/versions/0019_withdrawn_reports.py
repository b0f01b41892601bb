"""A published report can be withdrawn."""

from alembic import op

from store.migrations.checks import allow_words

revision = "0019"
down_revision = "0018"

_BEFORE = ("published", "superseded")
_NOW = (*_BEFORE, "withdrawn")


def upgrade() -> None:
    """Allow the step."""
    allow_words("report_steps", "step", _BEFORE, _NOW)


def downgrade() -> None:
    """Take it away; what was withdrawn then stands as if it had never been published."""
    op.execute(
        "DELETE FROM report_steps WHERE step = 'published' AND EXISTS (SELECT 1 FROM report_steps AS other WHERE "
        "other.agency_id = report_steps.agency_id AND other.version_id = report_steps.version_id "
        "AND other.step = 'withdrawn')"
    )
    op.execute("DELETE FROM report_steps WHERE step = 'withdrawn'")
    allow_words("report_steps", "step", _NOW, _BEFORE)
