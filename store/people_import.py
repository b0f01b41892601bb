"""Bringing an agency's people and units up to date from a file."""

from domain.agency import PersonRow
from domain.writes import ImportPeople
from store import tables
from store.books import Books
from store.expected import bring_tasks_up_to_date
from store.names import bare
from store.people import people, units
from store.responsible import resolve_responsible

_P = tables.people


def import_people(books: Books, write: ImportPeople) -> None:
    """Add these people and their units; who has the same name is brought up to date, nobody is removed."""
    known = _Units(books)
    ids = {person.name: person.id for person in people(books)}
    for row in write.rows:
        name = _spaced(row.name)
        ids[name] = _save_person(books, row, ids.get(name))
        _replace(books, ids[name], row, known)
    for row in write.rows:
        deputy = None if row.deputy is None else ids.get(_spaced(row.deputy))
        books.update(_P, (_P.c.id == ids[_spaced(row.name)],), {"deputy_id": deputy})
    # A plan may have named units that were not known until now.
    resolve_responsible(books)
    bring_tasks_up_to_date(books)


class _Units:
    """The agency's units by name, spaces ignored; those that are missing are added."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._ids = {(unit.parent_id, bare(unit.name)): unit.id for unit in units(books)}

    def ids_of(self, row: PersonRow) -> tuple[int, ...]:
        """The row's units, and its section within the first of them."""
        ids = [self._id(name, None) for name in row.units]
        if row.section and row.section.strip():
            ids.append(self._id(row.section, ids[0] if ids else None))
        return tuple(dict.fromkeys(ids))

    def _id(self, name: str, parent_id: int | None) -> int:
        key = (parent_id, bare(name))
        if key not in self._ids:
            self._ids[key] = self._books.insert(tables.units, {"name": _spaced(name), "parent_id": parent_id})
        return self._ids[key]


def _save_person(books: Books, row: PersonRow, person_id: int | None) -> int:
    values = {"position": _spaced(row.position), "active": True}
    if person_id is None:
        return books.insert(_P, {"name": _spaced(row.name), **values})
    books.update(_P, (_P.c.id == person_id,), values)
    return person_id


def _replace(books: Books, person_id: int, row: PersonRow, known: _Units) -> None:
    """Makes the row's units and roles the person's."""
    memberships, offices = tables.person_units, tables.person_roles
    books.delete(memberships, (memberships.c.person_id == person_id,))
    books.delete(offices, (offices.c.person_id == person_id,))
    unit_ids = known.ids_of(row)
    books.add(
        memberships,
        [{"person_id": person_id, "unit_id": unit, "place": place} for place, unit in enumerate(unit_ids)],
    )
    books.add(offices, [{"person_id": person_id, "role": role} for role in sorted(row.roles)])


def _spaced(text: str) -> str:
    return " ".join(text.split())
