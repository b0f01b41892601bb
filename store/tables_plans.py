"""Tables of plans, rounds and tasks."""

from typing import get_args

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
)

from domain.plan import TopicKind
from domain.status import Status
from domain.task import Review
from store.columns import (
    BigId,
    Instant,
    Json,
    agency_column,
    id_column,
    in_agency,
    is_word,
    metadata,
    named_in_agency,
    only_where,
    words,
)
from thai.fiscal import RoundKind

plans = Table(
    "plans",
    metadata,
    id_column(),
    agency_column(),
    Column("year", Integer, nullable=False),
    Column("scores", Json, nullable=False),
    Column("imported_at", Instant, nullable=False),
    # A further plan's short name; empty while nobody named it.
    Column("name", Text, nullable=False, server_default=""),
    # Null: its report follows the agency's layout.
    Column("layout", Json),
    # The plans of a year are counted from 1.
    Column("number", Integer, nullable=False, server_default="1"),
    named_in_agency(),
    UniqueConstraint("agency_id", "year", "number"),
)

topics = Table(
    "topics",
    metadata,
    id_column(),
    agency_column(),
    Column("plan_id", BigId, nullable=False),
    Column("place", Integer, nullable=False),
    Column("number", Text),
    Column("title", Text, nullable=False),
    Column("kind", words("kind", *get_args(TopicKind))),
    Column("parent", Text),
    Column("questions", Json, nullable=False),
    Column("findings", Json, nullable=False),
    Column("gone_at", Instant),
    # What the analysis proposes; null where it proposes nothing.
    Column("actions", Json),
    named_in_agency(),
    in_agency("plan_id", of="plans"),
    Index("ix_topics_plan", "agency_id", "plan_id"),
)

measures = Table(
    "measures",
    metadata,
    id_column(),
    agency_column(),
    Column("plan_id", BigId, nullable=False),
    Column("topic_id", BigId, nullable=False),
    Column("place", Integer, nullable=False),
    Column("number", Text),
    Column("title", Text, nullable=False),
    Column("questions", Json, nullable=False),
    Column("steps", Json, nullable=False),
    Column("responsible", Json),
    Column("timeframe", Json),
    Column("cadence", Json),
    Column("result", Json, nullable=False),
    Column("outcome", Json, nullable=False),
    Column("suggestion", Json, nullable=False),
    Column("dates", Json, nullable=False),
    # No longer in the plan; kept for the replies that were given.
    Column("gone_at", Instant),
    # What the document tells besides; null where it tells nothing.
    Column("did_not", Json),
    Column("remark", Json),
    Column("others", Json),
    Column("status", Text),
    # What stands in the agency's own columns, by their key; null where nothing does.
    Column("own", Json),
    named_in_agency(),
    in_agency("plan_id", of="plans"),
    in_agency("topic_id", of="topics"),
    Index("ix_measures_plan", "agency_id", "plan_id"),
    Index("ix_measures_topic", "agency_id", "topic_id"),
)

# Plans that were read and wait to be imported: `typed` is what was corrected so far, `file` the document (base64).
plan_drafts = Table(
    "plan_drafts",
    metadata,
    agency_column(),
    Column("key", String(40), nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    # Of a further plan; null layouts follow the agency's, or the document has none of its own.
    Column("name", Text, nullable=False),
    Column("layout", Json),
    Column("learned", Json),
    Column("measures", Integer, nullable=False),
    Column("plan", Json, nullable=False),
    Column("typed", Json, nullable=False),
    Column("file", Text, nullable=False),
    Column("ending", String(10), nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("agency_id", "key"),
)

# A layout that is being changed by forms, of the agency (0) or of one plan: `typed` is all that stands in the form.
layout_drafts = Table(
    "layout_drafts",
    metadata,
    agency_column(),
    Column("plan_id", BigId, nullable=False),
    Column("typed", Json, nullable=False),
    # The saved layout that it began from, and what was typed: another mark wherever that is another.
    Column("base", String(16), nullable=False),
    Column("mark", String(16), nullable=False),
    Column("person_id", BigId, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("agency_id", "plan_id"),
    in_agency("person_id", of="people"),
)

measure_units = Table(
    "measure_units",
    metadata,
    agency_column(),
    Column("measure_id", BigId, nullable=False),
    Column("unit_id", BigId, nullable=False),
    Column("place", Integer, nullable=False),
    PrimaryKeyConstraint("agency_id", "measure_id", "unit_id"),
    in_agency("measure_id", of="measures"),
    in_agency("unit_id", of="units"),
)

rounds = Table(
    "rounds",
    metadata,
    id_column(),
    agency_column(),
    Column("year", Integer, nullable=False),
    Column("kind", words("kind", *RoundKind), nullable=False),
    Column("due", Date, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    # A reply from this day on is given for the round's end; null: a month before the due day.
    Column("end_from", Date),
    # The number of the year's plan that it is a round of.
    Column("plan", Integer, nullable=False, server_default="1"),
    named_in_agency(),
    UniqueConstraint("agency_id", "year", "plan", "kind"),
)

tasks = Table(
    "tasks",
    metadata,
    id_column(),
    agency_column(),
    Column("round_id", BigId, nullable=False),
    Column("measure_id", BigId, nullable=False),
    Column("unit_id", BigId),
    # False once the measure has left the plan, or the unit the measure's responsible ones.
    Column("expected", Boolean, nullable=False),
    # What follows from its replies, written by `store.task_state` alone: the newest one, how that stands at the check,
    # and the one that counts. No foreign keys: replies point here, and none is ever deleted.
    Column("newest_id", BigId),
    Column("newest_status", words("newest_status", *Status)),
    Column("review", words("review", *Review)),
    Column("counting_id", BigId),
    Column("counting_status", words("counting_status", *Status)),
    named_in_agency(),
    in_agency("round_id", of="rounds"),
    in_agency("measure_id", of="measures"),
    in_agency("unit_id", of="units"),
    UniqueConstraint("agency_id", "round_id", "measure_id", "unit_id"),
    Index("ix_tasks_measure", "agency_id", "measure_id"),
)
Index("ix_tasks_waiting", tasks.c.agency_id, **only_where(is_word(tasks.c.review, Review.WAITING)))
# NULL differs from NULL: the one task of a measure without a unit needs an index of its own.
Index(
    "uq_tasks_no_unit",
    tasks.c.agency_id,
    tasks.c.round_id,
    tasks.c.measure_id,
    unique=True,
    **only_where(tasks.c.unit_id.is_(None)),
)

# Who inherited a task from whom: the heirs are told.
handovers = Table(
    "handovers",
    metadata,
    id_column(),
    agency_column(),
    Column("task_id", BigId, nullable=False),
    Column("person_id", BigId, nullable=False),
    Column("from_id", BigId),
    Column("at", Instant, nullable=False),
    in_agency("task_id", of="tasks"),
    in_agency("person_id", of="people"),
    in_agency("from_id", of="people"),
    Index("ix_handovers_at", "agency_id", "at"),
)
