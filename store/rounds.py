"""Reporting rounds, open and closed."""

from sqlalchemy import select

from domain.task import Round
from domain.writes import ChangeRound, CloseRound
from store import tables
from store.books import AnyRow, Books, Condition
from thai.fiscal import RoundKind

_R = tables.rounds


def load_rounds(books: Books) -> tuple[Round, ...]:
    """All rounds that were ever opened, in the order they were."""
    return _rounds(books)


def load_open_rounds(books: Books) -> tuple[Round, ...]:
    """The rounds that take replies."""
    return _rounds(books, _R.c.closed_at.is_(None))


def find_round(books: Books, year: int, kind: RoundKind) -> Round | None:
    """The fiscal year's round of this kind, once it was opened."""
    found = _rounds(books, _R.c.year == year, _R.c.kind == kind)
    return found[0] if found else None


def change_round(books: Books, write: ChangeRound) -> None:
    """Another due day, as long as the round is open."""
    this = (_R.c.year == write.year, _R.c.kind == write.kind, _R.c.closed_at.is_(None))
    books.update(_R, this, {"due": write.due, "end_from": write.end_from})


def close_round(books: Books, write: CloseRound) -> None:
    """Take no more replies; the first closing counts."""
    this = (_R.c.year == write.year, _R.c.kind == write.kind, _R.c.closed_at.is_(None))
    books.update(_R, this, {"closed_at": write.at})


def _rounds(books: Books, *where: Condition) -> tuple[Round, ...]:
    return tuple(_build_round(row) for row in books.fetch_all(select(_R).where(*where).order_by(_R.c.id)))


def _build_round(row: AnyRow) -> Round:
    return Round(row.id, row.year, RoundKind(row.kind), row.due, row.opened_at, row.closed_at, row.end_from)
