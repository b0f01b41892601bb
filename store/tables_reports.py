"""Tables of certified reports and Word templates. Nothing in them is ever changed: rows are only added."""

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, String, Table, Text, UniqueConstraint

from store.columns import BigId, Instant, agency_column, id_column, in_agency, metadata, named_in_agency, words
from thai.fiscal import RoundKind

report_versions = Table(
    "report_versions",
    metadata,
    id_column(),
    agency_column(),
    Column("year", Integer, nullable=False),
    Column("kind", words("kind", *RoundKind), nullable=False),
    Column("number", Integer, nullable=False),
    # Printed on the report; it names the version without the agency.
    Column("code", String(20), nullable=False),
    Column("title", Text, nullable=False),
    Column("person_id", BigId, nullable=False),
    Column("typed_name", Text, nullable=False),
    Column("position", Text, nullable=False),
    Column("acting_for", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
    # The number of the year's plan that it reports on.
    Column("plan", Integer, nullable=False, server_default="1"),
    # How it was certified (`domain.certificates.CertifiedBy`); null for what was certified before that was kept.
    Column("way", String(20)),
    # Who signed on paper, as the certifying administrator states.
    Column("signed_by", Text, nullable=False, server_default=""),
    # Who sent it to the head.
    Column("prepared_by", BigId),
    named_in_agency(),
    in_agency("person_id", of="people"),
    UniqueConstraint("code"),
    UniqueConstraint("agency_id", "year", "plan", "kind", "number"),
)

word_templates = Table(
    "word_templates",
    metadata,
    id_column(),
    agency_column(),
    Column("name", Text, nullable=False),
    # Empty where the agency went back to the layout alone.
    Column("sha256", String(64), nullable=False),
    Column("size", BigId, nullable=False),
    Column("person_id", BigId, nullable=False),
    Column("at", Instant, nullable=False),
    in_agency("person_id", of="people"),
)

report_files = Table(
    "report_files",
    metadata,
    agency_column(),
    Column("version_id", BigId, nullable=False),
    Column("suffix", String(10), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", BigId, nullable=False),
    PrimaryKeyConstraint("agency_id", "version_id", "suffix"),
    in_agency("version_id", of="report_versions"),
)

report_steps = Table(
    "report_steps",
    metadata,
    id_column(),
    agency_column(),
    Column("version_id", BigId, nullable=False),
    Column("step", words("step", "published", "superseded", "withdrawn"), nullable=False),
    Column("person_id", BigId, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
    in_agency("version_id", of="report_versions"),
    in_agency("person_id", of="people"),
    UniqueConstraint("agency_id", "version_id", "step"),
)
