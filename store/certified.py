"""Certified reports: appended, published, superseded, withdrawn, never changed."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, and_, select
from sqlalchemy.exc import IntegrityError

from domain.certified import CertifiedReport, ReportFile
from domain.report import ReportState
from domain.writes import CertifyReport, PublishReport, WithdrawReport
from store import tables
from store.books import AnyRow, Books, Condition
from store.certificates import close_request
from store.engine import Conflict
from store.scope import for_every_agency
from thai.fiscal import RoundKind, later_rounds

_A = tables.agencies
_V = tables.report_versions
_F = tables.report_files
_S = tables.report_steps
_R, _T, _U = tables.rounds, tables.tasks, tables.updates

_FIELDS = (
    *("year", "plan", "number", "code", "title"),
    *("person_id", "typed_name", "position", "acting_for", "reason", "at", "way", "signed_by", "prepared_by"),
)


def certified_reports(books: Books, year: int) -> tuple[CertifiedReport, ...]:
    """The year's versions, of all its plans, newest first."""
    return _found(books, _V.c.year == year)


def certified_of_round(books: Books, year: int, kind: RoundKind, plan: int = 1) -> tuple[CertifiedReport, ...]:
    """The versions of one round of the year's plan of this number, newest first."""
    return _found(books, _V.c.year == year, _V.c.plan == plan, _V.c.kind == kind)


def published_years(books: Books) -> tuple[int, ...]:
    """The fiscal years of which something was published, newest first; its measures stay public."""
    of_steps = select(_V.c.year).join(_S, and_(_S.c.agency_id == _V.c.agency_id, _S.c.version_id == _V.c.id))
    found = books.fetch_all(of_steps.where(_S.c.step == "published").distinct())
    return tuple(sorted((row.year for row in found), reverse=True))


def in_force(versions: Sequence[CertifiedReport]) -> CertifiedReport | None:
    """The newest of a round's versions that no other has taken the place of; None before the first."""
    return next((version for version in versions if version.state in ("certified", "published")), None)


def is_public(version: CertifiedReport) -> bool:
    """True for a version that everyone may have, whether or not another has taken its place."""
    return was_published(version) and version.withdrawn_at is None


def was_published(version: CertifiedReport) -> bool:
    """True for a version that everyone could have at some time; it may be withdrawn by now."""
    return version.published_at is not None


def certified_by_code(conn: Connection, code: str) -> CertifiedReport | None:
    """The version that bears this code, whatever agency's it is."""
    query = select(_V.c.agency_id).where(_V.c.code == code)
    row = for_every_agency(conn, query).first()
    return None if row is None else next(iter(_found(Books(conn, row.agency_id), _V.c.code == code)), None)


def certified_since(books: Books, update_id: int, moment: datetime) -> bool:
    """True where a report that prints the reply's round was certified at the moment or after it.

    The annual report prints both halves, that of the second half what was done before it.
    """
    of_round = (
        select(_R.c.year, _R.c.plan, _R.c.kind)
        .join_from(_U, _T, and_(_T.c.agency_id == _U.c.agency_id, _T.c.id == _U.c.task_id))
        .join(_R, and_(_R.c.agency_id == _T.c.agency_id, _R.c.id == _T.c.round_id))
    )
    found = books.fetch_one(of_round.where(_U.c.id == update_id))
    if found is None:
        return False
    kind = RoundKind(found.kind)
    printed_in = (kind, RoundKind.ANNUAL, *later_rounds(kind))
    since = (_V.c.year == found.year, _V.c.plan == found.plan, _V.c.kind.in_(printed_in), _V.c.at >= moment)
    return books.fetch_one(select(_V.c.id).where(*since)) is not None


def certified_hashes(conn: Connection) -> frozenset[str]:
    """The names of all bytes that certified reports consist of: they are never swept away."""
    rows = for_every_agency(conn, select(_F.c.sha256))
    return frozenset(row.sha256 for row in rows)


