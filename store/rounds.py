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


def find_round(books: Books, year: int, kind: RoundKind, plan: int = 1) -> Round | None:
    """The round of this kind of the fiscal year's plan of this number, once it was opened."""
    found = _rounds(books, _R.c.year == year, _R.c.plan == plan, _R.c.kind == kind)
    return found[0] if found else None


def change_round(books: Books, write: ChangeRound) -> None:
    """Another due day, as long as the round is open."""
    books.update(_R, _open_round(write), {"due": write.due, "end_from": write.end_from})


def close_round(books: Books, write: CloseRound) -> None:
    """Take no more replies; the first closing counts."""
    books.update(_R, _open_round(write), {"closed_at": write.at})


def _open_round(write: ChangeRound | CloseRound) -> tuple[Condition, ...]:
    return _R.c.year == write.year, _R.c.plan == write.plan, _R.c.kind == write.kind, _R.c.closed_at.is_(None)


def _rounds(books: Books, *where: Condition) -> tuple[Round, ...]:
    return tuple(_build_round(row) for row in books.fetch_all(select(_R).where(*where).order_by(_R.c.id)))


def _build_round(row: AnyRow) -> Round:
    return Round(row.id, row.year, RoundKind(row.kind), row.due, row.opened_at, row.closed_at, row.end_from, row.plan)
