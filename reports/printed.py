"""What every renderer prints alike: merged columns, status lines, signatures, the annex."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from domain.layout import Layout
from domain.messages import N_
from domain.plan import Signatory
from domain.report import Exhibit, Report, ReportGroup, SectionTable
from reports.wording import STATUS_MSGIDS, in_digits, said
from thai.clusters import trim
from thai.dates import month_name

CHART_TITLE = N_("Chart of the indicators' scores")
_OF_THE_TOPIC = ("topic", "question", "finding")
_ERA = 543
_LONGEST_MEASURE = 160  # letters with their vowels and tones, beside a photo or file


def merged_keys(group: ReportGroup, layout: Layout) -> tuple[str, ...]:
    """The columns that are one cell over all rows of the group: what belongs to the topic and is said once."""
    if layout.grouping == "row":
        return ()
    keys = (column.key for column in layout.columns if column.key in _OF_THE_TOPIC)
    return tuple(key for key in keys if len({row.cells.get(key, ()) for row in group.rows}) == 1)


def new_headings(report: Report) -> tuple[tuple[str, ...], ...]:
    """For each group the headings above it that did not stand above the group before it already."""
    found: list[tuple[str, ...]] = []
    before: tuple[str, ...] = ()
    for group in report.groups:
        pairs = zip(group.headings, (*before, *[""] * len(group.headings)), strict=False)
        same = next((place for place, (one, other) in enumerate(pairs) if one != other), len(group.headings))
        found.append(group.headings[same:])
        before = (*group.headings, group.title)
    return tuple(found)


def is_status(line: str, layout: Layout | None = None) -> bool:
    """True for a line that only says how far a measure is, also in the layout's own words; it is printed bold."""
    own = (in_digits(words, layout) for words in layout.statuses.values()) if layout else ()
    return line.partition(" (")[0] in _load_status_lines() or any(f"{line} (".startswith(f"{one} (") for one in own)


@cache
def _load_status_lines() -> frozenset[str]:
    return frozenset(said(msgid) for msgid in STATUS_MSGIDS)


def hanging_indent(line: str) -> float:
    """How far the line's second row is indented, in ems: under the text behind a bullet."""
    return 0.45 if line.startswith("- ") else 0.0


def signature_lines(person: Signatory) -> tuple[str, ...]:
    """The name in brackets, the position, the office acted for."""
    acting = f"{said(N_('Acting for'))} {person.acting_for}" if person.acting_for else ""
    return tuple(line for line in (f"({person.name})", person.position, acting) if line)


def signature_day(report: Report, person: Signatory | None = None) -> str:
    """The day under a signature, the signatory's own before the report's; dots where it is to be written by hand.

    "" where the layout puts no day under signatures.
    """
    if not report.layout.signature_dates:
        return ""
    own = date.fromisoformat(person.signed_on) if person and person.signed_on else None
    day = own or report.signed_on
    if day is None:
        return said(N_("Date .......... month .............................. B.E. .............."))
    msgid = N_("Date {day} month {month} B.E. {year}")
    return in_digits(said(msgid, day=day.day, month=month_name(day.month), year=day.year + _ERA), report.layout)


# What stands for the emblem where it is not seen.
EMBLEM: Final = N_("Emblem of {agency}")
ANNEX: Final = N_("Annex: evidence of what was done")


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of the annex; `path` is "" where there is nothing to show."""

    path: str
    caption: tuple[str, ...]


def list_photos(report: Report) -> tuple[Photo, ...]:
    """The annex's photos, numbered, each with its measure and unit."""
    found = [piece for piece in report.exhibits if piece.kind == "photo"]
    return tuple(
        Photo(
            piece.path, (in_digits(said(N_("Photo {number}"), number=number), report.layout), *_describe_exhibit(piece))
        )
        for number, piece in enumerate(found, 1)
    )


def list_files(report: Report) -> tuple[tuple[str, ...], ...]:
    """The annex's files and links, numbered: the name or address, then its measure and unit."""
    found = [piece for piece in report.exhibits if piece.kind != "photo"]
    lines = (
        (
            f"{in_digits(str(number), report.layout)}. {piece.link or piece.name}",
            *_describe_exhibit(piece),
            fingerprint(piece),
        )
        for number, piece in enumerate(found, 1)
    )
    return tuple(tuple(line for line in each if line) for each in lines)


def _describe_exhibit(piece: Exhibit) -> tuple[str, ...]:
    """The measure, which the table prints in full, then the unit and the day of its reply in one line."""
    unit = said(N_("Unit: {unit}"), unit=piece.unit) if piece.unit else ""
    told = said(N_("Reported on {day}"), day=piece.day) if piece.day else ""
    measure = trim(piece.measure, _LONGEST_MEASURE)
    return tuple(line for line in (measure, " ".join(part for part in (unit, told) if part)) if line)


def fingerprint(piece: Exhibit) -> str:
    """The file's SHA-256 as the annex prints it, "" for a link."""
    return f"SHA-256: {piece.sha256}" if piece.sha256 else ""


def verify_lines(report: Report) -> tuple[str, ...]:
    """What stands beside the QR code of a certified version; () for a draft."""
    if not report.code:
        return ()
    by = (report.certified_by,) if report.certified_by else ()
    return (said(N_("Certified document, code {code}"), code=report.code), *by, report.verify_url)


def closing_lines(report: Report) -> tuple[str, ...]:
    """What ends a preface: the agency's name."""
    return (report.agency,)


def count_spanned_rows(table: SectionTable, place: int, column: int) -> int:
    """How many rows the cell covers: itself and those under it that go on with it."""
    below = (row[column] for row in table.rows[place + 1 :])
    return 1 + next((count for count, cell in enumerate(below) if cell is not None), len(table.rows) - place - 1)
