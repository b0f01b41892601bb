"""Evidence: wanted as soon as its message comes, fetched by whoever claims it, part of an update once saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, or_, select, update

from domain.evidence import Evidence, in_order_sent, kind_of_bytes
from domain.writes import DropEvidence, SaveUpdate, SettleEvidence, WantEvidence
from store import tables
from store.agencies import emblem_hashes
from store.books import AnyRow, Books, Condition
from store.certificates import draft_hashes
from store.certified import certified_hashes
from store.columns import is_word
from store.conversations import names_message
from store.inbox import awaited_hashes
from store.scope import for_every_agency, see_agency, see_every_agency
from store.tombstones import tombstoned
from store.word_templates import template_hashes

_E = tables.evidence
_WANTED = is_word(_E.c.state, "wanted")

_NOTHING = {"name": "", "content_type": "", "size": 0, "sha256": None, "shown": None, "link": None, "next_at": None}


@dataclass(frozen=True, slots=True)
class WantedEvidence:
    """A message whose bytes are to be fetched; `next_at` is when it was seen to be due, and what a claim moves."""

    agency_id: int
    id: int
    person_id: int
    message_id: str
    kind: str
    name: str
    next_at: datetime
    attempts: int
    created_at: datetime


def evidence_by_id(books: Books, evidence_id: int) -> Evidence | None:
    """The piece of evidence with this id."""
    found = _load_evidence(books, _E.c.id == evidence_id)
    return found[0] if found else None


def evidence_of_round(books: Books, round_id: int) -> tuple[Evidence, ...]:
    """What came with the updates of the round's tasks and was not withdrawn, in the order it came."""
    t = tables.tasks
    of_round = select(t.c.id).where(books.of(t), t.c.round_id == round_id)
    return _load_evidence(books, _E.c.task_id.in_(of_round), _E.c.state != "withdrawn")


def evidence_of_update(books: Books, update_id: int) -> tuple[Evidence, ...]:
    """What came with the update and was not withdrawn, in the order it came."""
    return _load_evidence(books, _E.c.update_id == update_id, _E.c.state != "withdrawn")


def evidence_of_messages(books: Books, message_ids: Sequence[str]) -> tuple[Evidence, ...]:
    """The evidence that these messages brought, in the order it came."""
    return _load_evidence(books, _E.c.message_id.in_(message_ids))


def stored_hashes(conn: Connection) -> frozenset[str]:
    """The names of all bytes that any agency's evidence, report, template or emblem needs: the rest may be deleted.

    What a failed turn is yet to record is needed too.
    """
    query = select(_E.c.sha256, _E.c.shown).where(or_(_E.c.sha256.is_not(None), _E.c.shown.is_not(None)))
    rows = for_every_agency(conn, query)
    named = frozenset(name for row in rows for name in row if name is not None)
    reports = certified_hashes(conn) | draft_hashes(conn) | template_hashes(conn) | emblem_hashes(conn)
    return named | reports | awaited_hashes(conn)


def find_due_evidence(conn: Connection, now: datetime, limit: int) -> tuple[WantedEvidence, ...]:
    """What any agency wants fetched by now, longest due first."""
    query = select(_E).where(_WANTED, _E.c.next_at <= now).order_by(_E.c.next_at, _E.c.id).limit(limit)
    return tuple(_wanted(row) for row in for_every_agency(conn, query))


def wanted_of_message(books: Books, message_id: str) -> WantedEvidence | None:
    """What is to be fetched for the message, None where that is settled or has been claimed from the turn's lease."""
    unclaimed = (_E.c.message_id == message_id, _E.c.state == "wanted", _E.c.attempts == 0)
    row = books.fetch_one(select(_E).where(*unclaimed))
    return None if row is None else _wanted(row)


def claim_evidence(conn: Connection, wanted: WantedEvidence, lease_end: datetime) -> WantedEvidence | None:
    """What is the caller's to fetch until the lease ends; None where another was first."""
    leased = {"next_at": lease_end, "attempts": _E.c.attempts + 1}
    return replace(wanted, next_at=lease_end) if _update_if_unmoved(conn, wanted, leased) else None


def reschedule(conn: Connection, wanted: WantedEvidence, next_at: datetime, error: str) -> bool:
    """Try again then; False where it was settled, withdrawn or claimed by another meanwhile."""
    return _update_if_unmoved(conn, wanted, {"next_at": next_at, "error": error})


def want_evidence(books: Books, write: WantEvidence) -> None:
    """Evidence to be fetched from `write.at` on; nothing where its message is known, or was unsent."""
    if tombstoned(books, write.message_id):
        return
    values = {"message_id": write.message_id, "kind": write.kind, "state": "wanted", "person_id": write.person_id}
    times = {"next_at": write.at, "created_at": write.at, "attempts": 0}
    belongs = {name: getattr(write, name) for name in ("set_id", "set_index", "set_total", "task_id", "update_id")}
    books.insert_new(_E, {**_NOTHING, **values, "name": write.name, **times, **belongs})


def lease_evidence(books: Books, message_ids: Sequence[str], until: datetime) -> None:
    """Leaves these to the caller until then (machine time, which `WantEvidence.at` need not be)."""
    books.update(_E, (_E.c.message_id.in_(message_ids), _WANTED), {"next_at": until})


def drop_evidence(books: Books, write: DropEvidence) -> None:
    """No trace of these messages' evidence, where no update has it."""
    books.delete(_E, (_E.c.message_id.in_(write.message_ids), _E.c.update_id.is_(None)))


