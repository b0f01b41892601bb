"""Plans that were read and are not imported yet, with what was corrected of them so far."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from domain.data import from_data, to_data
from domain.layout import layout_from
from domain.plan import Plan
from domain.plan_draft import PlanDraft
from domain.writes import ForgetPlanDraft, KeepPlanDraft
from store import tables
from store.books import Books

_D = tables.plan_drafts
# A reading that nobody touched for so long is gone with the next one that is kept.
KEPT_FOR = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class DraftOnFile:
    """A reading that waits: its key, fiscal year, how many measures it has, and when it was touched last."""

    key: str
    year: int
    measures: int
    at: datetime


def load_draft(books: Books, key: str) -> PlanDraft | None:
    """The reading with this key; None where there is none (any more)."""
    row = books.fetch_one(select(_D).where(_D.c.key == key))
    if row is None:
        return None
    plan = from_data(row.plan, Plan)
    layouts = (layout_from(data) if data else None for data in (row.layout, row.learned))
    return PlanDraft(key, plan, row.year, row.at, row.typed, row.file, row.ending, row.number, row.name, *layouts)


def list_drafts(books: Books) -> tuple[DraftOnFile, ...]:
    """The readings that wait, the one touched last first."""
    rows = books.fetch_all(select(_D.c.key, _D.c.year, _D.c.measures, _D.c.at).order_by(_D.c.at.desc(), _D.c.key))
    return tuple(DraftOnFile(row.key, row.year, row.measures, row.at) for row in rows)


def keep_draft(books: Books, write: KeepPlanDraft) -> None:
    """The reading as it is now, in place of what was kept under its key."""
    draft = write.draft
    books.delete(_D, (_D.c.at < draft.at - KEPT_FOR,))
    values = {
        "plan": to_data(draft.plan),
        "measures": len(draft.plan.measures),
        "year": draft.year,
        "at": draft.at,
        "typed": dict(draft.typed),
        "file": draft.file,
        "ending": draft.ending,
        "number": draft.number,
        "name": draft.name,
        "layout": to_data(draft.layout) if draft.layout else None,
        "learned": to_data(draft.learned) if draft.learned else None,
    }
    if not books.update(_D, (_D.c.key == draft.key,), values):
        books.insert_all(_D, [{"key": draft.key, **values}])


def forget_draft(books: Books, write: ForgetPlanDraft) -> None:
    """The reading is gone: it was imported, or is not wanted."""
    books.delete(_D, (_D.c.key == write.key,))
