"""Bringing an agency's people and units up to date from a file, and letting a person go."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel
from sqlalchemy import select

from domain.agency import Person, PersonRow, Role, Unit
from domain.writes import ChangePerson, ImportPeople, RemovePerson
from store import tables
from store.books import Books
from store.engine import Conflict
from store.expected import bring_tasks_up_to_date
from store.former import cut_account
from store.handovers import note_handovers
from store.people import find_person, load_people, load_units, units_as_written
from store.responsible import resolve_responsible
from store.signins import end_sessions
from store.tasks import load_tasks
from thai.normalise import fold_text, tidy_spaces

_P, _I = tables.people, tables.invites


@dataclass(frozen=True, slots=True)
class PeopleChange:
    """What an import would do: names of people added and brought up to date, new units, and who is not in the file.

    A new section is named `division/section`.
    """

    new: tuple[str, ...]
    updated: tuple[str, ...]
    new_units: tuple[str, ...]
    absent: tuple[Person, ...]


def people_change(books: Books, rows: Sequence[PersonRow], same: Sequence[tuple[str, int]] = ()) -> PeopleChange:
    """What importing these people would change, `same` as in `ImportPeople`; writes nothing."""
    here = load_people(books)
    renamed = {person_id for _, person_id in same}
    known = {fold_text(person.name) for person in here} | {fold_text(name) for name, _ in same}
    listed = {fold_text(row.name) for row in rows}
    planned = _Units(units_as_written(books), rows)
    names = {unit.id: unit.name for unit in planned.every}
    return PeopleChange(
        new=tuple(tidy_spaces(row.name) for row in rows if fold_text(row.name) not in known),
        updated=tuple(tidy_spaces(row.name) for row in rows if fold_text(row.name) in known),
        new_units=tuple("/".join(filter(None, (names.get(one.parent_id or 0), one.name))) for one in planned.missing),
        absent=tuple(person for person in here if fold_text(person.name) not in listed and person.id not in renamed),
    )


# Before a name; they change with marriage and rank.
_TITLES = re.compile(r"^(?:นางสาว|นาง|นาย|น\.ส\.|ว่าที่\s*(?:ร้อย|พัน)(?:ตรี|โท|เอก)(?:หญิง)?|ดร\.)\s*")
_ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class ChangedName:
    """A name that is not known, and who is not in the file and may have it now, the likeliest first."""

    name: str
    may_be: tuple[Person, ...]


def changed_names(books: Books, rows: Sequence[PersonRow], decided: Collection[str] = ()) -> tuple[ChangedName, ...]:
    """The rows of which it is to be asked whether they are somebody new; those `decided` are left out."""
    change, settled = people_change(books, rows), {fold_text(name) for name in decided}
    found = []
    for row in rows:
        if fold_text(row.name) in settled or tidy_spaces(row.name) not in change.new:
            continue
        alike = sorted(((_likeness(row, one), one) for one in change.absent), key=lambda pair: -pair[0])
        if may_be := tuple(one for likeness, one in alike if likeness >= _ALIKE):
            found.append(ChangedName(tidy_spaces(row.name), may_be))
    return tuple(found)


def _likeness(row: PersonRow, person: Person) -> float:
    """How likely the two are one person, from 0 to 1: by whole name, first name, or surname and position."""
    new, old = (_TITLES.sub("", tidy_spaces(name)) for name in (row.name, person.name))
    whole = Indel.normalized_similarity(fold_text(new), fold_text(old))
    firsts, lasts = (new.split()[:1], old.split()[:1]), (new.split()[1:], old.split()[1:])
    position = fold_text(row.position) == fold_text(person.position)
    if firsts[0] == firsts[1]:
        return max(whole, 0.95 if position else 0.85)
    return max(whole, _ALIKE) if position and lasts[0] and lasts[0] == lasts[1] else whole


def import_people(books: Books, write: ImportPeople) -> None:
    """Add these people and their units; who has the same name is brought up to date, nobody is removed.

    Raises Conflict where two rows would be one person: one of them would be lost.
    """
    books.hold_office()
    before = load_tasks(books)
    kept = {person.id: person.unit_ids for person in load_people(books)}
    unit_ids = _save_units(books, write.rows)
    parents = {unit.id: unit.parent_id for unit in load_units(books)}
    ids = _ids_by_name(books) | {fold_text(name): person_id for name, person_id in write.same}
    claimed = Counter(ids[name] for row in write.rows if (name := fold_text(row.name)) in ids)
    if any(times > 1 for times in claimed.values()):
        raise Conflict("two rows are the same person")
    for row, stands_in in zip(write.rows, unit_ids, strict=True):
        name = fold_text(row.name)
        ids[name] = _save_person(books, row, ids.get(name))
        sections = _sections_kept(row, kept.get(ids[name], ()), stands_in, parents)
        _replace(books, ids[name], row.roles, (*stands_in, *sections))
    for row in write.rows:
        if row.deputy is None:
            continue
        deputy = ids.get(fold_text(row.deputy)) if row.deputy.strip() else None
        books.update(_P, (_P.c.id == ids[fold_text(row.name)],), {"deputy_id": deputy})
    # A plan may have named units that were not known until now.
    resolve_responsible(books)
    bring_tasks_up_to_date(books)
    if write.at is not None:
        note_handovers(books, before, write.at)


def _sections_kept(
    row: PersonRow, before: Sequence[int], now: Sequence[int], parents: Mapping[int, int | None]
) -> tuple[int, ...]:
    """The person's sections of before, within the row's divisions, where the file has no column for sections."""
    if row.section is not None:
        return ()
    return tuple(unit for unit in before if unit not in now and parents.get(unit) in now)


def change_person(books: Books, write: ChangePerson) -> None:
    """The person as they are from now on; tasks follow, and who inherits one is told.

    Raises Conflict where the person was removed meanwhile.
    """
    books.hold_office()
    before = load_tasks(books)
    values = {"name": tidy_spaces(write.name), "position": tidy_spaces(write.position)}
    if not books.update(_P, (_P.c.id == write.person_id, _P.c.active), values):
        raise Conflict(f"person {write.person_id} is not here any more")
    _replace(books, write.person_id, write.roles, write.unit_ids)
    bring_tasks_up_to_date(books)
    note_handovers(books, before, write.at)


def remove_person(books: Books, write: RemovePerson) -> None:
    """Chat, links, codes and sessions of the person end; their LINE user is free for somebody else."""
    books.hold_office()
    before, this = load_tasks(books), (_P.c.id == write.person_id,)
    who = find_person(books, write.person_id)
    if who is not None and who.line_user is not None:
        cut_account(books, who.line_user, who.id, write.at)
    books.update(
        _P,
        this,
        {"active": False, "line_user": None, "deputy_id": None, "deputy_asked_id": None, "removal_asked_at": None},
    )
    for column in (_P.c.deputy_id, _P.c.deputy_asked_id):
        books.update(_P, (column == write.person_id,), {column.name: None})
    books.delete(_I, (_I.c.person_id == write.person_id, _I.c.used_at.is_(None)))
    end_sessions(books, write.person_id, write.at)
    bring_tasks_up_to_date(books)
    note_handovers(books, before, write.at)


def _ids_by_name(books: Books) -> dict[str, int]:
    """Everybody's id by name; who was removed comes back under it, unless somebody here has the name."""
    rows = books.fetch_all(select(_P.c.id, _P.c.name).order_by(_P.c.active, _P.c.id))
    return {fold_text(row.name): row.id for row in rows}


