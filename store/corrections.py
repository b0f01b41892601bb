"""A slip in a saved reply is corrected by a reply in its place; both are kept."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import bindparam, select

from domain.task import Correction, Update
from store import tables
from store.books import OF_AGENCY, AnyRow, Books, Values
from store.engine import Conflict

_U = tables.updates
_STANDING = select(_U.c.corrects).where(
    _U.c.agency_id == OF_AGENCY,
    _U.c.task_id == bindparam("task_id"),
    _U.c.id == bindparam("update_id"),
    _U.c.stands,
)


def read_correction(row: AnyRow) -> Correction | None:
    """What the row of an update says of the reply that it corrects; None where it corrects none."""
    if row.corrects is None:
        return None
    return Correction(row.corrects, row.corrected_by, row.corrected_at, row.correction_reason or "")


def mark_corrected(updates: Sequence[Update]) -> tuple[Update, ...]:
    """All of a task's updates, those marked whose place a correction took that was not sent back."""
    newest: dict[int, int] = {}
    for update in updates:
        if update.stands:
            newest[_first_id(update)] = max(update.id, newest.get(_first_id(update), 0))
    return tuple(replace(one, corrected=newest.get(_first_id(one), 0) > one.id) for one in updates)


def find_first_reply(books: Books, task_id: int, update_id: int) -> int | None:
    """The id of the reply as it was first given; None where it was corrected, sent back or unsent, or is no such."""
    found = books.fetch_prepared(_STANDING, task_id=task_id, update_id=update_id)
    return (found[0].corrects or update_id) if found else None


def name_correction(made: Correction, first: int | None) -> Values:
    """What the row of a correction says of it; raises Conflict where its reply does not stand any more."""
    if first is None:
        raise Conflict(f"reply {made.reply_id} cannot be corrected any more")
    by = {"corrected_by": made.person_id, "corrected_at": made.at, "correction_reason": made.reason}
    return {"corrects": first, **by}


def _first_id(update: Update) -> int:
    """The id of the reply as it was first given."""
    return update.correction.reply_id if update.correction else update.id
