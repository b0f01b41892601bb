"""The head of the agency certifies reports under a sign-in of their own."""

from alembic import op
from sqlalchemy import Column, Integer, String, Text

from store.migrations.checks import allow_words
from store.migrations.spelling import ID, INSTANT, in_agency, of_agency, one_of, only_where, unique

revision = "0026"
down_revision = "0025"

_BEFORE = ("staff", "supervisor", "admin")
_NOW = (*_BEFORE, "head")
_KINDS = (
    *("q1", "q2", "first_half", "q3", "calendar_first", "months_9", "q4", "second_half", "annual"),
    "calendar_second",
)
_STATES = ("waiting", "confirmed", "certified", "returned", "taken_back", "changed")


def upgrade() -> None:
    """Add the role, the requests, and how a version was certified."""
    allow_words("person_roles", "role", _BEFORE, _NOW)
    op.create_table(
        "certificate_requests",
        Column("id", ID, primary_key=True),
        Column("agency_id", ID, nullable=False),
        Column("year", Integer, nullable=False),
        Column("plan", Integer, nullable=False),
        Column("kind", one_of("kind", *_KINDS), nullable=False),
        Column("number", Integer, nullable=False),
        Column("mark", String(64), nullable=False),
        Column("draft", String(64), nullable=False),
        Column("title", Text, nullable=False),
        Column("person_id", ID, nullable=False),
        Column("to_id", ID, nullable=False),
        Column("acting_for", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("measures", Integer, nullable=False),
        Column("answered", Integer, nullable=False),
        Column("done", Integer, nullable=False),
        Column("at", INSTANT, nullable=False),
        Column("state", one_of("state", *_STATES), nullable=False),
        Column("state_at", INSTANT, nullable=False),
        Column("why", Text, nullable=False),
        unique("certificate_requests", "agency_id", "id"),
        of_agency("certificate_requests"),
        in_agency("certificate_requests", "person_id", of="people"),
        in_agency("certificate_requests", "to_id", of="people"),
    )
    op.create_index(
        "uq_certificate_requests_open",
        "certificate_requests",
        ["agency_id", "year", "plan", "kind"],
        unique=True,
        **only_where("state IN ('waiting', 'confirmed')"),
    )
    op.add_column("report_versions", Column("way", String(20)))
    op.add_column("report_versions", Column("signed_by", Text, nullable=False, server_default=""))
    op.add_column("report_versions", Column("prepared_by", ID))


def downgrade() -> None:
    """Take them away; a version that a head certified is kept as theirs."""
    for name in ("prepared_by", "signed_by", "way"):
        op.drop_column("report_versions", name)
    op.drop_table("certificate_requests")
    op.execute("DELETE FROM person_roles WHERE role = 'head'")
    allow_words("person_roles", "role", _NOW, _BEFORE)