def settle_evidence(books: Books, write: SettleEvidence) -> None:
    """What came of the fetch; nothing where the evidence was withdrawn or settled meanwhile."""
    fetched = write.fetched
    wanted = (_E.c.id == fetched.evidence_id, _WANTED)
    if fetched.outcome != "saved":
        books.update(_E, wanted, {"state": "failed", "error": fetched.outcome, "next_at": None})
        return
    kept = {field: getattr(fetched, field) for field in ("content_type", "size", "sha256", "shown")}
    kind = kind_of_bytes(fetched.content_type)
    books.update(_E, wanted, {"state": "saved", "kind": kind, "error": None, "next_at": None, **kept})


def attach_evidence(books: Books, write: SaveUpdate, update_id: int) -> None:
    """Makes the reply's messages and links evidence of its update, and what came with the replies before anew."""
    belongs = {"task_id": write.task_id, "update_id": update_id}
    giver = write.correction.person_id if write.correction else write.person_id
    attach_messages(books, belongs, giver, write.message_ids)
    books.insert_all(_E, [{**belongs, **copy} for copy in _copies(books, write)])
    attach_links(books, belongs, giver, write.at, {one: write.link_sources.get(one) for one in write.links})


def attach_messages(books: Books, belongs: Mapping[str, int], person_id: int, message_ids: Sequence[str]) -> None:
    """Attaches the evidence of the person's messages to the task and update, where it belonged to none."""
    if not message_ids:
        return
    loose = (_E.c.message_id.in_(message_ids), _E.c.person_id == person_id, _E.c.update_id.is_(None))
    books.update(_E, loose, belongs)


def attach_links(
    books: Books, belongs: Mapping[str, int], person_id: int, at: datetime, links: Mapping[str, str | None]
) -> None:
    """The addresses as evidence of the task and update, each with the message it stood in."""
    link = {**_NOTHING, "kind": "link", "state": "saved", "person_id": person_id, **belongs}
    times = {"attempts": 0, "created_at": at}
    rows = [{**link, **times, "link": one, "name": one, "source": source} for one, source in links.items()]
    books.insert_all(_E, rows)


def _copies(books: Books, write: SaveUpdate) -> list[dict[str, Any]]:
    """The earlier evidence of the same task anew; unsending its message takes it out of both replies."""
    whose = (_E.c.id.in_(write.earlier), _E.c.task_id == write.task_id, is_word(_E.c.state, "saved"))
    rows = books.fetch_all(select(_E).where(*whose).order_by(_E.c.id)) if write.earlier else ()
    own = ("id", "agency_id", "message_id", "source", "task_id", "update_id")
    same = [name for name in _E.c.keys() if name not in own]  # noqa: SIM118
    return [{**{name: getattr(row, name) for name in same}, "source": row.message_id or row.source} for row in rows]


def withdraw_evidence(books: Books, message_id: str) -> None:
    """Nothing is left of what the message brought but that there was something."""
    brought = or_(_E.c.message_id == message_id, _E.c.source == message_id)
    books.update(_E, (brought,), {**_NOTHING, "state": "withdrawn", "error": None})


def drop_loose(conn: Connection, before: datetime) -> int:
    """Forgets, for every agency, what came before then and no reply was saved with; how many pieces.

    What a report under way counts on stays, however long it takes.
    """
    p, c = tables.people, tables.conversations
    sent_by = and_(p.c.agency_id == _E.c.agency_id, p.c.id == _E.c.person_id)
    answering = and_(c.c.agency_id == p.c.agency_id, c.c.line_user == p.c.line_user)
    loose = (_E.c.update_id.is_(None), _E.c.state.in_(("wanted", "saved", "failed")), _E.c.created_at < before)
    old = select(_E.c.agency_id, _E.c.id, _E.c.message_id, c.c.answers, c.c.notes).where(*loose)
    found = for_every_agency(conn, old.select_from(_E.join(p, sent_by).outerjoin(c, answering))).all()
    return sum(_drop(conn, row) for row in found if not names_message([row.answers, row.notes], row.message_id))


def _drop(conn: Connection, row: AnyRow) -> int:
    still_loose = (_E.c.agency_id == row.agency_id, _E.c.id == row.id, _E.c.update_id.is_(None))
    return see_every_agency(conn).execute(delete(_E).where(*still_loose)).rowcount


def _update_if_unmoved(conn: Connection, wanted: WantedEvidence, values: dict[str, Any]) -> bool:
    """True where nobody has moved the row since it was seen or claimed."""
    seen = (_E.c.agency_id == wanted.agency_id, _E.c.id == wanted.id, _WANTED, _E.c.next_at == wanted.next_at)
    return see_agency(conn, wanted.agency_id).execute(update(_E).where(*seen).values(**values)).rowcount == 1


def _load_evidence(books: Books, *where: Condition) -> tuple[Evidence, ...]:
    return in_order_sent(_piece(row) for row in books.fetch_all(select(_E).where(*where)))


def _piece(row: AnyRow) -> Evidence:
    fields = ("id", "task_id", "update_id", "kind", "state", "name", "content_type", "size", "sha256", "shown")
    return Evidence(**{field: getattr(row, field) for field in (*fields, "link", "message_id", "set_id", "set_index")})


def _wanted(row: AnyRow) -> WantedEvidence:
    return WantedEvidence(**{field: getattr(row, field) for field in WantedEvidence.__dataclass_fields__})
