"""Reports that were sent to the head of the agency: asked for, confirmed, sent back, taken back, lapsed."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from domain.agency import may_certify
from domain.certificates import OPEN, CertificateRequest, RequestState
from domain.writes import (
    AskCertificate,
    CertifyReport,
    ConfirmCertificate,
    LapseCertificate,
    ReturnCertificate,
    TakeBackCertificate,
)
from store import tables
from store.books import AnyRow, Books, Condition
from store.engine import Conflict
from store.people import find_person
from store.scope import for_every_agency
from thai.fiscal import RoundKind

_C, _V = tables.certificate_requests, tables.report_versions
# Each field stands in the column of its name.
_ASKED = tuple(one.name for one in fields(AskCertificate))
_FIELDS = tuple(one.name for one in fields(CertificateRequest))
# In which state the way of certifying finds the request.
_SEEN: dict[str, RequestState] = {"chat": "confirmed", "page": "waiting"}


def newest_request(books: Books, year: int, kind: RoundKind, plan: int = 1) -> CertificateRequest | None:
    """What was sent to a head last of the round's report; None where nothing was."""
    return next(iter(_found(books, _C.c.year == year, _C.c.plan == plan, _C.c.kind == kind)), None)


def find_request(books: Books, request_id: int) -> CertificateRequest | None:
    """The request of this number."""
    return next(iter(_found(books, _C.c.id == request_id)), None)


def requests_to(books: Books, person_id: int) -> tuple[CertificateRequest, ...]:
    """What waits for the head's word, oldest first."""
    return _found(books, _C.c.to_id == person_id, _C.c.state == "waiting")[::-1]


def confirmed_requests(conn: Connection) -> tuple[tuple[int, CertificateRequest], ...]:
    """What heads have confirmed and is not made yet, of every agency: each with the agency's id."""
    query = select(_C).where(_C.c.state == "confirmed").order_by(_C.c.id)
    rows = for_every_agency(conn, query)
    return tuple((row.agency_id, _read_request(row)) for row in rows)


def draft_hashes(conn: Connection) -> frozenset[str]:
    """The names of the PDFs that heads may still look at: they are not swept away."""
    rows = for_every_agency(conn, select(_C.c.draft).where(_C.c.state.in_(OPEN)))
    return frozenset(row.draft for row in rows)


def ask_certificate(books: Books, write: AskCertificate) -> None:
    """The report waits for the head; raises Conflict where another one of the round does, or a version came."""
    books.hold_office()
    of_round = (_V.c.year == write.year, _V.c.plan == write.plan, _V.c.kind == write.kind)
    newest = books.fetch_one(select(_V.c.number).where(*of_round).order_by(_V.c.number.desc()))
    if write.number != (newest.number + 1 if newest else 1):
        raise Conflict("another version of this report was certified meanwhile")
    _check_head(books, write.to_id)
    values = {field: getattr(write, field) for field in _ASKED}
    state = {"state": "waiting", "state_at": write.at, "why": ""}
    try:
        with books.conn.begin_nested():
            books.insert(_C, {**values, **state})
    except IntegrityError as error:
        raise Conflict("this report waits for a head already") from error


def confirm_certificate(books: Books, write: ConfirmCertificate) -> None:
    """The head's word is given; raises Conflict where it is not theirs to give, or of other contents."""
    books.hold_office()
    _check_head(books, write.person_id)
    theirs = (_C.c.to_id == write.person_id, _C.c.mark == write.mark)
    _move_request(books, write.request_id, "waiting", "confirmed", write.at, *theirs)


def return_certificate(books: Books, write: ReturnCertificate) -> None:
    """The report is the administrators' again, to be mended; raises Conflict where it is not the head's to return."""
    books.hold_office()
    _check_head(books, write.person_id)
    _move_request(
        books, write.request_id, "waiting", "returned", write.at, _C.c.to_id == write.person_id, why=write.why
    )


def take_back_certificate(books: Books, write: TakeBackCertificate) -> None:
    """The report waits for nobody any more; raises Conflict where the head has given a word meanwhile."""
    books.hold_office()
    _move_request(books, write.request_id, "waiting", "taken_back", write.at)


def lapse_certificate(books: Books, write: LapseCertificate) -> None:
    """Nothing is certified by the request; raises Conflict where it is not in the state seen."""
    books.hold_office()
    _move_request(books, write.request_id, write.seen, "changed", write.at, why=write.why)


def close_request(books: Books, write: CertifyReport) -> None:
    """The version is what the head was asked for, or nothing is asked of this round; else Conflict.

    The caller holds the office.
    """
    if write.request_id is None:
        newest = newest_request(books, write.year, write.kind, write.plan)
        if newest is not None and newest.is_open:
            raise Conflict("the report waits for a head")
        return
    _check_head(books, write.person_id)
    of_round = (_C.c.year == write.year, _C.c.plan == write.plan, _C.c.kind == write.kind)
    theirs = (_C.c.to_id == write.person_id, _C.c.number == write.number, *of_round)
    seen = _SEEN.get(write.way)
    if seen is None:
        raise Conflict("what is signed on paper is asked of nobody")
    _move_request(books, write.request_id, seen, "certified", write.at, *theirs)


def _check_head(books: Books, person_id: int) -> None:
    """Raises Conflict where the person is not a head now."""
    who = find_person(books, person_id)
    if who is None or not may_certify(who):
        raise Conflict("the person does not certify reports now")


def _move_request(
    books: Books,
    request_id: int,
    seen: RequestState,
    state: RequestState,
    at: datetime,
    *where: Condition,
    why: str = "",
) -> None:
    this = (_C.c.id == request_id, _C.c.state == seen, *where)
    if not books.update(_C, this, {"state": state, "state_at": at, "why": why}):
        raise Conflict(f"the request {request_id} is not {seen} any more")


def _found(books: Books, *where: Condition) -> tuple[CertificateRequest, ...]:
    rows: Sequence[AnyRow] = books.fetch_all(select(_C).where(*where).order_by(_C.c.id.desc()))
    return tuple(map(_read_request, rows))


def _read_request(row: AnyRow) -> CertificateRequest:
    values = {field: getattr(row, field) for field in _FIELDS}
    return CertificateRequest(**{**values, "kind": RoundKind(row.kind)})
