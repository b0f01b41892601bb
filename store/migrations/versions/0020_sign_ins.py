"""Which browser a session is of, what is told of it in the chat, and browsers that wait for a code to be confirmed."""

from alembic import op
from sqlalchemy import Column, ForeignKeyConstraint, String

from store.migrations.spelling import ID, INSTANT, JSON, primary_key, unique

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add the columns and the table."""
    op.add_column("sessions", Column("browser", String(80), nullable=False, server_default=""))
    op.add_column("sessions", Column("seen_at", INSTANT))
    op.add_column("conversations", Column("sign_ins", JSON))
    op.create_table(
        "waiting_browsers",
        Column("id", ID, nullable=False),
        Column("token_hash", String(64), nullable=False),
        Column("code_hash", String(64), nullable=False),
        Column("browser", String(80), nullable=False),
        Column("place", String(60), nullable=False),
        Column("created_at", INSTANT, nullable=False),
        Column("expires_at", INSTANT, nullable=False),
        Column("for_agency_id", ID),
        Column("person_id", ID),
        Column("confirmed_at", INSTANT),
        primary_key("waiting_browsers", "id"),
        ForeignKeyConstraint(
            ["for_agency_id", "person_id"],
            ["people.agency_id", "people.id"],
            name="fk_waiting_browsers_for_agency_id_person_id",
        ),
        unique("waiting_browsers", "token_hash"),
        unique("waiting_browsers", "code_hash"),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("waiting_browsers")
    for table, column in (("conversations", "sign_ins"), ("sessions", "seen_at"), ("sessions", "browser")):
        op.drop_column(table, column)
