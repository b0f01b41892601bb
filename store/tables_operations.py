"""Tables of how the installation runs: what its processes count, and what was last heard of each agency's account."""

from sqlalchemy import Column, Float, Index, Integer, PrimaryKeyConstraint, String, Table

from store.columns import Instant, agency_column, metadata

# Of all processes together. `bound` is empty, or of what is timed: at most so many seconds, or their sum.
counts = Table(
    "counts",
    metadata,
    Column("name", String(40), nullable=False),
    Column("label", String(40), nullable=False),
    Column("bound", String(20), nullable=False),
    Column("value", Float(53), nullable=False),
    PrimaryKeyConstraint("name", "label", "bound"),
)

# When each of the worker's jobs last ended well.
job_runs = Table(
    "job_runs",
    metadata,
    Column("job", String(40), primary_key=True),
    Column("ended_at", Instant, nullable=False),
)

# What was last heard from LINE of an agency's account, by the machine's clock.
account_news = Table(
    "account_news",
    metadata,
    agency_column(primary_key=True, autoincrement=False),
    Column("heard_at", Instant),
    # The pushes of the month: null where unlimited, or where LINE has not told.
    Column("quota_limit", Integer),
    Column("quota_used", Integer),
    Column("quota_at", Instant),
)

# How often something was tried within the time that ends then. The key says by whom: only its hash is kept.
attempts = Table(
    "attempts",
    metadata,
    Column("name", String(40), nullable=False),
    Column("key_hash", String(64), nullable=False),
    Column("until", Instant, nullable=False),
    Column("tries", Integer, nullable=False),
    PrimaryKeyConstraint("name", "key_hash", "until"),
    Index("ix_attempts_until", "until"),
)
