"""Tables of the replies, their evidence and reviews, and certified reports."""

from alembic import op
from sqlalchemy import Boolean, Column, Date, Integer, String, Text

from store.migrations.spelling import ID, INSTANT, JSON, in_agency, of_agency, one_of, only_where, primary_key, unique


def make_updates() -> None:
    """Make the table `updates`."""
    op.create_table(
        "updates",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("task_id", ID, nullable=False),
        Column("person_id", ID, nullable=False),
        Column("event_id", String(80), nullable=False),
        Column("at", INSTANT, nullable=False),
        Column(
            "status", one_of("status", "not_started", "in_progress", "done", "not_done", "not_stated"), nullable=False
        ),
        Column("result", Text, nullable=False),
        Column("dates", JSON, nullable=False),
        Column("outcome", Text, nullable=False),
        Column("suggestion", Text, nullable=False),
        Column("remark", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("period", Date),
        Column("of_whole", Boolean),
        Column("on_behalf_of", ID),
        Column("begun_at", INSTANT),
        Column("adds", Boolean),
        Column("emptied_at", INSTANT),
        Column("ticket", String(80)),
        primary_key("updates", "id"),
        of_agency("updates"),
        in_agency("updates", "person_id", of="people"),
        in_agency("updates", "task_id", of="tasks"),
        unique("updates", "agency_id", "event_id"),
        unique("updates", "agency_id", "id"),
    )
    op.create_index("ix_updates_task", "updates", ["agency_id", "task_id", "at", "id"])


def make_update_sources() -> None:
    """Make the table `update_sources`."""
    op.create_table(
        "update_sources",
        Column("agency_id", ID, nullable=False),
        Column("update_id", ID, nullable=False),
        Column("message_id", String(80), nullable=False),
        Column("field", String(20), nullable=False),
        primary_key("update_sources", "agency_id", "update_id", "message_id"),
        of_agency("update_sources"),
        in_agency("update_sources", "update_id", of="updates"),
    )
    op.create_index("ix_update_sources_message", "update_sources", ["agency_id", "message_id"])


def make_evidence() -> None:
    """Make the table `evidence`."""
    op.create_table(
        "evidence",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("message_id", String(80)),
        Column("source", String(80)),
        Column("kind", one_of("kind", "photo", "file", "link"), nullable=False),
        Column("state", one_of("state", "wanted", "saved", "failed", "withdrawn"), nullable=False),
        Column("person_id", ID, nullable=False),
        Column("task_id", ID),
        Column("update_id", ID),
        Column("name", Text, nullable=False),
        Column("content_type", String(120), nullable=False),
        Column("size", ID, nullable=False),
        Column("sha256", String(64)),
        Column("shown", String(64)),
        Column("link", Text),
        Column("next_at", INSTANT),
        Column("attempts", Integer, nullable=False),
        Column("error", Text),
        Column("created_at", INSTANT, nullable=False),
        Column("set_id", String(64)),
        Column("set_index", Integer),
        Column("set_total", Integer),
        primary_key("evidence", "id"),
        of_agency("evidence"),
        in_agency("evidence", "person_id", of="people"),
        in_agency("evidence", "task_id", of="tasks"),
        in_agency("evidence", "update_id", of="updates"),
        unique("evidence", "agency_id", "message_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_evidence_loose", "evidence", ["created_at"], **only_where("update_id IS NULL"))
    op.create_index("ix_evidence_set", "evidence", ["agency_id", "set_id"])
    op.create_index("ix_evidence_task", "evidence", ["agency_id", "task_id"])
    op.create_index("ix_evidence_update", "evidence", ["agency_id", "update_id"])
    op.create_index("ix_evidence_wanted", "evidence", ["next_at"], **only_where("state = 'wanted'"))


def make_reviews() -> None:
    """Make the table `reviews`."""
    op.create_table(
        "reviews",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("update_id", ID, nullable=False),
        Column("person_id", ID, nullable=False),
        Column("verdict", one_of("verdict", "approved", "returned"), nullable=False),
        Column("words", Text, nullable=False),
        Column("message_id", String(80)),
        Column("at", INSTANT, nullable=False),
        primary_key("reviews", "id"),
        of_agency("reviews"),
        in_agency("reviews", "person_id", of="people"),
        in_agency("reviews", "update_id", of="updates"),
        unique("reviews", "agency_id", "update_id"),
    )


def make_report_versions() -> None:
    """Make the table `report_versions`."""
    op.create_table(
        "report_versions",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("year", Integer, nullable=False),
        Column("kind", one_of("kind", "first_half", "second_half", "annual"), nullable=False),
        Column("number", Integer, nullable=False),
        Column("code", String(20), nullable=False),
        Column("title", Text, nullable=False),
        Column("person_id", ID, nullable=False),
        Column("typed_name", Text, nullable=False),
        Column("position", Text, nullable=False),
        Column("acting_for", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("at", INSTANT, nullable=False),
        primary_key("report_versions", "id"),
        of_agency("report_versions"),
        in_agency("report_versions", "person_id", of="people"),
        unique("report_versions", "agency_id", "id"),
        unique("report_versions", "agency_id", "year", "kind", "number"),
        unique("report_versions", "code"),
    )


def make_report_files() -> None:
    """Make the table `report_files`."""
    op.create_table(
        "report_files",
        Column("agency_id", ID, nullable=False),
        Column("version_id", ID, nullable=False),
        Column("suffix", String(10), nullable=False),
        Column("sha256", String(64), nullable=False),
        Column("size", ID, nullable=False),
        primary_key("report_files", "agency_id", "version_id", "suffix"),
        of_agency("report_files"),
        in_agency("report_files", "version_id", of="report_versions"),
    )


def make_report_steps() -> None:
    """Make the table `report_steps`."""
    op.create_table(
        "report_steps",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("version_id", ID, nullable=False),
        Column("step", one_of("step", "published", "superseded"), nullable=False),
        Column("person_id", ID, nullable=False),
        Column("reason", Text, nullable=False),
        Column("at", INSTANT, nullable=False),
        primary_key("report_steps", "id"),
        of_agency("report_steps"),
        in_agency("report_steps", "person_id", of="people"),
        in_agency("report_steps", "version_id", of="report_versions"),
        unique("report_steps", "agency_id", "version_id", "step"),
    )


def make_word_templates() -> None:
    """Make the table `word_templates`."""
    op.create_table(
        "word_templates",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("name", Text, nullable=False),
        Column("sha256", String(64), nullable=False),
        Column("size", ID, nullable=False),
        Column("person_id", ID, nullable=False),
        Column("at", INSTANT, nullable=False),
        primary_key("word_templates", "id"),
        of_agency("word_templates"),
        in_agency("word_templates", "person_id", of="people"),
    )


TABLES = {
    "updates": make_updates,
    "update_sources": make_update_sources,
    "evidence": make_evidence,
    "reviews": make_reviews,
    "report_versions": make_report_versions,
    "report_files": make_report_files,
    "report_steps": make_report_steps,
    "word_templates": make_word_templates,
}
