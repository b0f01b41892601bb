"""Tables of conversations and of what LINE sent us and we send to LINE."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
)

from store.columns import Instant, Json, agency_column, id_column, metadata, only_where, words

conversations = Table(
    "conversations",
    metadata,
    agency_column(),
    Column("line_user", String(60), nullable=False),
    Column("flow", String(40)),
    Column("step", String(60)),
    # What was answered, by step, and what the flow keeps besides.
    Column("answers", Json, nullable=False),
    Column("notes", Json, nullable=False),
    Column("ticket", String(80), nullable=False),
    Column("moved_at", Instant),
    Column("expires_at", Instant),
    Column("notice_version", String(40)),
    Column("wrong_codes", Integer, nullable=False),
    # When the first of the wrong codes that are counted was typed.
    Column("wrong_since", Instant),
    Column("locked_until", Instant),
    # The day on which an answer last told of what waits.
    Column("nudged_on", Date),
    # Whose answer asked the present question, when that was sent and received, and when LINE was given the question.
    Column("asked_by", String(80)),
    Column("asked_at", Instant),
    Column("heard_at", Instant),
    Column("shown_at", Instant),
    # Sign-ins by link that the next answer tells of; null where there are none.
    Column("sign_ins", Json),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("agency_id", "line_user"),
)

Index("ix_conversations_expires", conversations.c.expires_at, **only_where(conversations.c.flow.is_not(None)))

inbox = Table(
    "inbox",
    metadata,
    id_column(),
    agency_column(),
    Column("event_id", String(80), nullable=False),
    Column("type", String(40), nullable=False),
    Column("at", Instant, nullable=False),
    Column("line_user", String(60)),
    Column("message_id", String(80)),
    Column("raw", Json),
    Column("state", words("state", "done", "failed", "dead"), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Instant),
    Column("error", Text),
    Column("received_at", Instant, nullable=False),
    UniqueConstraint("agency_id", "event_id"),
)
Index("ix_inbox_message", inbox.c.agency_id, inbox.c.message_id, **only_where(inbox.c.message_id.is_not(None)))
Index("ix_inbox_failed", inbox.c.next_at, **only_where(inbox.c.state == "failed"))
Index("ix_inbox_raw", inbox.c.received_at, **only_where(and_(inbox.c.state == "done", inbox.c.raw.is_not(None))))
Index("ix_inbox_dead", inbox.c.received_at, **only_where(inbox.c.state == "dead"))

outbox = Table(
    "outbox",
    metadata,
    id_column(),
    agency_column(),
    Column("line_user", String(60), nullable=False),
    Column("event_id", String(80)),
    Column("dedup_key", String(160), nullable=False),
    Column("reply_token", String(120)),
    Column("token_at", Instant),
    # Null once forgotten.
    Column("messages", Json),
    # What the messages say besides a question of the conversation; null where they ask none.
    Column("statements", Json),
    # What the numbers of its last numbered message stand for; null where nothing is numbered.
    Column("numbers", Json),
    # The time, by LINE's clock, of the event that they answer.
    Column("said_at", Instant),
    Column("retry_key", String(36), nullable=False),
    Column("expendable", Boolean, nullable=False),
    Column("state", words("state", "waiting", "sent", "dead", "dropped"), nullable=False),
    # When it is due; also the lease: who takes it moves it.
    Column("next_at", Instant, nullable=False),
    # True while somebody may be sending it, until `next_at` at the latest.
    Column("leased", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("outcome_unknown", Boolean, nullable=False),
    Column("first_tried_at", Instant),
    Column("last_status", Integer),
    Column("last_error", Text),
    Column("sent_at", Instant),
    Column("sent_via", words("sent_via", "reply", "push")),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("agency_id", "dedup_key"),
)
Index("ix_outbox_waiting", outbox.c.next_at, **only_where(outbox.c.state == "waiting"))
Index("ix_outbox_user_waiting", outbox.c.agency_id, outbox.c.line_user, **only_where(outbox.c.state == "waiting"))
Index(
    "ix_outbox_old",
    outbox.c.created_at,
    **only_where(and_(outbox.c.state != "waiting", outbox.c.messages.is_not(None))),
)
Index("ix_outbox_line_user", outbox.c.agency_id, outbox.c.line_user, outbox.c.created_at)
Index("ix_outbox_event", outbox.c.agency_id, outbox.c.event_id)

tombstones = Table(
    "tombstones",
    metadata,
    agency_column(),
    Column("message_id", String(80), nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("agency_id", "message_id"),
)

# What a message was changed to before it came itself; forgotten after a week.
edits = Table(
    "edits",
    metadata,
    agency_column(),
    Column("message_id", String(80), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("agency_id", "message_id"),
)
