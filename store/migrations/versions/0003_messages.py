"""Conversations, what LINE sent and what it is sent."""

import sqlalchemy as sa
from alembic import op

from store.migrations.spelling import ID, INSTANT, JSON, only_where, words

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "conversations",
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("line_user", sa.String(length=60), nullable=False),
        sa.Column("flow", sa.String(length=40)),
        sa.Column("step", sa.String(length=60)),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("ticket", sa.String(length=80), nullable=False),
        sa.Column("moved_at", INSTANT),
        sa.Column("expires_at", INSTANT),
        sa.Column("notice_version", sa.String(length=40)),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("locked_until", INSTANT),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_conversations_agency_id"),
        sa.PrimaryKeyConstraint("agency_id", "line_user", name="pk_conversations"),
    )
    op.create_index("ix_conversations_expires", "conversations", ["expires_at"], **only_where("flow IS NOT NULL"))
    op.create_table(
        "inbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("event_id", sa.String(length=80), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("line_user", sa.String(length=60)),
        sa.Column("message_id", sa.String(length=80)),
        sa.Column("raw", JSON),
        sa.Column("state", words("state", "done", "failed", "dead"), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", INSTANT),
        sa.Column("error", sa.Text()),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_inbox_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("agency_id", "event_id", name="uq_inbox_agency_id_event_id"),
    )
    op.create_index("ix_inbox_dead", "inbox", ["received_at"], **only_where("state = 'dead'"))
    op.create_index("ix_inbox_failed", "inbox", ["next_at"], **only_where("state = 'failed'"))
    op.create_index("ix_inbox_message", "inbox", ["agency_id", "message_id"], **only_where("message_id IS NOT NULL"))
    op.create_index("ix_inbox_raw", "inbox", ["received_at"], **only_where("state = 'done' AND raw IS NOT NULL"))
    op.create_table(
        "outbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("line_user", sa.String(length=60), nullable=False),
        sa.Column("event_id", sa.String(length=80)),
        sa.Column("dedup_key", sa.String(length=160), nullable=False),
        sa.Column("reply_token", sa.String(length=120)),
        sa.Column("token_at", INSTANT),
        sa.Column("messages", JSON),
        sa.Column("retry_key", sa.String(length=36), nullable=False),
        sa.Column("expendable", sa.Boolean(), nullable=False),
        sa.Column("state", words("state", "waiting", "sent", "dead", "dropped"), nullable=False),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("outcome_unknown", sa.Boolean(), nullable=False),
        sa.Column("first_tried_at", INSTANT),
        sa.Column("last_status", sa.Integer()),
        sa.Column("last_error", sa.Text()),
        sa.Column("sent_at", INSTANT),
        sa.Column("sent_via", words("sent_via", "reply", "push")),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_outbox_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("agency_id", "dedup_key", name="uq_outbox_agency_id_dedup_key"),
    )
    op.create_index("ix_outbox_event", "outbox", ["agency_id", "event_id"])
    op.create_index("ix_outbox_line_user", "outbox", ["agency_id", "line_user", "created_at"])
    op.create_index(
        "ix_outbox_old", "outbox", ["created_at"], **only_where("state != 'waiting' AND messages IS NOT NULL")
    )
    op.create_index("ix_outbox_waiting", "outbox", ["next_at"], **only_where("state = 'waiting'"))
    op.create_table(
        "tombstones",
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("message_id", sa.String(length=80), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_tombstones_agency_id"),
        sa.PrimaryKeyConstraint("agency_id", "message_id", name="pk_tombstones"),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("tombstones", "outbox", "inbox", "conversations"):
        op.drop_table(table)
