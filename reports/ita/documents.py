"""The two documents that the assessment looks at: a plan's measures, and a report as it was certified."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import msgspec

from domain.certified import CertifiedReport, ReportFile
from domain.plan import PlanOnFile
from reports.ita.pages import PdfPages
from reports.ita.requirements import Item
from reports.pdf.read import read_pages
from store.books import Books
from store.certified import certified_of_round, certified_reports, in_force, was_published
from store.files import EvidenceFiles
from store.plans import plan_on_file

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A column of the certified report."""

    key: str
    label: str
    filled_by: str


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row of the certified report; `outside` is set where its time lies outside the round."""

    measure: str
    cells: Mapping[str, Lines]
    answered: bool = True
    status: str | None = None
    outside: str | None = None


@dataclass(frozen=True, slots=True)
class PrintedGroup:
    """A topic of the certified report."""

    title: str
    rows: tuple[PrintedRow, ...]


@dataclass(frozen=True, slots=True)
class PrintedSignatory:
    """Who is named to sign."""

    name: str


@dataclass(frozen=True, slots=True)
class PrintedExhibit:
    """A piece of evidence in the annex, and the title of the measure that it belongs to."""

    measure: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class CertifiedData:
    """What a version's JSON says that was certified with it."""

    agency: str
    year: int
    title: str
    heading: Lines
    columns: tuple[PrintedColumn, ...]
    groups: tuple[PrintedGroup, ...]
    signatories: tuple[PrintedSignatory, ...] = ()
    exhibits: tuple[PrintedExhibit, ...] = ()

    @property
    def rows(self) -> tuple[PrintedRow, ...]:
        """All rows in order."""
        return tuple(row for group in self.groups for row in group.rows)


@dataclass(frozen=True, slots=True)
class MeasuresDocument:
    """A year's first plan, and whether everyone may see it."""

    plan: PlanOnFile
    public: bool


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """A certified version, what it says, and the pages of its PDF; `public` where everyone may see it now."""

    version: CertifiedReport
    data: CertifiedData
    pages: PdfPages = field(compare=False)

    @property
    def public(self) -> bool:
        """True while it is published and no other version has taken its place."""
        return self.version.state == "published"


Document = MeasuresDocument | ReportDocument


def load_document(books: Books, files: EvidenceFiles, item: Item, year: int) -> Document | None:
    """What the item of the assessment's fiscal year asks for, as far as it is there; None where it is not."""
    of_year = year - item.years_before
    if item.key == "measures":
        return _load_measures(books, of_year)
    versions = certified_of_round(books, of_year, item.round)
    published = next((one for one in versions if one.state == "published"), None)
    version = published or in_force(versions)
    return _load_certified(version, files) if version else None


def _load_measures(books: Books, year: int) -> MeasuresDocument | None:
    """The year's measures are public once a report of their plan is, and stay so where that is withdrawn."""
    plan = plan_on_file(books, year)
    if plan is None:
        return None
    return MeasuresDocument(plan, any(was_published(one) and one.plan == 1 for one in certified_reports(books, year)))


def _load_certified(version: CertifiedReport, files: EvidenceFiles) -> ReportDocument | None:
    """None where the version's data is not kept (any more)."""
    data, pdf = version.file("json"), version.file("pdf")
    if data is None or pdf is None:
        return None
    try:
        return ReportDocument(version, *_read_files(files, data, pdf))
    except FileNotFoundError:
        return None


@lru_cache(maxsize=64)
def _read_files(files: EvidenceFiles, data: ReportFile, pdf: ReportFile) -> tuple[CertifiedData, PdfPages]:
    """Bytes of a certified version never change: they are read once for many visits."""
    with files.open(data.sha256) as stream:
        read = msgspec.json.decode(stream.read(), type=CertifiedData)
    with files.open(pdf.sha256) as stream:
        return read, PdfPages(read_pages(stream.read()))
