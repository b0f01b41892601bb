"""Units and people, and how a LINE user becomes one of them."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from domain.agency import Person, Role, Unit
from domain.conversation import Invite
from domain.writes import AcceptNotice, Enrol, IssueInvite, SetReachable
from store import tables
from store.books import AnyRow, Books, Condition
from store.engine import Conflict
from store.signins import end_sessions

_P = tables.people
_U = tables.units
_I = tables.invites
_REF = re.compile(r"[pP](\d{1,18})")


def units(books: Books) -> tuple[Unit, ...]:
    """The agency's divisions and sections, in the order they were added."""
    return tuple(Unit(row.id, row.name, row.parent_id) for row in books.rows(select(_U).order_by(_U.c.id)))


def people(books: Books) -> tuple[Person, ...]:
    """The agency's people, in the order they were added."""
    return _people(books, _P.c.active)


def person(books: Books, person_id: int) -> Person | None:
    """The person with this id, also one who has left."""
    return _first(_people(books, _P.c.id == person_id))


def person_of_line_user(books: Books, line_user: str) -> Person | None:
    """Who enrolled with this LINE user id."""
    return _first(_people(books, _P.c.active, _P.c.line_user == line_user))


def people_named(books: Books, text: str) -> tuple[Person, ...]:
    """The people that the text names: one by a reference (`p7`), else all of exactly this name."""
    text = text.strip()
    ref = _REF.fullmatch(text)
    found = _people(books, _P.c.active, _P.c.id == int(ref[1])) if ref else ()
    return found or _people(books, _P.c.active, _P.c.name == " ".join(text.split()))


def invite_by_code_hash(books: Books, code_hash: str) -> Invite | None:
    """The invite that the code was issued for, used or not, expired or not."""
    query = (
        select(_I, _P.c.name)
        .join_from(_I, _P, (_P.c.agency_id == _I.c.agency_id) & (_P.c.id == _I.c.person_id))
        .where(_I.c.code_hash == code_hash)
    )
    row = books.row(query)
    if row is None:
        return None
    return Invite(row.id, row.person_id, row.name, row.expires_at, row.used_at is not None)


def accept_notice(books: Books, write: AcceptNotice) -> None:
    """Which version of the notice was accepted, and when; the first time counts."""
    books.insert_new(tables.notices, {"line_user": write.line_user, "version": write.version, "at": write.at})


def issue_invite(books: Books, write: IssueInvite) -> None:
    """A code for the person in place of their unspent ones."""
    books.delete(_I, (_I.c.person_id == write.person_id, _I.c.used_at.is_(None)))
    values = {"person_id": write.person_id, "code_hash": write.code_hash}
    books.insert(_I, {**values, "created_at": write.at, "expires_at": write.expires_at})


def enrol(books: Books, write: Enrol) -> None:
    """Spend the code and bind the LINE user to its person; raises Conflict where it was spent meanwhile."""
    unspent = (_I.c.id == write.invite_id, _I.c.used_at.is_(None))
    if not books.update(_I, unspent, {"used_at": write.at}):
        raise Conflict(f"invite {write.invite_id} is spent")
    of_invite = (_P.c.agency_id == _I.c.agency_id) & (_P.c.id == _I.c.person_id)
    chosen = select(_P.c.id, _P.c.line_user).join_from(_I, _P, of_invite).where(_I.c.id == write.invite_id)
    ((person_id, former),) = books.rows(chosen)
    # A LINE user is one person; a person's new LINE user puts out the former one, and their sessions.
    books.update(_P, (_P.c.line_user == write.line_user, _P.c.id != person_id), {"line_user": None})
    books.update(_P, (_P.c.id == person_id,), {"line_user": write.line_user, "reachable": True})
    if former not in (None, write.line_user):
        end_sessions(books, person_id, write.at)


def set_reachable(books: Books, write: SetReachable) -> None:
    """Whether messages reach the LINE user; nothing where nobody enrolled with it."""
    books.update(_P, (_P.c.line_user == write.line_user,), {"reachable": write.reachable})


def _people(books: Books, *where: Condition) -> tuple[Person, ...]:
    found = books.rows(select(_P).where(*where).order_by(_P.c.id))
    if not found:
        return ()
    ids = [row.id for row in found]
    memberships, offices = tables.person_units, tables.person_roles
    unit_ids = _lists(
        books.rows(
            select(memberships.c.person_id, memberships.c.unit_id)
            .where(memberships.c.person_id.in_(ids))
            .order_by(memberships.c.place)
        )
    )
    roles = _lists(books.rows(select(offices.c.person_id, offices.c.role).where(offices.c.person_id.in_(ids))))
    return tuple(_person(row, unit_ids[row.id], roles[row.id]) for row in found)


def _lists(pairs: Sequence[AnyRow]) -> defaultdict[int, list[Any]]:
    lists: defaultdict[int, list[Any]] = defaultdict(list)
    for key, value in pairs:
        lists[key].append(value)
    return lists


def _person(row: AnyRow, unit_ids: list[int], roles: list[str]) -> Person:
    away = None if row.away_from is None or row.away_to is None else (row.away_from, row.away_to)
    return Person(
        id=row.id,
        name=row.name,
        position=row.position,
        unit_ids=tuple(unit_ids),
        roles=frozenset(map(Role, roles)),
        deputy_id=row.deputy_id,
        away=away,
        line_user=row.line_user,
        reachable=row.reachable,
    )


def _first(found: tuple[Person, ...]) -> Person | None:
    return found[0] if found else None
