"""The first schema."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
JSON = sa.JSON()


def words(name: str, *allowed: str) -> sa.Enum:
    """A short string that is one of these."""
    return sa.Enum(*allowed, name=name, native_enum=False, create_constraint=True, length=20)


def only_where(condition: str) -> dict[str, Any]:
    """A partial index, on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "agencies",
        sa.Column("id", ID, nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("layout", JSON, nullable=False),
        sa.Column("signatories", JSON, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agencies"),
        sa.UniqueConstraint("slug", name="uq_agencies_slug"),
    )
    op.create_table(
        "channels",
        sa.Column("agency_id", ID, autoincrement=False, nullable=False),
        sa.Column("line_channel_id", sa.String(length=40), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("token", sa.Text()),
        sa.Column("bot_user_id", sa.String(length=60)),
        sa.Column("basic_id", sa.String(length=60)),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_channels_agency_id"),
        sa.PrimaryKeyConstraint("agency_id", name="pk_channels"),
        sa.UniqueConstraint("line_channel_id", name="uq_channels_line_channel_id"),
    )
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
    op.create_index("ix_inbox_failed", "inbox", ["next_at"], **only_where("state = 'failed'"))
    op.create_index("ix_inbox_message", "inbox", ["agency_id", "message_id"], **only_where("message_id IS NOT NULL"))
    op.create_index("ix_inbox_raw", "inbox", ["received_at"], **only_where("state = 'done' AND raw IS NOT NULL"))
    op.create_table(
        "notices",
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("line_user", sa.String(length=60), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_notices_agency_id"),
        sa.PrimaryKeyConstraint("agency_id", "line_user", "version", name="pk_notices"),
    )
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
        "people",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("deputy_id", ID),
        sa.Column("line_user", sa.String(length=60)),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("away_from", sa.Date()),
        sa.Column("away_to", sa.Date()),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "deputy_id"], ["people.agency_id", "people.id"], name="fk_people_agency_id_deputy_id"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_people_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("agency_id", "id", name="uq_people_agency_id_id"),
        sa.UniqueConstraint("agency_id", "line_user", name="uq_people_agency_id_line_user"),
    )
    op.create_index("ix_people_name", "people", ["agency_id", "name"])
    op.create_table(
        "plans",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("scores", JSON, nullable=False),
        sa.Column("imported_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_plans_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_plans"),
        sa.UniqueConstraint("agency_id", "id", name="uq_plans_agency_id_id"),
        sa.UniqueConstraint("agency_id", "year", name="uq_plans_agency_id_year"),
    )
    op.create_table(
        "rounds",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", words("kind", "first_half", "second_half", "annual"), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_rounds_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rounds"),
        sa.UniqueConstraint("agency_id", "id", name="uq_rounds_agency_id_id"),
        sa.UniqueConstraint("agency_id", "year", "kind", name="uq_rounds_agency_id_year_kind"),
    )
    op.create_table(
        "tombstones",
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("message_id", sa.String(length=80), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_tombstones_agency_id"),
        sa.PrimaryKeyConstraint("agency_id", "message_id", name="pk_tombstones"),
    )
    op.create_table(
        "units",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_id", ID),
        sa.ForeignKeyConstraint(
            ["agency_id", "parent_id"], ["units.agency_id", "units.id"], name="fk_units_agency_id_parent_id"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_units_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_units"),
        sa.UniqueConstraint("agency_id", "id", name="uq_units_agency_id_id"),
    )
    op.create_index("uq_units_division", "units", ["agency_id", "name"], unique=True, **only_where("parent_id IS NULL"))
    op.create_index("uq_units_section", "units", ["agency_id", "parent_id", "name"], unique=True)
    op.create_table(
        "invites",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"], ["people.agency_id", "people.id"], name="fk_invites_agency_id_person_id"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_invites_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invites"),
        sa.UniqueConstraint("agency_id", "code_hash", name="uq_invites_agency_id_code_hash"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_invites_person", "invites", ["agency_id", "person_id"])
    op.create_table(
        "person_roles",
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("role", words("role", "staff", "supervisor", "admin"), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"], ["people.agency_id", "people.id"], name="fk_person_roles_agency_id_person_id"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_person_roles_agency_id"),
        sa.PrimaryKeyConstraint("agency_id", "person_id", "role", name="pk_person_roles"),
    )
    op.create_table(
        "person_units",
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"], ["people.agency_id", "people.id"], name="fk_person_units_agency_id_person_id"
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "unit_id"], ["units.agency_id", "units.id"], name="fk_person_units_agency_id_unit_id"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_person_units_agency_id"),
        sa.PrimaryKeyConstraint("agency_id", "person_id", "unit_id", name="pk_person_units"),
    )
    op.create_table(
        "reminders",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("task_ids", JSON, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"], ["people.agency_id", "people.id"], name="fk_reminders_agency_id_person_id"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_reminders_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
        sa.UniqueConstraint("agency_id", "person_id", "day", name="uq_reminders_agency_id_person_id_day"),
        sa.UniqueConstraint("agency_id", "person_id", "key", name="uq_reminders_agency_id_person_id_key"),
    )
    op.create_index("ix_reminders_day", "reminders", ["agency_id", "day"])
    op.create_table(
        "sessions",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"], ["people.agency_id", "people.id"], name="fk_sessions_agency_id_person_id"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_sessions_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.UniqueConstraint("agency_id", "token_hash", name="uq_sessions_agency_id_token_hash"),
    )
    op.create_index("ix_sessions_person", "sessions", ["agency_id", "person_id"])
    op.create_table(
        "signins",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("event_id", sa.String(length=80), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"], ["people.agency_id", "people.id"], name="fk_signins_agency_id_person_id"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_signins_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_signins"),
        sa.UniqueConstraint("agency_id", "token_hash", name="uq_signins_agency_id_token_hash"),
    )
    op.create_index("ix_signins_person", "signins", ["agency_id", "person_id"])
    op.create_table(
        "topics",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("plan_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", words("kind", "tool", "indicator", "issue")),
        sa.Column("parent", sa.Text()),
        sa.Column("questions", JSON, nullable=False),
        sa.Column("findings", JSON, nullable=False),
        sa.Column("gone_at", INSTANT),
        sa.ForeignKeyConstraint(
            ["agency_id", "plan_id"], ["plans.agency_id", "plans.id"], name="fk_topics_agency_id_plan_id"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_topics_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_topics"),
        sa.UniqueConstraint("agency_id", "id", name="uq_topics_agency_id_id"),
    )
    op.create_index("ix_topics_plan", "topics", ["agency_id", "plan_id"])
    op.create_table(
        "measures",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("plan_id", ID, nullable=False),
        sa.Column("topic_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("questions", JSON, nullable=False),
        sa.Column("steps", JSON, nullable=False),
        sa.Column("responsible", JSON),
        sa.Column("timeframe", JSON),
        sa.Column("cadence", JSON),
        sa.Column("result", JSON, nullable=False),
        sa.Column("outcome", JSON, nullable=False),
        sa.Column("suggestion", JSON, nullable=False),
        sa.Column("dates", JSON, nullable=False),
        sa.Column("gone_at", INSTANT),
        sa.ForeignKeyConstraint(
            ["agency_id", "plan_id"], ["plans.agency_id", "plans.id"], name="fk_measures_agency_id_plan_id"
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "topic_id"], ["topics.agency_id", "topics.id"], name="fk_measures_agency_id_topic_id"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_measures_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_measures"),
        sa.UniqueConstraint("agency_id", "id", name="uq_measures_agency_id_id"),
    )
    op.create_index("ix_measures_plan", "measures", ["agency_id", "plan_id"])
    op.create_index("ix_measures_topic", "measures", ["agency_id", "topic_id"])
    op.create_table(
        "measure_units",
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("measure_id", ID, nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "measure_id"],
            ["measures.agency_id", "measures.id"],
            name="fk_measure_units_agency_id_measure_id",
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "unit_id"], ["units.agency_id", "units.id"], name="fk_measure_units_agency_id_unit_id"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_measure_units_agency_id"),
        sa.PrimaryKeyConstraint("agency_id", "measure_id", "unit_id", name="pk_measure_units"),
    )
    op.create_table(
        "tasks",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("round_id", ID, nullable=False),
        sa.Column("measure_id", ID, nullable=False),
        sa.Column("unit_id", ID),
        sa.Column("expected", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "measure_id"], ["measures.agency_id", "measures.id"], name="fk_tasks_agency_id_measure_id"
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "round_id"], ["rounds.agency_id", "rounds.id"], name="fk_tasks_agency_id_round_id"
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "unit_id"], ["units.agency_id", "units.id"], name="fk_tasks_agency_id_unit_id"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_tasks_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tasks"),
        sa.UniqueConstraint("agency_id", "id", name="uq_tasks_agency_id_id"),
        sa.UniqueConstraint(
            "agency_id", "round_id", "measure_id", "unit_id", name="uq_tasks_agency_id_round_id_measure_id_unit_id"
        ),
    )
    op.create_index("ix_tasks_measure", "tasks", ["agency_id", "measure_id"])
    op.create_index(
        "uq_tasks_no_unit",
        "tasks",
        ["agency_id", "round_id", "measure_id"],
        unique=True,
        **only_where("unit_id IS NULL"),
    )
    op.create_table(
        "updates",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("task_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("event_id", sa.String(length=80), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("status", words("status", "not_started", "in_progress", "done", "not_done"), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("dates", JSON, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("suggestion", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("period", sa.Date()),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"], ["people.agency_id", "people.id"], name="fk_updates_agency_id_person_id"
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "task_id"], ["tasks.agency_id", "tasks.id"], name="fk_updates_agency_id_task_id"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_updates_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_updates"),
        sa.UniqueConstraint("agency_id", "event_id", name="uq_updates_agency_id_event_id"),
        sa.UniqueConstraint("agency_id", "id", name="uq_updates_agency_id_id"),
    )
    op.create_index("ix_updates_task", "updates", ["agency_id", "task_id", "at", "id"])
    op.create_table(
        "evidence",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("message_id", sa.String(length=80)),
        sa.Column("kind", words("kind", "photo", "file", "link"), nullable=False),
        sa.Column("state", words("state", "wanted", "saved", "failed", "withdrawn"), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("task_id", ID),
        sa.Column("update_id", ID),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content_type", sa.String(length=120), nullable=False),
        sa.Column("size", ID, nullable=False),
        sa.Column("sha256", sa.String(length=64)),
        sa.Column("shown", sa.String(length=64)),
        sa.Column("link", sa.Text()),
        sa.Column("next_at", INSTANT),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"], ["people.agency_id", "people.id"], name="fk_evidence_agency_id_person_id"
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "task_id"], ["tasks.agency_id", "tasks.id"], name="fk_evidence_agency_id_task_id"
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "update_id"], ["updates.agency_id", "updates.id"], name="fk_evidence_agency_id_update_id"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_evidence_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
        sa.UniqueConstraint("agency_id", "message_id", name="uq_evidence_agency_id_message_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_evidence_task", "evidence", ["agency_id", "task_id"])
    op.create_index("ix_evidence_update", "evidence", ["agency_id", "update_id"])
    op.create_index("ix_evidence_wanted", "evidence", ["next_at"], **only_where("state = 'wanted'"))
    op.create_table(
        "update_sources",
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("update_id", ID, nullable=False),
        sa.Column("message_id", sa.String(length=80), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "update_id"],
            ["updates.agency_id", "updates.id"],
            name="fk_update_sources_agency_id_update_id",
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_update_sources_agency_id"),
        sa.PrimaryKeyConstraint("agency_id", "update_id", "message_id", name="pk_update_sources"),
    )
    op.create_index("ix_update_sources_message", "update_sources", ["agency_id", "message_id"])
    # ### end Alembic commands ###


def downgrade() -> None:
    """Drop all tables."""
    for table in (
        "update_sources",
        "evidence",
        "updates",
        "tasks",
        "measure_units",
        "measures",
        "topics",
        "signins",
        "sessions",
        "reminders",
        "person_units",
        "person_roles",
        "invites",
        "units",
        "tombstones",
        "rounds",
        "plans",
        "people",
        "outbox",
        "notices",
        "inbox",
        "conversations",
        "channels",
        "agencies",
    ):
        op.drop_table(table)
