"""Tables of agencies, their channel, units and people."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from domain.agency import Role
from store.columns import (
    BigId,
    Instant,
    Json,
    agency_column,
    id_column,
    in_agency,
    metadata,
    named_in_agency,
    only_where,
    words,
)

agencies = Table(
    "agencies",
    metadata,
    id_column(),
    Column("slug", String(60), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("layout", Json, nullable=False),
    Column("signatories", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    # Replies from then on count once approved; null: all count at once.
    Column("review_from", Instant),
    # The name of the emblem's bytes; null without one.
    Column("emblem", String(64)),
    # Another number whenever something of the office changed: agency, units, people, rules, tasks handed on.
    Column("revision", BigId, nullable=False, default=0),
)

# Who made or looked after agencies from the installation's own page: no agency's rows, one for each link that was used.
installation_sessions = Table(
    "installation_sessions",
    metadata,
    id_column(),
    Column("link_hash", String(64), nullable=False, unique=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("ended_at", Instant),
)

channels = Table(
    "channels",
    metadata,
    Column("agency_id", BigId, ForeignKey("agencies.id"), primary_key=True, autoincrement=False),
    Column("line_channel_id", String(40), nullable=False, unique=True),
    # Both encrypted under SECRET_KEY.
    Column("secret", Text, nullable=False),
    Column("token", Text),
    Column("bot_user_id", String(60)),
    Column("basic_id", String(60)),
)

units = Table(
    "units",
    metadata,
    id_column(),
    agency_column(),
    Column("name", Text, nullable=False),
    Column("parent_id", BigId),
    # The unit that this one went into; it stays for the name of what was closed before.
    Column("merged_into", BigId),
    named_in_agency(),
    in_agency("parent_id", of="units"),
)
_IS_HERE = units.c.merged_into.is_(None)
Index(
    "uq_units_division",
    units.c.agency_id,
    units.c.name,
    unique=True,
    **only_where(units.c.parent_id.is_(None) & _IS_HERE),
)
Index("uq_units_section", units.c.agency_id, units.c.parent_id, units.c.name, unique=True, **only_where(_IS_HERE))

# What plans call a unit, as somebody chose at an import to have it meant each time. `key` is the text folded.
unit_names = Table(
    "unit_names",
    metadata,
    agency_column(),
    Column("key", String(300), nullable=False),
    Column("written", Text, nullable=False),
    Column("unit_id", BigId, nullable=False),
    PrimaryKeyConstraint("agency_id", "key"),
    in_agency("unit_id", of="units"),
)

people = Table(
    "people",
    metadata,
    id_column(),
    agency_column(),
    Column("name", Text, nullable=False),
    Column("position", Text, nullable=False),
    Column("deputy_id", BigId),
    # Who is asked to stand in and has not said yes; null for nobody.
    Column("deputy_asked_id", BigId),
    Column("line_user", String(60)),
    Column("reachable", Boolean, nullable=False, default=True),
    # When LINE last told so: its events may come late and in any order.
    Column("reachable_at", Instant),
    # When they asked to be taken out; null where they did not.
    Column("removal_asked_at", Instant),
    Column("away_from", Date),
    Column("away_to", Date),
    Column("active", Boolean, nullable=False, default=True),
    named_in_agency(),
    in_agency("deputy_id", of="people"),
    UniqueConstraint("agency_id", "line_user"),
    Index("ix_people_name", "agency_id", "name"),
)

person_units = Table(
    "person_units",
    metadata,
    agency_column(),
    Column("person_id", BigId, nullable=False),
    Column("unit_id", BigId, nullable=False),
    Column("place", Integer, nullable=False),
    PrimaryKeyConstraint("agency_id", "person_id", "unit_id"),
    in_agency("person_id", of="people"),
    in_agency("unit_id", of="units"),
)

person_roles = Table(
    "person_roles",
    metadata,
    agency_column(),
    Column("person_id", BigId, nullable=False),
    Column("role", words("role", *Role), nullable=False),
    PrimaryKeyConstraint("agency_id", "person_id", "role"),
    in_agency("person_id", of="people"),
)

invites = Table(
    "invites",
    metadata,
    id_column(),
    agency_column(),
    Column("person_id", BigId, nullable=False),
    Column("code_hash", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    # When it was seen in a group: others read it there, so it is void.
    Column("shown_at", Instant),
    in_agency("person_id", of="people"),
    UniqueConstraint("agency_id", "code_hash"),
    Index("ix_invites_person", "agency_id", "person_id"),
    # An id is never used again: a conversation may still hold it after the row is gone.
    sqlite_autoincrement=True,
)

notices = Table(
    "notices",
    metadata,
    agency_column(),
    Column("line_user", String(60), nullable=False),
    Column("version", String(40), nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("agency_id", "line_user", "version"),
)

signins = Table(
    "signins",
    metadata,
    id_column(),
    agency_column(),
    Column("person_id", BigId, nullable=False),
    Column("token_hash", String(64), nullable=False),
    Column("event_id", String(80), nullable=False),
    Column("opens", String(20), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    in_agency("person_id", of="people"),
    UniqueConstraint("agency_id", "token_hash"),
    Index("ix_signins_person", "agency_id", "person_id"),
)

sessions = Table(
    "sessions",
    metadata,
    id_column(),
    agency_column(),
    Column("person_id", BigId, nullable=False),
    Column("token_hash", String(64), nullable=False),
    Column("opens", String(20), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("ended_at", Instant),
    # `Chrome · Windows`; empty where the browser does not say.
    Column("browser", String(80), nullable=False, server_default=""),
    # When it last asked for a page, within ten minutes.
    Column("seen_at", Instant),
    in_agency("person_id", of="people"),
    UniqueConstraint("agency_id", "token_hash"),
    Index("ix_sessions_person", "agency_id", "person_id"),
)

# Browsers that show a code to be typed in the chat: nobody's, until an administrator typed it there (`for_agency_id`).
waiting_browsers = Table(
    "waiting_browsers",
    metadata,
    id_column(),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("browser", String(80), nullable=False),
    # The network address that it asked from.
    Column("place", String(60), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("for_agency_id", BigId),
    Column("person_id", BigId),
    Column("confirmed_at", Instant),
    ForeignKeyConstraint(["for_agency_id", "person_id"], ["people.agency_id", "people.id"]),
)

# LINE accounts that were somebody's before: they are told so. Forgotten after a year.
former_accounts = Table(
    "former_accounts",
    metadata,
    agency_column(),
    Column("line_user", String(60), nullable=False),
    Column("person_id", BigId, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("agency_id", "line_user"),
    in_agency("person_id", of="people"),
)
