"""Evidence as the tests of the store want, fetch and find it."""

from typing import Any

from domain.events import FetchedEvidence
from domain.evidence import Evidence
from domain.writes import (
    SettleEvidence,
    WantEvidence,
)
from store import evidence
from store.books import Books
from store.engine import Database
from tests.agency import after

SHA = "ab" * 32


def pieces(database: Database, agency_id: int, *message_ids: str) -> tuple[Evidence, ...]:
    return database.read(lambda conn: evidence.evidence_of_messages(Books(conn, agency_id), message_ids))


def photo(message_id: str, minutes: float = 0) -> WantEvidence:
    return WantEvidence(message_id, "photo", "", 1, after(minutes))


def fetched(piece: Evidence, outcome: Any = "saved") -> SettleEvidence:
    if outcome != "saved":
        return SettleEvidence(FetchedEvidence(piece.id, outcome))
    return SettleEvidence(FetchedEvidence(piece.id, "saved", "image/jpeg", 123, SHA, "cd" * 32))
