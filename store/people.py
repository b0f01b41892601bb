"""Units and people, and how a LINE user becomes one of them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select

from domain.agency import Person, Role, Unit
from domain.conversation import Invite
from domain.unit_names import find_unit
from domain.writes import (
    AcceptNotice,
    AnswerDeputy,
    AskDeputy,
    AskRemoval,
    Enrol,
    ForgetUnitName,
    IssueInvite,
    KeepUnitName,
    SetAway,
    SetDeputy,
    SetReachable,
    VoidInvite,
)
from store import tables
from store.books import OF_AGENCY, AnyRow, Books, Condition, composed
from store.engine import Conflict
from store.former import cut_account, forget_former
from store.signins import end_sessions
from thai.normalise import fold_text, tidy_spaces

_P = tables.people
_U = tables.units
_I = tables.invites
_N = tables.unit_names
_REF = re.compile(r"[pP](\d{1,18})")
_COLUMNS = ("id", "name", "position", "deputy_id", "deputy_asked_id", "line_user", "reachable", "away_from", "away_to")
_NAMES = composed(select(_N.c.written, _N.c.unit_id).order_by(_N.c.written))
_UNITS = composed(select(_U.c.id, _U.c.name, _U.c.parent_id).where(_U.c.merged_into.is_(None)).order_by(_U.c.id))
_EVERY_UNIT = composed(
    select(_U.c.id, _U.c.name, func.coalesce(_U.c.merged_into, _U.c.parent_id).label("parent_id")).order_by(_U.c.id)
)


def load_units(books: Books) -> tuple[Unit, ...]:
    """The agency's divisions and sections, in the order they were added."""
    return books.remember("units", lambda: tuple(Unit(*row) for row in books.fetch_prepared(_UNITS)))


def load_lineage(books: Books) -> tuple[Unit, ...]:
    """The same with those that went into another one, as if under it: who answers and checks what was theirs."""
    return books.remember("lineage", lambda: tuple(Unit(*row) for row in books.fetch_prepared(_EVERY_UNIT)))


def units_as_written(books: Books) -> tuple[Unit, ...]:
    """The same, each with the names by which plans mean it, as somebody chose at an import."""
    also: dict[int, tuple[str, ...]] = {}
    for row in books.fetch_prepared(_NAMES):
        also[row.unit_id] = (*also.get(row.unit_id, ()), row.written)
    return tuple(replace(unit, also=also.get(unit.id, ())) for unit in load_units(books))


def unit_names(books: Books) -> tuple[tuple[str, Unit], ...]:
    """Each name that is kept for plans, and the unit it means."""
    return tuple((name, unit) for unit in units_as_written(books) for name in unit.also)


def keep_unit_name(books: Books, write: KeepUnitName) -> None:
    """Plans that name it mean this unit from now on, in place of what they meant; nothing where there is none of it."""
    unit = find_unit(write.unit, load_units(books))
    if unit is not None and write.written.strip():
        set_unit_name(books, write.written, unit.id)


def set_unit_name(books: Books, written: str, unit_id: int) -> None:
    """The name means the unit with this id by choice, in place of what it meant so far."""
    forget_unit_name(books, ForgetUnitName(written))
    books.insert_all(_N, ({"key": _fold_name(written), "written": tidy_spaces(written), "unit_id": unit_id},))


def forget_unit_name(books: Books, write: ForgetUnitName) -> None:
    """The name means nothing by choice any more."""
    books.delete(_N, (_N.c.key == _fold_name(write.written),))


def _fold_name(written: str) -> str:
    return fold_text(written)[:300]


def load_people(books: Books) -> tuple[Person, ...]:
    """The agency's people, in the order they were added."""
    return books.remember("people", lambda: _people(books.fetch_prepared(_ACTIVE)))


def find_person(books: Books, person_id: int) -> Person | None:
    """The person with this id, also one who has left."""
    here = _here(books, lambda who: who.id == person_id)
    return _first(here or _people(books.fetch_prepared(_BY_ID, person_id=person_id)))


def person_of_line_user(books: Books, line_user: str) -> Person | None:
    """Who enrolled with this LINE user id."""
    here = _here(books, lambda who: who.line_user == line_user)
    return _first(_people(books.fetch_prepared(_BY_LINE_USER, line_user=line_user)) if here is None else here)


def people_with_deputy(books: Books, deputy_id: int) -> tuple[Person, ...]:
    """Who has this person as deputy, away or not."""
    here = _here(books, lambda who: who.deputy_id == deputy_id)
    return _people(books.fetch_prepared(_WITH_DEPUTY, deputy_id=deputy_id)) if here is None else here


