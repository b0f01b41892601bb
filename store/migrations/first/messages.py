"""Tables of conversations, of what LINE sent and of what is sent, and of reminders."""

from alembic import op
from sqlalchemy import Boolean, Column, Date, Integer, String, Text

from store.migrations.spelling import ID, INSTANT, JSON, in_agency, of_agency, one_of, only_where, primary_key, unique


def make_conversations() -> None:
    """Make the table `conversations`."""
    op.create_table(
        "conversations",
        Column("agency_id", ID, nullable=False),
        Column("line_user", String(60), nullable=False),
        Column("flow", String(40)),
        Column("step", String(60)),
        Column("answers", JSON, nullable=False),
        Column("notes", JSON, nullable=False),
        Column("ticket", String(80), nullable=False),
        Column("moved_at", INSTANT),
        Column("expires_at", INSTANT),
        Column("notice_version", String(40)),
        Column("wrong_codes", Integer, nullable=False),
        Column("locked_until", INSTANT),
        Column("nudged_on", Date),
        Column("asked_by", String(80)),
        Column("asked_at", INSTANT),
        Column("heard_at", INSTANT),
        Column("shown_at", INSTANT),
        Column("version", Integer, nullable=False),
        primary_key("conversations", "agency_id", "line_user"),
        of_agency("conversations"),
    )
    op.create_index("ix_conversations_expires", "conversations", ["expires_at"], **only_where("flow IS NOT NULL"))


