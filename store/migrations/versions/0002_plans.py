"""Plans, rounds, tasks, replies and evidence."""

import sqlalchemy as sa
from alembic import op

from store.migrations.spelling import ID, INSTANT, JSON, only_where, words

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
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
    op.create_table(
        "evidence",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("message_id", sa.String(length=80)),
        sa.Column("source", sa.String(length=80)),
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
    op.create_index("ix_evidence_loose", "evidence", ["created_at"], **only_where("update_id IS NULL"))
    op.create_index("ix_evidence_update", "evidence", ["agency_id", "update_id"])
    op.create_index("ix_evidence_wanted", "evidence", ["next_at"], **only_where("state = 'wanted'"))
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


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "reminders",
        "evidence",
        "update_sources",
        "updates",
        "tasks",
        "rounds",
        "measure_units",
        "measures",
        "topics",
        "plans",
    ):
        op.drop_table(table)
