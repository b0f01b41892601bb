"""The assessment's (ITA) two items side by side, as the administrator's page and everyone's show them."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from flask import url_for
from sqlalchemy import Connection

from domain.messages import N_
from reports.ita.documents import Document, load_document
from reports.ita.requirements import Item, Requirements, find_requirements
from reports.ita.rules import Judgement, judge_item
from store.books import Books
from web.port import port

State = Literal["found", "ready", "missing"]

# What each state is called, and the class that colours its mark.
STATES = {
    "found": (N_("Found"), "done"),
    "ready": (N_("There, not public yet"), "waiting"),
    "missing": (N_("Missing"), "late"),
}


@dataclass(frozen=True, slots=True)
class ItemLook:
    """An item of the assessment, its document as far as it is there, and what of it was found.

    `year` is the document's fiscal year. `address` and `pdf` are what the assessor is given, "" while the document is
    not public.
    """

    item: Item
    year: int
    document: Document | None
    judgements: tuple[Judgement, ...]
    address: str = ""
    pdf: str = ""

    @property
    def public(self) -> bool:
        """True where everyone may see the document."""
        return self.document is not None and self.document.public

    def state(self, judgement: Judgement) -> State:
        """What stands in a document that nobody outside can see is only ready."""
        if not judgement.found:
            return "missing"
        return "found" if self.public else "ready"

    @property
    def lacking(self) -> int:
        """How many of the required elements nobody outside finds."""
        return sum(one.element.required and self.state(one) != "found" for one in self.judgements)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What an assessment's fiscal year asks; by the `requirements` of another year where its own are not known."""

    year: int
    requirements: Requirements
    items: tuple[ItemLook, ...]

    @property
    def announced(self) -> bool:
        """True where the year's own items are known."""
        return self.requirements.year == self.year

    @property
    def public(self) -> bool:
        """True where everyone may see one of the documents."""
        return any(one.public for one in self.items)


def look_at_assessment(slug: str, agency_id: int, year: int) -> Assessment:
    """The year's items, with what was found in the agency's documents."""
    requirements, here = find_requirements(year), port()

    def load_documents(conn: Connection) -> list[Document | None]:
        books = Books(conn, agency_id)
        return [load_document(books, here.files, item, year) for item in requirements.items]

    documents = here.database.read(load_documents)
    looks = (
        ItemLook(item, year - item.years_before, document, judge_item(item, document))
        for item, document in zip(requirements.items, documents, strict=True)
    )
    return Assessment(year, requirements, tuple(_add_addresses(look, slug) for look in looks))


def _add_addresses(look: ItemLook, slug: str) -> ItemLook:
    if not look.public:
        return look
    base = port().base_url
    at: dict[str, Any] = {"slug": slug, "year": look.year}
    if look.item.key == "measures":
        return replace(look, address=base + url_for("years.show_measures", **at))
    at["kind"] = look.item.round
    pdf = url_for("public.send_report_file", suffix="pdf", **at)
    return replace(look, address=base + url_for("public.show_report", **at), pdf=base + pdf)
