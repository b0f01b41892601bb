"""Tables of replies: updates, what came with them, verdicts and comments."""

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

from domain.evidence import EvidenceKind, EvidenceState
from domain.task import Review, Status
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
    # How it stands at the check, null where none is asked of it, and the last step of it; by `store.task_state` alone.
    Column("review", words("review", *Review)),
    Column("review_step", Integer, nullable=False, default=0),
    # Whether it counts, and whether it was not sent back: not emptied, and no correction of which this is true took its
    # place; by `store.task_state` alone.
    Column("counts", Boolean, nullable=False, default=False),
    Column("stands", Boolean, nullable=False, default=False),
    # Of a correction: the reply as it was first given, by whom it was corrected, when and why; null where it is none.
    Column("corrects", BigId),
    Column("corrected_by", BigId),
    Column("corrected_at", Instant),
    Column("correction_reason", Text),
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
    Column("step", Integer, nullable=False, server_default="1"),
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
