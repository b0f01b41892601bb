"""The record of who did what, which nothing may change."""

from alembic import op
from sqlalchemy import Column, String

from store.migrations.spelling import ID, INSTANT, JSON, in_agency, of_agency, primary_key

revision = "0018"
down_revision = "0017"

_REFUSED = "the record of who did what is only added to"
# What is refused: the events of each table, and the condition of the trigger that refuses them.
_TRIGGERS = (
    ("audit_entries", "UPDATE", ""),
    ("audit_entries", "DELETE", ""),
    ("audit_heads", "UPDATE", "WHEN (NEW.number <= OLD.number OR NEW.agency_id <> OLD.agency_id)"),
    ("audit_heads", "DELETE", ""),
)


def upgrade() -> None:
    """Add the tables and what guards them."""
    op.create_table(
        "audit_entries",
        Column("agency_id", ID, nullable=False),
        Column("number", ID, nullable=False),
        Column("at", INSTANT, nullable=False),
        Column("person_id", ID),
        Column("way", String(20), nullable=False),
        Column("kind", String(20), nullable=False),
        Column("about", String(20), nullable=False),
        Column("about_id", ID),
        Column("behalf_of", ID),
        Column("parts", JSON, nullable=False),
        Column("hash", String(64), nullable=False),
        primary_key("audit_entries", "agency_id", "number"),
        of_agency("audit_entries"),
        in_agency("audit_entries", "person_id", of="people"),
        in_agency("audit_entries", "behalf_of", of="people"),
    )
    op.create_index("ix_audit_entries_person", "audit_entries", ["agency_id", "person_id", "number"])
    op.create_table(
        "audit_heads",
        Column("agency_id", ID, nullable=False),
        Column("number", ID, nullable=False),
        Column("hash", String(64), nullable=False),
        primary_key("audit_heads", "agency_id"),
        of_agency("audit_heads"),
    )
    _add_triggers()


def _add_triggers() -> None:
    """Refuse to change or delete what stands there, whoever asks the database for it."""
    if op.get_bind().dialect.name == "sqlite":
        for table, event, when in _TRIGGERS:
            op.execute(
                f"CREATE TRIGGER no_{event.lower()}_of_{table} BEFORE {event} ON {table} {when} "
                f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$"
    )
    for table, event, when in _TRIGGERS:
        op.execute(
            f"CREATE TRIGGER no_{event.lower()}_of_{table} BEFORE {event} ON {table} "
            f"FOR EACH ROW {when} EXECUTE FUNCTION refuse_audit_change()"
        )
    for table in ("audit_entries", "audit_heads"):
        op.execute(
            f"CREATE TRIGGER no_truncate_of_{table} BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
        )


def downgrade() -> None:
    """Take it all away."""
    op.drop_table("audit_heads")
    op.drop_table("audit_entries")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_audit_change()")