class _Units:
    """The agency's units by name; those that the rows name in vain are planned as new, with ids below zero."""

    def __init__(self, known: Sequence[Unit], rows: Sequence[PersonRow]) -> None:
        self.every = list(known)
        self.missing: list[Unit] = []
        # What one row states as a section is no new division where another row names it alone.
        sections = {fold_text(row.section) for row in rows if row.section}
        for row in sorted(rows, key=lambda row: any(fold_text(name) in sections for name in row.units)):
            self.of(row)

    def of(self, row: PersonRow) -> tuple[int, ...]:
        """The row's units, and its section within the first of them."""
        ids: list[int] = []
        for name in row.units:
            ids.append(self._named(name, ids))
        if row.section and row.section.strip():
            ids.append(self._find_or_add_section(row.section, ids[0] if ids else None))
        return tuple(dict.fromkeys(ids))

    def _named(self, name: str, beside: Sequence[int]) -> int:
        """The division of this name, else a section, of the units beside it first; a new division where neither is."""
        same = self._find_same(name)
        sections = [unit for unit in same if unit.parent_id is not None]
        near = [unit for unit in sections if unit.parent_id in beside]
        division = [unit for unit in same if unit.parent_id is None]
        found = next(iter((*near, *division, *sections)), None)
        return self._new(name, None) if found is None else found.id

    def _find_same(self, name: str) -> list[Unit]:
        """The units of this name, else those that it means because they were called so, or took one in that was."""
        key = fold_text(name)
        named = [unit for unit in self.every if fold_text(unit.name) == key]
        return named or [unit for unit in self.every if key in map(fold_text, unit.also)]

    def _find_or_add_section(self, name: str, parent_id: int | None) -> int:
        found = next((unit.id for unit in self._find_same(name) if unit.parent_id == parent_id), None)
        return self._new(name, parent_id) if found is None else found

    def _new(self, name: str, parent_id: int | None) -> int:
        unit = Unit(-len(self.missing) - 1, tidy_spaces(name), parent_id)
        self.missing.append(unit)
        self.every.append(unit)
        return unit.id


def _save_units(books: Books, rows: Sequence[PersonRow]) -> list[tuple[int, ...]]:
    """Adds the units that are missing; the ids of each row's units."""
    planned = _Units(units_as_written(books), rows)
    ids: dict[int, int] = {}
    for unit in planned.missing:
        parent_id = ids.get(unit.parent_id, unit.parent_id) if unit.parent_id is not None else None
        ids[unit.id] = books.insert(tables.units, {"name": unit.name, "parent_id": parent_id})
    return [tuple(ids.get(unit_id, unit_id) for unit_id in planned.of(row)) for row in rows]


def _save_person(books: Books, row: PersonRow, person_id: int | None) -> int:
    values = {"name": tidy_spaces(row.name), "position": tidy_spaces(row.position), "active": True}
    if person_id is None:
        return books.insert(_P, values)
    books.update(_P, (_P.c.id == person_id,), values)
    return person_id


def _replace(books: Books, person_id: int, roles: Collection[Role], unit_ids: Sequence[int]) -> None:
    """Makes these units and roles the person's."""
    memberships, offices = tables.person_units, tables.person_roles
    books.delete(memberships, (memberships.c.person_id == person_id,))
    books.delete(offices, (offices.c.person_id == person_id,))
    books.insert_all(
        memberships,
        [{"person_id": person_id, "unit_id": unit, "place": place} for place, unit in enumerate(unit_ids)],
    )
    books.insert_all(offices, [{"person_id": person_id, "role": role} for role in sorted(roles)])