def people_asking(books: Books, deputy_id: int) -> tuple[Person, ...]:
    """Who asked this person to stand in and waits for the answer."""
    here = _here(books, lambda who: who.deputy_asked_id == deputy_id)
    return _people(books.fetch_prepared(_ASKED_DEPUTY, deputy_id=deputy_id)) if here is None else here


def people_of_units(books: Books, unit_ids: Sequence[int]) -> tuple[Person, ...]:
    """Who stands in one of these units, in the order they were added."""
    here = _here(books, lambda who: not set(unit_ids).isdisjoint(who.unit_ids))
    return _people(books.fetch_prepared(_OF_UNITS, unit_ids=list(unit_ids))) if here is None else here


def _here(books: Books, wanted: Callable[[Person], bool]) -> tuple[Person, ...] | None:
    """The agency's people that are wanted, where the office is remembered; None where it is not."""
    return tuple(filter(wanted, load_people(books))) if books.remembers() else None


def people_named(books: Books, text: str) -> tuple[Person, ...]:
    """The people that the text names: one by a reference (`p7`), else all of exactly this name."""
    text = text.strip()
    ref = _REF.fullmatch(text)
    found = _people(books.fetch_prepared(_query(_P.c.active, _P.c.id == int(ref[1])))) if ref else ()
    return found or _people(books.fetch_prepared(_query(_P.c.active, _P.c.name == tidy_spaces(text))))


def invite_by_code_hash(books: Books, *code_hashes: str) -> Invite | None:
    """The invite that the code was issued for, used or not, expired or not."""
    query = (
        select(_I, _P.c.name)
        .join_from(_I, _P, (_P.c.agency_id == _I.c.agency_id) & (_P.c.id == _I.c.person_id))
        .where(_I.c.code_hash.in_(code_hashes))
    )
    row = books.fetch_one(query)
    if row is None:
        return None
    void = row.used_at is not None or row.shown_at is not None
    return Invite(row.id, row.person_id, row.name, row.expires_at, void)


def names_with_void_codes(books: Books) -> tuple[str, ...]:
    """Who has not enrolled yet and whose code was seen in a group: they need a new one."""
    query = (
        select(_P.c.name)
        .distinct()
        .join_from(_I, _P, (_P.c.agency_id == _I.c.agency_id) & (_P.c.id == _I.c.person_id))
        .where(_I.c.shown_at.is_not(None), _I.c.used_at.is_(None), _P.c.line_user.is_(None))
        .order_by(_P.c.name)
    )
    return tuple(row.name for row in books.fetch_all(query))


def unspent_codes(books: Books, now: datetime) -> dict[int, datetime]:
    """Until when each person's invite code can still be used, by the person's id."""
    query = select(_I.c.person_id, _I.c.expires_at)
    unspent = (_I.c.used_at.is_(None), _I.c.shown_at.is_(None), _I.c.expires_at > now)
    return {row.person_id: row.expires_at for row in books.fetch_all(query.where(*unspent))}


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
    unspent = (_I.c.id == write.invite_id, _I.c.used_at.is_(None), _I.c.shown_at.is_(None))
    if not books.update(_I, unspent, {"used_at": write.at}):
        raise Conflict(f"invite {write.invite_id} is spent")
    of_invite = (_P.c.agency_id == _I.c.agency_id) & (_P.c.id == _I.c.person_id)
    chosen = select(_P.c.id, _P.c.line_user).join_from(_I, _P, of_invite).where(_I.c.id == write.invite_id)
    ((person_id, former),) = books.fetch_all(chosen)
    # A LINE user is one person; a person's new LINE user puts out the former one, and their sessions.
    books.update(_P, (_P.c.line_user == write.line_user, _P.c.id != person_id), {"line_user": None})
    enrolled = {"line_user": write.line_user, "reachable": True, "reachable_at": write.at}
    books.update(_P, (_P.c.id == person_id,), enrolled)
    forget_former(books, write.line_user)
    if former not in (None, write.line_user):
        end_sessions(books, person_id, write.at)
        cut_account(books, former, person_id, write.at)


def void_invite(books: Books, write: VoidInvite) -> None:
    """Nobody can enrol with the code from now on."""
    books.update(_I, (_I.c.id == write.invite_id, _I.c.shown_at.is_(None)), {"shown_at": write.at})