def make_inbox() -> None:
    """Make the table `inbox`."""
    op.create_table(
        "inbox",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("event_id", String(80), nullable=False),
        Column("type", String(40), nullable=False),
        Column("at", INSTANT, nullable=False),
        Column("line_user", String(60)),
        Column("message_id", String(80)),
        Column("raw", JSON),
        Column("state", one_of("state", "done", "failed", "dead"), nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("next_at", INSTANT),
        Column("error", Text),
        Column("received_at", INSTANT, nullable=False),
        primary_key("inbox", "id"),
        of_agency("inbox"),
        unique("inbox", "agency_id", "event_id"),
    )
    op.create_index("ix_inbox_dead", "inbox", ["received_at"], **only_where("state = 'dead'"))
    op.create_index("ix_inbox_failed", "inbox", ["next_at"], **only_where("state = 'failed'"))
    op.create_index("ix_inbox_message", "inbox", ["agency_id", "message_id"], **only_where("message_id IS NOT NULL"))
    op.create_index("ix_inbox_raw", "inbox", ["received_at"], **only_where("state = 'done' AND raw IS NOT NULL"))


def make_outbox() -> None:
    """Make the table `outbox`."""
    op.create_table(
        "outbox",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("line_user", String(60), nullable=False),
        Column("event_id", String(80)),
        Column("dedup_key", String(160), nullable=False),
        Column("reply_token", String(120)),
        Column("token_at", INSTANT),
        Column("messages", JSON),
        Column("statements", JSON),
        Column("numbers", JSON),
        Column("said_at", INSTANT),
        Column("retry_key", String(36), nullable=False),
        Column("expendable", Boolean, nullable=False),
        Column("state", one_of("state", "waiting", "sent", "dead", "dropped"), nullable=False),
        Column("next_at", INSTANT, nullable=False),
        Column("leased", Boolean, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("outcome_unknown", Boolean, nullable=False),
        Column("first_tried_at", INSTANT),
        Column("last_status", Integer),
        Column("last_error", Text),
        Column("sent_at", INSTANT),
        Column("sent_via", one_of("sent_via", "reply", "push")),
        Column("created_at", INSTANT, nullable=False),
        primary_key("outbox", "id"),
        of_agency("outbox"),
        unique("outbox", "agency_id", "dedup_key"),
    )
    op.create_index("ix_outbox_event", "outbox", ["agency_id", "event_id"])
    op.create_index("ix_outbox_line_user", "outbox", ["agency_id", "line_user", "created_at"])
    op.create_index(
        "ix_outbox_old", "outbox", ["created_at"], **only_where("state != 'waiting' AND messages IS NOT NULL")
    )
    op.create_index("ix_outbox_user_waiting", "outbox", ["agency_id", "line_user"], **only_where("state = 'waiting'"))
    op.create_index("ix_outbox_waiting", "outbox", ["next_at"], **only_where("state = 'waiting'"))


def make_tombstones() -> None:
    """Make the table `tombstones`."""
    op.create_table(
        "tombstones",
        Column("agency_id", ID, nullable=False),
        Column("message_id", String(80), nullable=False),
        Column("at", INSTANT, nullable=False),
        primary_key("tombstones", "agency_id", "message_id"),
        of_agency("tombstones"),
    )


def make_reminders() -> None:
    """Make the table `reminders`."""
    op.create_table(
        "reminders",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("person_id", ID, nullable=False),
        Column("key", String(120), nullable=False),
        Column("day", Date, nullable=False),
        Column("task_ids", JSON, nullable=False),
        Column("reason", Text, nullable=False),
        Column("at", INSTANT, nullable=False),
        Column("via", String(20)),
        primary_key("reminders", "id"),
        of_agency("reminders"),
        in_agency("reminders", "person_id", of="people"),
        unique("reminders", "agency_id", "person_id", "day"),
        unique("reminders", "agency_id", "person_id", "key"),
    )
    op.create_index("ix_reminders_day", "reminders", ["agency_id", "day"])


def make_reminder_keys() -> None:
    """Make the table `reminder_keys`."""
    op.create_table(
        "reminder_keys",
        Column("agency_id", ID, nullable=False),
        Column("person_id", ID, nullable=False),
        Column("key", String(120), nullable=False),
        Column("day", Date, nullable=False),
        primary_key("reminder_keys", "agency_id", "person_id", "key"),
        of_agency("reminder_keys"),
        in_agency("reminder_keys", "person_id", of="people"),
    )
    op.create_index("ix_reminder_keys_day", "reminder_keys", ["agency_id", "day"])


def make_reminder_rules() -> None:
    """Make the table `reminder_rules`."""
    op.create_table(
        "reminder_rules",
        Column("agency_id", ID, nullable=False),
        Column("rules", JSON, nullable=False),
        primary_key("reminder_rules", "agency_id"),
        of_agency("reminder_rules"),
    )


def make_put_offs() -> None:
    """Make the table `put_offs`."""
    op.create_table(
        "put_offs",
        Column("agency_id", ID, nullable=False),
        Column("person_id", ID, nullable=False),
        Column("until", Date, nullable=False),
        Column("since", Date, nullable=False),
        primary_key("put_offs", "agency_id", "person_id"),
        of_agency("put_offs"),
        in_agency("put_offs", "person_id", of="people"),
    )


def make_asked_reminders() -> None:
    """Make the table `asked_reminders`."""
    op.create_table(
        "asked_reminders",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("person_id", ID, nullable=False),
        Column("day", Date, nullable=False),
        Column("unit_ids", JSON, nullable=False),
        Column("at", INSTANT, nullable=False),
        primary_key("asked_reminders", "id"),
        of_agency("asked_reminders"),
        in_agency("asked_reminders", "person_id", of="people"),
        unique("asked_reminders", "agency_id", "person_id", "day"),
    )
    op.create_index("ix_asked_reminders_day", "asked_reminders", ["agency_id", "day"])


def make_agency_holidays() -> None:
    """Make the table `agency_holidays`."""
    op.create_table(
        "agency_holidays",
        Column("agency_id", ID, nullable=False),
        Column("day", Date, nullable=False),
        Column("name", Text, nullable=False),
        primary_key("agency_holidays", "agency_id", "day"),
        of_agency("agency_holidays"),
    )


def make_badge_menus() -> None:
    """Make the table `badge_menus`."""
    op.create_table(
        "badge_menus",
        Column("agency_id", ID, nullable=False),
        Column("number", Integer, nullable=False),
        Column("menu_id", String(80), nullable=False),
        primary_key("badge_menus", "agency_id", "number"),
        of_agency("badge_menus"),
    )


def make_badges() -> None:
    """Make the table `badges`."""
    op.create_table(
        "badges",
        Column("agency_id", ID, nullable=False),
        Column("line_user", String(60), nullable=False),
        Column("number", Integer, nullable=False),
        primary_key("badges", "agency_id", "line_user"),
        of_agency("badges"),
    )


TABLES = {
    "conversations": make_conversations,
    "inbox": make_inbox,
    "outbox": make_outbox,
    "tombstones": make_tombstones,
    "reminders": make_reminders,
    "reminder_keys": make_reminder_keys,
    "reminder_rules": make_reminder_rules,
    "put_offs": make_put_offs,
    "asked_reminders": make_asked_reminders,
    "agency_holidays": make_agency_holidays,
    "badge_menus": make_badge_menus,
    "badges": make_badges,
}
