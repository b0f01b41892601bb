"""PostgreSQL holds agencies apart by itself; tables of later versions get the same when they are added."""

from alembic import op

from store.migrations.apart import hold_agencies_apart, hold_no_agency_apart

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Give every table of agencies its policy."""
    hold_agencies_apart(op.get_bind())


def downgrade() -> None:
    """Take the policies away."""
    hold_no_agency_apart(op.get_bind())
