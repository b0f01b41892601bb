"""Addresses given for the national assessment, and whether the links still answer."""

from collections.abc import Mapping
from hashlib import sha256

from sqlalchemy import select

from domain.links import LinkCheck
from domain.writes import KeepLinkChecks, SetItaAddress
from store import tables
from store.books import Books

_A, _C = tables.ita_addresses, tables.link_checks


def load_ita_addresses(books: Books, year: int) -> Mapping[str, str]:
    """Where the agency's own website shows the documents of the year's assessment, by item."""
    return {row.item: row.address for row in books.fetch_all(select(_A.c.item, _A.c.address).where(_A.c.year == year))}


def load_link_checks(books: Books) -> Mapping[str, LinkCheck]:
    """What came of looking at each of the links last, by address."""
    rows = books.fetch_all(select(_C).order_by(_C.c.address))
    return {row.address: LinkCheck(row.address, row.checked_on, row.failing_since, row.fault) for row in rows}


def set_ita_address(books: Books, write: SetItaAddress) -> None:
    """The item's address from now on."""
    books.delete(_A, (_A.c.year == write.year, _A.c.item == write.item))
    if write.address:
        values = {"address": write.address, "person_id": write.person_id, "at": write.at}
        books.insert_all(_A, [{"year": write.year, "item": write.item, **values}])


def keep_link_checks(books: Books, write: KeepLinkChecks) -> None:
    """The night's looks in place of those before; a link that is no longer shown is forgotten."""
    before = load_link_checks(books)
    books.delete(_C, (_C.c.checked_on <= write.night,))
    rows = []
    for address, fault in write.faults.items():
        known = before.get(address)
        since = (known and known.failing_since) or write.night
        rows.append(
            {
                "key": sha256(address.encode()).hexdigest(),
                "address": address,
                "checked_on": write.night,
                "failing_since": since if fault else None,
                "fault": fault,
            }
        )
    books.insert_all(_C, rows)
