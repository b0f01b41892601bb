"""What a round would ask, looked at before it is opened."""

from domain.agency import assignees
from domain.rounds import Opening
from store.books import Books
from store.expected import wanted
from store.people import people, units
from thai.fiscal import RoundKind


def look_at_opening(books: Books, year: int, kind: RoundKind) -> Opening:
    """The tasks that the round expects by the plan and the people as they are; writes nothing."""
    known, everybody = units(books), people(books)
    asked = [unit_id for _, unit_id in wanted(books, year, kind)]
    answering = {unit_id: assignees(unit_id, known, everybody) for unit_id in asked}
    ids = {person.id for who in answering.values() for person in who}
    return Opening(
        tasks=len(asked),
        units=len({unit_id for unit_id in asked if unit_id is not None}),
        people=tuple(person for person in everybody if person.id in ids),
        nobody=sum(not answering[unit_id] for unit_id in asked),
    )