def set_reachable(books: Books, write: SetReachable) -> None:
    """Whether messages reach the LINE user; nothing where nobody enrolled with it, or what is newer is known."""
    newer = or_(_P.c.reachable_at.is_(None), _P.c.reachable_at <= write.at)
    told = {"reachable": write.reachable, "reachable_at": write.at}
    books.update(_P, (_P.c.line_user == write.line_user, newer), told)


def set_away(books: Books, write: SetAway) -> None:
    """The person's absence from now on."""
    first, last = write.away or (None, None)
    books.update(_P, (_P.c.id == write.person_id,), {"away_from": first, "away_to": last})


def set_deputy(books: Books, write: SetDeputy) -> None:
    """Who stands in for the person from now on; whoever was asked is asked no more."""
    books.update(_P, (_P.c.id == write.person_id,), {"deputy_id": write.deputy_id, "deputy_asked_id": None})


def ask_removal(books: Books, write: AskRemoval) -> None:
    """Stores when the person first asked to be taken out; None withdraws it."""
    wished = [_P.c.id == write.person_id]
    if write.at is not None:
        wished.append(_P.c.removal_asked_at.is_(None))
    books.update(_P, wished, {"removal_asked_at": write.at})


def removal_asked(books: Books) -> dict[int, datetime]:
    """Since when each of the people here wants to be taken out, by id; those who do not are left out."""
    query = select(_P.c.id, _P.c.removal_asked_at).where(_P.c.active, _P.c.removal_asked_at.is_not(None))
    return {row.id: row.removal_asked_at for row in books.fetch_all(query)}


def ask_deputy(books: Books, write: AskDeputy) -> None:
    """The colleague is asked to stand in for the person; who does so until then stays."""
    books.update(_P, (_P.c.id == write.person_id,), {"deputy_asked_id": write.deputy_id})


def answer_deputy(books: Books, write: AnswerDeputy) -> None:
    """Whoever was asked stands in from now on, or is asked no more; nothing where another was asked meanwhile."""
    asked = (_P.c.id == write.person_id, _P.c.deputy_asked_id == write.deputy_id)
    accepted = {"deputy_id": write.deputy_id} if write.accepts else {}
    books.update(_P, asked, {"deputy_asked_id": None, **accepted})


def _query(*where: Condition) -> Select[Any]:
    """A row for each of a person's units and roles; one of neither has one row."""
    memberships, offices = tables.person_units, tables.person_roles
    stands = (memberships.c.agency_id == _P.c.agency_id) & (memberships.c.person_id == _P.c.id)
    serves = (offices.c.agency_id == _P.c.agency_id) & (offices.c.person_id == _P.c.id)
    return (
        select(*(_P.c[name] for name in _COLUMNS), memberships.c.unit_id, offices.c.role)
        .select_from(_P.outerjoin(memberships, stands).outerjoin(offices, serves))
        .where(_P.c.agency_id == OF_AGENCY, *where)
        .order_by(_P.c.id, memberships.c.place)
    )


_ACTIVE = _query(_P.c.active)
_BY_ID = _query(_P.c.id == bindparam("person_id"))
_BY_LINE_USER = _query(_P.c.active, _P.c.line_user == bindparam("line_user"))
_WITH_DEPUTY = _query(_P.c.active, _P.c.deputy_id == bindparam("deputy_id"))
_ASKED_DEPUTY = _query(_P.c.active, _P.c.deputy_asked_id == bindparam("deputy_id"))
_STANDING = composed(select(tables.person_units.c.person_id)).where(
    tables.person_units.c.unit_id.in_(bindparam("unit_ids", expanding=True))
)
_OF_UNITS = _query(_P.c.active, _P.c.id.in_(_STANDING))


def _people(rows: Sequence[AnyRow]) -> tuple[Person, ...]:
    return tuple(_person(list(of_person)) for _, of_person in groupby(rows, lambda row: row.id))


def _person(rows: Sequence[AnyRow]) -> Person:
    row = rows[0]
    away = None if row.away_from is None or row.away_to is None else (row.away_from, row.away_to)
    return Person(
        id=row.id,
        name=row.name,
        position=row.position,
        unit_ids=tuple(dict.fromkeys(row.unit_id for row in rows if row.unit_id is not None)),
        roles=frozenset(Role(row.role) for row in rows if row.role is not None),
        deputy_id=row.deputy_id,
        away=away,
        line_user=row.line_user,
        reachable=row.reachable,
        deputy_asked_id=row.deputy_asked_id,
    )


def _first(found: tuple[Person, ...]) -> Person | None:
    return found[0] if found else None
