"""Tables of plans, rounds, tasks and the replies."""

from typing import Final, get_args

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
from domain.task import EvidenceKind, EvidenceState, Review, Status
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
from thai.fiscal import RoundKind

plans = Table(
    "plans",
    metadata,
    id_column(),
    agency_column(),
    Column("year", Integer, nullable=False),
    Column("scores", Json, nullable=False),
    Column("imported_at", Instant, nullable=False),
    named_in_agency(),
    UniqueConstraint("agency_id", "year"),
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
    named_in_agency(),
    UniqueConstraint("agency_id", "year", "kind"),
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
    named_in_agency(),
    in_agency("round_id", of="rounds"),
    in_agency("measure_id", of="measures"),
    in_agency("unit_id", of="units"),
    UniqueConstraint("agency_id", "round_id", "measure_id", "unit_id"),
    Index("ix_tasks_measure", "agency_id", "measure_id"),
)
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

updates = Table(
    "updates",
    metadata,
    id_column(),
    agency_column(),
    Column("task_id", BigId, nullable=False),
    Column("person_id", BigId, nullable=False),
    Column("event_id", String(80), nullable=False),
    Column("at", Instant, nullable=False),
    Column("status", words("status", *Status), nullable=False),
    Column("result", Text, nullable=False),
    Column("dates", Json, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("suggestion", Text, nullable=False),
    Column("remark", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("period", Date),
    # False where *done* is meant of the period alone; null: of the whole measure.
    Column("of_whole", Boolean),
    # Who was away and was stood in for; null where nobody was.
    Column("on_behalf_of", BigId),
    # When its report was begun: a photo sent since then and before `at` is this reply's.
    Column("begun_at", Instant),
    # Whether its texts go on with those of the reply before; null where that was not asked.
    Column("adds", Boolean),
    # When the text that was asked for was unsent: it is no answer any more.
    Column("emptied_at", Instant),
    # The mark of the buttons of the conversation it was given in; null where it was not given by them.
    Column("ticket", String(80)),
    # What was told in the agency's own columns, by their key; null where nothing was.
    Column("own", Json),
    named_in_agency(),
    in_agency("task_id", of="tasks"),
    in_agency("person_id", of="people"),
    UniqueConstraint("agency_id", "event_id"),
    # Newest first within a task: what counts is found without reading the others.
    Index("ix_updates_task", "agency_id", "task_id", "at", "id"),
)

TAKEN_BACK: Final = "taken_back"  # the row that says so of the verdict before it

reviews = Table(
    "reviews",
    metadata,
    id_column(),
    agency_column(),
    Column("update_id", BigId, nullable=False),
    # The first verdict is 1; a row that takes it back, and the verdict after that, count on. The last one counts.
    Column("step", Integer, nullable=False),
    Column("person_id", BigId, nullable=False),
    Column("verdict", words("verdict", Review.APPROVED, Review.RETURNED, TAKEN_BACK), nullable=False),
    Column("words", Text, nullable=False),
    # The chat message that the words were typed in: it may be unsent.
    Column("message_id", String(80)),
    Column("at", Instant, nullable=False),
    in_agency("update_id", of="updates"),
    in_agency("person_id", of="people"),
    # One verdict a step: of two supervisors at once the second is told.
    UniqueConstraint("agency_id", "update_id", "step"),
)

# What was said of a task; never a text of the report.
comments = Table(
    "comments",
    metadata,
    id_column(),
    agency_column(),
    Column("task_id", BigId, nullable=False),
    Column("person_id", BigId, nullable=False),
    # Whom it was said to; null where there was nobody to be told.
    Column("to_id", BigId),
    Column("event_id", String(80), nullable=False),
    Column("text", Text, nullable=False),
    # The chat message that it was typed in: it may be unsent.
    Column("message_id", String(80)),
    Column("at", Instant, nullable=False),
    in_agency("task_id", of="tasks"),
    in_agency("person_id", of="people"),
    in_agency("to_id", of="people"),
    UniqueConstraint("agency_id", "event_id"),
    Index("ix_comments_task", "agency_id", "task_id"),
    Index("ix_comments_to", "agency_id", "to_id"),
)

update_sources = Table(
    "update_sources",
    metadata,
    agency_column(),
    Column("update_id", BigId, nullable=False),
    Column("message_id", String(80), nullable=False),
    Column("field", String(80), nullable=False),
    PrimaryKeyConstraint("agency_id", "update_id", "message_id"),
    in_agency("update_id", of="updates"),
    Index("ix_update_sources_message", "agency_id", "message_id"),
)

evidence = Table(
    "evidence",
    metadata,
    id_column(),
    agency_column(),
    Column("message_id", String(80)),
    # The message that a link stood in: several links may share one, and any message may be unsent.
    Column("source", String(80)),
    Column("kind", words("kind", *get_args(EvidenceKind)), nullable=False),
    Column("state", words("state", *get_args(EvidenceState)), nullable=False),
    Column("person_id", BigId, nullable=False),
    # Both null until the reply that it came with is saved.
    Column("task_id", BigId),
    Column("update_id", BigId),
    Column("name", Text, nullable=False),
    Column("content_type", String(120), nullable=False),
    Column("size", BigId, nullable=False),
    Column("sha256", String(64)),
    Column("shown", String(64)),
    Column("link", Text),
    Column("next_at", Instant),
    Column("attempts", Integer, nullable=False),
    Column("error", Text),
    Column("created_at", Instant, nullable=False),
    # Photos chosen together: which choice, the place in it, and how many they are.
    Column("set_id", String(64)),
    Column("set_index", Integer),
    Column("set_total", Integer),
    in_agency("person_id", of="people"),
    in_agency("task_id", of="tasks"),
    in_agency("update_id", of="updates"),
    UniqueConstraint("agency_id", "message_id"),
    Index("ix_evidence_task", "agency_id", "task_id"),
    Index("ix_evidence_update", "agency_id", "update_id"),
    Index("ix_evidence_set", "agency_id", "set_id"),
    # An id is never used again: a fetch under way may still settle it after the row is gone.
    sqlite_autoincrement=True,
)
Index("ix_evidence_wanted", evidence.c.next_at, **only_where(evidence.c.state == "wanted"))
Index("ix_evidence_loose", evidence.c.created_at, **only_where(evidence.c.update_id.is_(None)))

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
