"""LINE groups, and the one-time codes by which administrators link them.

LINE's events may come late and in any order: what is older than what is known changes nothing.
"""

from sqlalchemy import or_, select

from domain.groups import Group, GroupCode
from domain.writes import IssueGroupCode, LeaveGroup, LinkGroup, NoteGroup, UnlinkGroup, VoidGroupCode
from store import tables
from store.books import AnyRow, Books
from store.engine import Conflict

_G = tables.line_groups
_C = tables.group_codes
_UNLINKED = {"linked_at": None, "linked_by": None, "unit_id": None}


def load_groups(books: Books) -> tuple[Group, ...]:
    """The linked groups, in the order in which they were linked."""
    linked = select(_G).where(_G.c.linked_at.is_not(None)).order_by(_G.c.linked_at, _G.c.id)
    return tuple(map(_group, books.fetch_all(linked)))


def find_group(books: Books, line_group: str) -> Group | None:
    """The group as LINE calls it, linked or not; None where nothing is known of it."""
    row = books.fetch_one(select(_G).where(_G.c.line_group == line_group))
    return None if row is None else _group(row)


def find_linked_group(books: Books, group_id: int) -> Group | None:
    """The linked group with this id."""
    return next((group for group in load_groups(books) if group.id == group_id), None)


def group_code_by_hash(books: Books, *code_hashes: str) -> GroupCode | None:
    """The record of the code, used or not, expired or not."""
    row = books.fetch_one(select(_C).where(_C.c.code_hash.in_(code_hashes)))
    if row is None:
        return None
    return GroupCode(row.id, row.person_id, row.unit_id, row.expires_at, row.used_at is not None)


def issue_group_code(books: Books, write: IssueGroupCode) -> None:
    """A code in place of the agency's unspent one; the same one again changes nothing."""
    books.delete(_C, (_C.c.used_at.is_(None), _C.c.code_hash != write.code_hash))
    values = {"person_id": write.person_id, "unit_id": write.unit_id, "code_hash": write.code_hash}
    books.insert_new(_C, {**values, "created_at": write.at, "expires_at": write.expires_at})


def note_group(books: Books, write: NoteGroup) -> None:
    """Records that the account joined the group then, unlinked; changes nothing where a later event is known."""
    if books.insert_new(_G, {"line_group": write.line_group, "joined_at": write.at}) is None:
        older = _G.c.joined_at < write.at, or_(_G.c.linked_at.is_(None), _G.c.linked_at < write.at)
        books.update(_G, (_G.c.line_group == write.line_group, *older), {"joined_at": write.at, **_UNLINKED})


def link_group(books: Books, write: LinkGroup) -> None:
    """Spend the code and link the group, anew where it was linked; raises Conflict where the code was spent."""
    unspent = (_C.c.id == write.code_id, _C.c.used_at.is_(None))
    if not books.update(_C, unspent, {"used_at": write.at}):
        raise Conflict(f"group code {write.code_id} is spent")
    code = books.fetch_one(select(_C.c.unit_id).where(_C.c.id == write.code_id))
    books.insert_new(_G, {"line_group": write.line_group, "joined_at": write.at})
    linked = {"linked_at": write.at, "linked_by": write.person_id, "unit_id": code.unit_id if code else None}
    books.update(_G, (_G.c.line_group == write.line_group,), linked)


def void_group_code(books: Books, write: VoidGroupCode) -> None:
    """Makes the code void: it links no group from now on."""
    books.update(_C, (_C.c.id == write.code_id, _C.c.used_at.is_(None)), {"used_at": write.at})


def unlink_group(books: Books, write: UnlinkGroup) -> None:
    """Unlinks the group; that the account stands there stays known, so that it is not greeted anew."""
    books.update(_G, (_G.c.id == write.group_id,), _UNLINKED)


def leave_group(books: Books, write: LeaveGroup) -> None:
    """Forgets the group, unless the account came back, or it was linked, since then."""
    older = _G.c.joined_at <= write.at, or_(_G.c.linked_at.is_(None), _G.c.linked_at <= write.at)
    books.delete(_G, (_G.c.line_group == write.line_group, *older))


def _group(row: AnyRow) -> Group:
    return Group(row.id, row.line_group, row.joined_at, row.linked_at, row.linked_by, row.unit_id)
