"""Layouts that are being changed by forms: one draft of the agency's layout, and one of each plan's."""

from sqlalchemy import select

from domain.layout_draft import LayoutDraft
from domain.writes import ForgetLayoutDraft, KeepLayoutDraft
from store import tables
from store.books import Books
from store.engine import Conflict

_D = tables.layout_drafts


def load_layout_draft(books: Books, plan_id: int) -> LayoutDraft | None:
    """The draft of this plan's layout, or of the agency's; None where there is none."""
    row = books.fetch_one(select(_D).where(_D.c.plan_id == plan_id))
    return None if row is None else LayoutDraft(row.plan_id, row.typed, row.base, row.person_id, row.at)


def keep_layout_draft(books: Books, write: KeepLayoutDraft) -> None:
    """The draft as it is now; raises Conflict where another one stands there than was seen."""
    draft = write.draft
    values = {
        "typed": dict(draft.typed), "base": draft.base, "mark": draft.mark, "person_id": draft.person_id,
        "at": draft.at,
    }  # fmt: skip
    known = _D.c.mark.in_((write.seen, draft.mark))  # sent twice, it is the same
    if books.update(_D, (_D.c.plan_id == draft.plan_id, known), values):
        return
    if books.insert_new(_D, {"plan_id": draft.plan_id, **values}) is None:
        raise Conflict("somebody else changed the draft of the layout meanwhile")


def forget_layout_draft(books: Books, write: ForgetLayoutDraft) -> None:
    """The draft is gone: it was saved, or is not wanted; one that was changed since it was seen stays."""
    books.delete(_D, (_D.c.plan_id == write.plan_id, _D.c.mark == write.seen))
