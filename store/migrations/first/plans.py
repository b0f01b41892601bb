"""Tables of plans, rounds and tasks."""

from alembic import op
from sqlalchemy import Boolean, Column, Date, Integer, Text

from store.migrations.spelling import ID, INSTANT, JSON, in_agency, of_agency, one_of, only_where, primary_key, unique


def make_plans() -> None:
    """Make the table `plans`."""
    op.create_table(
        "plans",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("year", Integer, nullable=False),
        Column("scores", JSON, nullable=False),
        Column("imported_at", INSTANT, nullable=False),
        primary_key("plans", "id"),
        of_agency("plans"),
        unique("plans", "agency_id", "id"),
        unique("plans", "agency_id", "year"),
    )


def make_topics() -> None:
    """Make the table `topics`."""
    op.create_table(
        "topics",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("plan_id", ID, nullable=False),
        Column("place", Integer, nullable=False),
        Column("number", Text),
        Column("title", Text, nullable=False),
        Column("kind", one_of("kind", "tool", "indicator", "issue")),
        Column("parent", Text),
        Column("questions", JSON, nullable=False),
        Column("findings", JSON, nullable=False),
        Column("gone_at", INSTANT),
        Column("actions", JSON),
        primary_key("topics", "id"),
        of_agency("topics"),
        in_agency("topics", "plan_id", of="plans"),
        unique("topics", "agency_id", "id"),
    )
    op.create_index("ix_topics_plan", "topics", ["agency_id", "plan_id"])


def make_measures() -> None:
    """Make the table `measures`."""
    op.create_table(
        "measures",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("plan_id", ID, nullable=False),
        Column("topic_id", ID, nullable=False),
        Column("place", Integer, nullable=False),
        Column("number", Text),
        Column("title", Text, nullable=False),
        Column("questions", JSON, nullable=False),
        Column("steps", JSON, nullable=False),
        Column("responsible", JSON),
        Column("timeframe", JSON),
        Column("cadence", JSON),
        Column("result", JSON, nullable=False),
        Column("outcome", JSON, nullable=False),
        Column("suggestion", JSON, nullable=False),
        Column("dates", JSON, nullable=False),
        Column("gone_at", INSTANT),
        Column("did_not", JSON),
        Column("remark", JSON),
        Column("others", JSON),
        Column("status", Text),
        primary_key("measures", "id"),
        of_agency("measures"),
        in_agency("measures", "plan_id", of="plans"),
        in_agency("measures", "topic_id", of="topics"),
        unique("measures", "agency_id", "id"),
    )
    op.create_index("ix_measures_plan", "measures", ["agency_id", "plan_id"])
    op.create_index("ix_measures_topic", "measures", ["agency_id", "topic_id"])


def make_measure_units() -> None:
    """Make the table `measure_units`."""
    op.create_table(
        "measure_units",
        Column("agency_id", ID, nullable=False),
        Column("measure_id", ID, nullable=False),
        Column("unit_id", ID, nullable=False),
        Column("place", Integer, nullable=False),
        primary_key("measure_units", "agency_id", "measure_id", "unit_id"),
        of_agency("measure_units"),
        in_agency("measure_units", "measure_id", of="measures"),
        in_agency("measure_units", "unit_id", of="units"),
    )


def make_rounds() -> None:
    """Make the table `rounds`."""
    op.create_table(
        "rounds",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("year", Integer, nullable=False),
        Column("kind", one_of("kind", "first_half", "second_half", "annual"), nullable=False),
        Column("due", Date, nullable=False),
        Column("opened_at", INSTANT, nullable=False),
        Column("closed_at", INSTANT),
        Column("end_from", Date),
        primary_key("rounds", "id"),
        of_agency("rounds"),
        unique("rounds", "agency_id", "id"),
        unique("rounds", "agency_id", "year", "kind"),
    )


def make_tasks() -> None:
    """Make the table `tasks`."""
    op.create_table(
        "tasks",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("round_id", ID, nullable=False),
        Column("measure_id", ID, nullable=False),
        Column("unit_id", ID),
        Column("expected", Boolean, nullable=False),
        primary_key("tasks", "id"),
        of_agency("tasks"),
        in_agency("tasks", "measure_id", of="measures"),
        in_agency("tasks", "round_id", of="rounds"),
        in_agency("tasks", "unit_id", of="units"),
        unique("tasks", "agency_id", "id"),
        unique("tasks", "agency_id", "round_id", "measure_id", "unit_id"),
    )
    op.create_index("ix_tasks_measure", "tasks", ["agency_id", "measure_id"])
    op.create_index(
        "uq_tasks_no_unit",
        "tasks",
        ["agency_id", "round_id", "measure_id"],
        unique=True,
        **only_where("unit_id IS NULL"),
    )


def make_handovers() -> None:
    """Make the table `handovers`."""
    op.create_table(
        "handovers",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("task_id", ID, nullable=False),
        Column("person_id", ID, nullable=False),
        Column("from_id", ID),
        Column("at", INSTANT, nullable=False),
        primary_key("handovers", "id"),
        of_agency("handovers"),
        in_agency("handovers", "from_id", of="people"),
        in_agency("handovers", "person_id", of="people"),
        in_agency("handovers", "task_id", of="tasks"),
    )
    op.create_index("ix_handovers_at", "handovers", ["agency_id", "at"])


TABLES = {
    "plans": make_plans,
    "topics": make_topics,
    "measures": make_measures,
    "measure_units": make_measure_units,
    "rounds": make_rounds,
    "tasks": make_tasks,
    "handovers": make_handovers,
}
