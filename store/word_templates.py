"""The agency's own Word template: each one uploaded is a row, the newest counts, one without bytes takes it away."""

from sqlalchemy import Connection, select

from domain.word_template import WordTemplate
from domain.writes import SetWordTemplate
from store import tables
from store.books import Books
from store.scope import for_every_agency

_T = tables.word_templates
_NEWEST = select(_T).order_by(_T.c.id.desc()).limit(1)


def word_template(books: Books) -> WordTemplate | None:
    """The template that the agency's reports are printed into as .docx; None where it has none of its own."""
    row = books.fetch_one(_NEWEST)
    if row is None or not row.sha256:
        return None
    return WordTemplate(row.name, row.sha256, row.size, row.person_id, row.at)


def set_word_template(books: Books, write: SetWordTemplate) -> None:
    """The template from now on, or none where the write names no bytes."""
    values = {field: getattr(write, field) for field in ("name", "sha256", "size", "person_id", "at")}
    books.insert(_T, values)


def template_hashes(conn: Connection) -> frozenset[str]:
    """The names of the bytes of all templates of all agencies: they are never swept away."""
    rows = for_every_agency(conn, select(_T.c.sha256).where(_T.c.sha256 != ""))
    return frozenset(row.sha256 for row in rows)
