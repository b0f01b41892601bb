"""Tables of what an agency says about reminding, and of what reminding keeps."""

from sqlalchemy import Column, Date, Index, Integer, PrimaryKeyConstraint, String, Table, Text, UniqueConstraint

from store.columns import BigId, Instant, Json, agency_column, id_column, in_agency, metadata

reminder_rules = Table(
    "reminder_rules",
    metadata,
    agency_column(),
    Column("rules", Json, nullable=False),
    PrimaryKeyConstraint("agency_id"),
)

agency_holidays = Table(
    "agency_holidays",
    metadata,
    agency_column(),
    Column("day", Date, nullable=False),
    Column("name", Text, nullable=False),
    PrimaryKeyConstraint("agency_id", "day"),
)

put_offs = Table(
    "put_offs",
    metadata,
    agency_column(),
    Column("person_id", BigId, nullable=False),
    Column("until", Date, nullable=False),
    Column("since", Date, nullable=False),
    PrimaryKeyConstraint("agency_id", "person_id"),
    in_agency("person_id", of="people"),
)

asked_reminders = Table(
    "asked_reminders",
    metadata,
    id_column(),
    agency_column(),
    Column("person_id", BigId, nullable=False),
    Column("day", Date, nullable=False),
    Column("unit_ids", Json, nullable=False),
    Column("at", Instant, nullable=False),
    in_agency("person_id", of="people"),
    UniqueConstraint("agency_id", "person_id", "day"),
    Index("ix_asked_reminders_day", "agency_id", "day"),
)

reminders = Table(
    "reminders",
    metadata,
    id_column(),
    agency_column(),
    Column("person_id", BigId, nullable=False),
    Column("key", String(120), nullable=False),
    Column("day", Date, nullable=False),
    Column("task_ids", Json, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
    # `push`, or the free way that was taken instead; null is a push of the time before there were others.
    Column("via", String(20)),
    in_agency("person_id", of="people"),
    UniqueConstraint("agency_id", "person_id", "key"),
    UniqueConstraint("agency_id", "person_id", "day"),
    Index("ix_reminders_day", "agency_id", "day"),
)

# Every occasion that a person was told of, each of them once.
reminder_keys = Table(
    "reminder_keys",
    metadata,
    agency_column(),
    Column("person_id", BigId, nullable=False),
    Column("key", String(120), nullable=False),
    Column("day", Date, nullable=False),
    PrimaryKeyConstraint("agency_id", "person_id", "key"),
    in_agency("person_id", of="people"),
    Index("ix_reminder_keys_day", "agency_id", "day"),
)

# LINE's rich menus that show a number, and which number each person's own menu shows.
badge_menus = Table(
    "badge_menus",
    metadata,
    agency_column(),
    Column("number", Integer, nullable=False),
    Column("menu_id", String(80), nullable=False),
    PrimaryKeyConstraint("agency_id", "number"),
)

badges = Table(
    "badges",
    metadata,
    agency_column(),
    Column("line_user", String(60), nullable=False),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("agency_id", "line_user"),
)
