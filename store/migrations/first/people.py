"""Tables of agencies, their channel, units and people."""

from alembic import op
from sqlalchemy import Boolean, Column, Date, Integer, String, Text

from store.migrations.spelling import ID, INSTANT, JSON, in_agency, of_agency, one_of, only_where, primary_key, unique


def make_agencies() -> None:
    """Make the table `agencies`."""
    op.create_table(
        "agencies",
        Column("id", ID, nullable=False),
        Column("slug", String(60), nullable=False),
        Column("name", Text, nullable=False),
        Column("place", Text, nullable=False),
        Column("layout", JSON, nullable=False),
        Column("signatories", JSON, nullable=False),
        Column("created_at", INSTANT, nullable=False),
        Column("review_from", INSTANT),
        primary_key("agencies", "id"),
        unique("agencies", "slug"),
    )


def make_channels() -> None:
    """Make the table `channels`."""
    op.create_table(
        "channels",
        Column("agency_id", ID, autoincrement=False, nullable=False),
        Column("line_channel_id", String(40), nullable=False),
        Column("secret", Text, nullable=False),
        Column("token", Text),
        Column("bot_user_id", String(60)),
        Column("basic_id", String(60)),
        primary_key("channels", "agency_id"),
        of_agency("channels"),
        unique("channels", "line_channel_id"),
    )


def make_units() -> None:
    """Make the table `units`."""
    op.create_table(
        "units",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("name", Text, nullable=False),
        Column("parent_id", ID),
        primary_key("units", "id"),
        of_agency("units"),
        in_agency("units", "parent_id", of="units"),
        unique("units", "agency_id", "id"),
    )
    op.create_index("uq_units_division", "units", ["agency_id", "name"], unique=True, **only_where("parent_id IS NULL"))
    op.create_index("uq_units_section", "units", ["agency_id", "parent_id", "name"], unique=True)


def make_unit_names() -> None:
    """Make the table `unit_names`."""
    op.create_table(
        "unit_names",
        Column("agency_id", ID, nullable=False),
        Column("key", String(300), nullable=False),
        Column("written", Text, nullable=False),
        Column("unit_id", ID, nullable=False),
        primary_key("unit_names", "agency_id", "key"),
        of_agency("unit_names"),
        in_agency("unit_names", "unit_id", of="units"),
    )


def make_people() -> None:
    """Make the table `people`."""
    op.create_table(
        "people",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("name", Text, nullable=False),
        Column("position", Text, nullable=False),
        Column("deputy_id", ID),
        Column("deputy_asked_id", ID),
        Column("line_user", String(60)),
        Column("reachable", Boolean, nullable=False),
        Column("reachable_at", INSTANT),
        Column("away_from", Date),
        Column("away_to", Date),
        Column("active", Boolean, nullable=False),
        primary_key("people", "id"),
        of_agency("people"),
        in_agency("people", "deputy_id", of="people"),
        unique("people", "agency_id", "id"),
        unique("people", "agency_id", "line_user"),
    )
    op.create_index("ix_people_name", "people", ["agency_id", "name"])


def make_person_units() -> None:
    """Make the table `person_units`."""
    op.create_table(
        "person_units",
        Column("agency_id", ID, nullable=False),
        Column("person_id", ID, nullable=False),
        Column("unit_id", ID, nullable=False),
        Column("place", Integer, nullable=False),
        primary_key("person_units", "agency_id", "person_id", "unit_id"),
        of_agency("person_units"),
        in_agency("person_units", "person_id", of="people"),
        in_agency("person_units", "unit_id", of="units"),
    )


def make_person_roles() -> None:
    """Make the table `person_roles`."""
    op.create_table(
        "person_roles",
        Column("agency_id", ID, nullable=False),
        Column("person_id", ID, nullable=False),
        Column("role", one_of("role", "staff", "supervisor", "admin"), nullable=False),
        primary_key("person_roles", "agency_id", "person_id", "role"),
        of_agency("person_roles"),
        in_agency("person_roles", "person_id", of="people"),
    )


def make_invites() -> None:
    """Make the table `invites`."""
    op.create_table(
        "invites",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("person_id", ID, nullable=False),
        Column("code_hash", String(64), nullable=False),
        Column("created_at", INSTANT, nullable=False),
        Column("expires_at", INSTANT, nullable=False),
        Column("used_at", INSTANT),
        Column("shown_at", INSTANT),
        primary_key("invites", "id"),
        of_agency("invites"),
        in_agency("invites", "person_id", of="people"),
        unique("invites", "agency_id", "code_hash"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_invites_person", "invites", ["agency_id", "person_id"])


def make_notices() -> None:
    """Make the table `notices`."""
    op.create_table(
        "notices",
        Column("agency_id", ID, nullable=False),
        Column("line_user", String(60), nullable=False),
        Column("version", String(40), nullable=False),
        Column("at", INSTANT, nullable=False),
        primary_key("notices", "agency_id", "line_user", "version"),
        of_agency("notices"),
    )


def make_signins() -> None:
    """Make the table `signins`."""
    op.create_table(
        "signins",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("person_id", ID, nullable=False),
        Column("token_hash", String(64), nullable=False),
        Column("event_id", String(80), nullable=False),
        Column("opens", String(20), nullable=False),
        Column("created_at", INSTANT, nullable=False),
        Column("expires_at", INSTANT, nullable=False),
        Column("used_at", INSTANT),
        primary_key("signins", "id"),
        of_agency("signins"),
        in_agency("signins", "person_id", of="people"),
        unique("signins", "agency_id", "token_hash"),
    )
    op.create_index("ix_signins_person", "signins", ["agency_id", "person_id"])


def make_sessions() -> None:
    """Make the table `sessions`."""
    op.create_table(
        "sessions",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("person_id", ID, nullable=False),
        Column("token_hash", String(64), nullable=False),
        Column("opens", String(20), nullable=False),
        Column("created_at", INSTANT, nullable=False),
        Column("expires_at", INSTANT, nullable=False),
        Column("ended_at", INSTANT),
        primary_key("sessions", "id"),
        of_agency("sessions"),
        in_agency("sessions", "person_id", of="people"),
        unique("sessions", "agency_id", "token_hash"),
    )
    op.create_index("ix_sessions_person", "sessions", ["agency_id", "person_id"])


TABLES = {
    "agencies": make_agencies,
    "channels": make_channels,
    "units": make_units,
    "unit_names": make_unit_names,
    "people": make_people,
    "person_units": make_person_units,
    "person_roles": make_person_roles,
    "invites": make_invites,
    "notices": make_notices,
    "signins": make_signins,
    "sessions": make_sessions,
}
