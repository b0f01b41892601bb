"""The table of tasks that officers hand to colleagues."""

from typing import get_args

from sqlalchemy import Column, Index, Table

from domain.offers import OfferAnswer
from store.columns import BigId, Instant, agency_column, id_column, in_agency, metadata, words

# Who asked whom to answer a task in their place; nothing is ever deleted of it.
task_offers = Table(
    "task_offers",
    metadata,
    id_column(),
    agency_column(),
    Column("task_id", BigId, nullable=False),
    Column("from_id", BigId, nullable=False),
    Column("to_id", BigId, nullable=False),
    Column("at", Instant, nullable=False),
    # Null while the colleague has not said.
    Column("answer", words("answer", *get_args(OfferAnswer))),
    Column("answered_at", Instant),
    in_agency("task_id", of="tasks"),
    in_agency("from_id", of="people"),
    in_agency("to_id", of="people"),
    Index("ix_task_offers_task", "agency_id", "task_id"),
    Index("ix_task_offers_to", "agency_id", "to_id"),
)
