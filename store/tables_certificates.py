"""The table of reports that were sent to the head of the agency to be certified."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from domain.certificates import STATES
from store.columns import (
    BigId,
    Instant,
    agency_column,
    id_column,
    in_agency,
    metadata,
    named_in_agency,
    only_where,
    words,
)
from thai.fiscal import RoundKind

certificate_requests = Table(
    "certificate_requests",
    metadata,
    id_column(),
    agency_column(),
    Column("year", Integer, nullable=False),
    Column("plan", Integer, nullable=False),
    Column("kind", words("kind", *RoundKind), nullable=False),
    # The number of the version that it is to become.
    Column("number", Integer, nullable=False),
    # What the report says, as a hash; the bytes of the PDF that shows it.
    Column("mark", String(64), nullable=False),
    Column("draft", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("person_id", BigId, nullable=False),
    Column("to_id", BigId, nullable=False),
    Column("acting_for", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("measures", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("state", words("state", *STATES), nullable=False),
    Column("state_at", Instant, nullable=False),
    Column("why", Text, nullable=False),
    named_in_agency(),
    in_agency("person_id", of="people"),
    in_agency("to_id", of="people"),
)
_C = certificate_requests.c
# A round waits for one head at a time.
Index(
    "uq_certificate_requests_open",
    *(_C.agency_id, _C.year, _C.plan, _C.kind),
    unique=True,
    **only_where(_C.state.in_(("waiting", "confirmed"))),
)
