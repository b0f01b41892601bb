"""The links of an agency's documents for the national assessment: our own, its website's, and those of the evidence."""

from collections.abc import Iterator

from domain.links import LONGEST_ADDRESS, Link, is_web_address
from reports.ita.documents import Document, MeasuresDocument, load_document
from reports.ita.requirements import Item, find_requirements
from store.books import Books
from store.files import EvidenceFiles
from store.links import load_ita_addresses

# Of a report with more links of evidence the first ones are looked at.
MOST_LINKS = 200


def find_links(books: Books, files: EvidenceFiles, slug: str, base_url: str, year: int) -> tuple[Link, ...]:
    """What is to answer for the year's assessment, each address once."""
    found: dict[str, Link] = {}
    for item in find_requirements(year).items:
        document = load_document(books, files, item, year)
        if document is not None and document.public:
            found |= {one.address: one for one in _links_of(document, item, f"{base_url}/p/{slug}")}
    given = (address for address in load_ita_addresses(books, year).values() if address not in found)
    found |= {address: Link(address) for address in given}
    return tuple(found.values())[:MOST_LINKS]


def _links_of(document: Document, item: Item, base: str) -> Iterator[Link]:
    """The document's public addresses, then the links that came as evidence."""
    if isinstance(document, MeasuresDocument):
        yield Link(f"{base}/{document.plan.year}/measures", own=True)
        return
    page = f"{base}/{document.data.year}/{item.round}"
    yield Link(page, own=True)
    yield Link(f"{page}.pdf", own=True)
    for piece in document.data.exhibits:
        if piece.link and len(piece.link) <= LONGEST_ADDRESS and is_web_address(piece.link):
            yield Link(piece.link)