def certify_report(books: Books, write: CertifyReport) -> None:
    """The next version of the round; raises Conflict where another was certified meanwhile, or a head is to do it.

    A version before it that was never published is superseded at once, a published one when this one is.
    """
    books.hold_office()  # so that no other version of the round changes its state meanwhile
    before = certified_of_round(books, write.year, write.kind, write.plan)
    number = before[0].number + 1 if before else 1
    if number != write.number:
        raise Conflict(f"version {number - 1} of this report was certified meanwhile")
    close_request(books, write)
    values = {field: getattr(write, field) for field in _FIELDS if field != "number"}
    try:
        with books.conn.begin_nested():
            version_id = books.insert(_V, {**values, "kind": write.kind, "number": number})
    except IntegrityError as error:
        raise Conflict("this report was certified meanwhile") from error
    books.insert_all(
        _F,
        [{"version_id": version_id, "suffix": f.suffix, "sha256": f.sha256, "size": f.size} for f in write.files],
    )
    for version in before:
        if version.state == "certified":
            _step(books, version.id, "superseded", write.person_id, write.reason, write.at)


def publish_report(books: Books, write: PublishReport) -> None:
    """The version is public from now on, the one before it superseded; raises Conflict where it cannot be published."""
    books.hold_office()
    found = next(iter(_found(books, _V.c.id == write.version_id)), None)
    if found is None or found.state != "certified":
        raise Conflict("only a certified version that no other has taken the place of can be published")
    for version in certified_of_round(books, found.year, found.kind, found.plan):
        if version.state == "published":
            _step(books, version.id, "superseded", write.person_id, found.reason, write.at)
    _step(books, found.id, "published", write.person_id, "", write.at)


def withdraw_report(books: Books, write: WithdrawReport) -> None:
    """The version is nobody's outside the agency from now on; raises Conflict where it is not in the state seen.

    No other version takes its place: one that was superseded by it stays superseded.
    """
    books.hold_office()
    found = next(iter(_found(books, _V.c.id == write.version_id)), None)
    if found is None or not is_public(found) or found.state != write.seen:
        raise Conflict("only a public version can be withdrawn, in the state in which it was seen")
    _step(books, found.id, "withdrawn", write.person_id, write.reason, write.at)


def _step(books: Books, version_id: int, step: str, person_id: int, reason: str, at: datetime) -> None:
    values = {"version_id": version_id, "step": step, "person_id": person_id, "reason": reason, "at": at}
    try:
        with books.conn.begin_nested():
            books.insert(_S, values)
    except IntegrityError as error:
        raise Conflict(f"version {version_id} was {step} meanwhile") from error


def _found(books: Books, *where: Condition) -> tuple[CertifiedReport, ...]:
    rows = books.fetch_all(select(_V).where(*where).order_by(_V.c.number.desc(), _V.c.id.desc()))
    if not rows:
        return ()
    ids = [row.id for row in rows]
    files, steps = (
        _by_version(books, select(_F), _F.c.version_id.in_(ids)),
        _by_version(books, select(_S), _S.c.version_id.in_(ids)),
    )
    whose = books.conn.execute(select(_A.c.slug, _A.c.name).where(books.of(_A))).one()
    return tuple(_version(row, whose, files[row.id], steps[row.id]) for row in rows)


def _by_version(books: Books, query: Select[tuple[object, ...]], where: Condition) -> defaultdict[int, list[AnyRow]]:
    found: defaultdict[int, list[AnyRow]] = defaultdict(list)
    for row in books.fetch_all(query.where(where)):
        found[row.version_id].append(row)
    return found


def _version(row: AnyRow, whose: AnyRow, files: Sequence[AnyRow], steps: Sequence[AnyRow]) -> CertifiedReport:
    when = {step.step: step.at for step in steps}
    why = {step.step: step.reason for step in steps}
    ends: tuple[ReportState, ...] = ("withdrawn", "superseded", "published")
    return CertifiedReport(
        id=row.id,
        agency_id=row.agency_id,
        slug=whose.slug,
        agency=whose.name,
        kind=RoundKind(row.kind),
        files=tuple(ReportFile(file.suffix, file.sha256, file.size) for file in files),
        state=next((state for state in ends if state in when), "certified"),
        published_at=when.get("published"),
        superseded_at=when.get("superseded"),
        withdrawn_at=when.get("withdrawn"),
        withdrawn_for=why.get("withdrawn", ""),
        **{field: getattr(row, field) for field in _FIELDS},
    )
