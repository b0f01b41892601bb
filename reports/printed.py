"""What every renderer prints alike: merged columns, status lines, signatures, the annex."""

from dataclasses import dataclass

from domain.layout import Layout
from domain.messages import N_
from domain.plan import Signatory
from domain.report import Exhibit, Report, ReportGroup
from reports.wording import NO_REPORT, STATUSES, in_digits, said
from thai.dates import month_name

_OF_THE_TOPIC = ("topic", "question", "finding")
_ERA = 543


def merged_keys(group: ReportGroup, layout: Layout) -> tuple[str, ...]:
    """The columns that are one cell over all rows of the group: what belongs to the topic and is said once."""
    if layout.grouping == "row":
        return ()
    keys = (column.key for column in layout.columns if column.key in _OF_THE_TOPIC)
    return tuple(key for key in keys if len({row.cells.get(key, ()) for row in group.rows}) == 1)


def is_status(line: str) -> bool:
    """True for a line that only says how far a measure is; it is printed bold."""
    return line.partition(" (")[0] in {said(msgid) for msgid in (NO_REPORT, *STATUSES.values())}


def hanging(line: str) -> float:
    """How far the line's second row is indented, in ems: under the text behind a bullet."""
    return 0.45 if line.startswith("- ") else 0.0


def signature_lines(person: Signatory) -> tuple[str, ...]:
    """The name in brackets, the position, the office acted for."""
    acting = f"{said(N_('Acting for'))} {person.acting_for}" if person.acting_for else ""
    return tuple(line for line in (f"({person.name})", person.position, acting) if line)


def signature_day(report: Report) -> str:
    """The day under the signatures; dots where it is to be written by hand."""
    if report.signed_on is None:
        return said(N_("Date .......... month .............................. B.E. .............."))
    day = report.signed_on
    msgid = N_("Date {day} month {month} B.E. {year}")
    return in_digits(said(msgid, day=day.day, month=month_name(day.month), year=day.year + _ERA), report.layout)


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of the annex; `path` is "" where there is nothing to show."""

    path: str
    caption: tuple[str, ...]


def photos(report: Report) -> tuple[Photo, ...]:
    """The annex's photos, numbered, each with its measure and unit."""
    found = [piece for piece in report.exhibits if piece.kind == "photo"]
    return tuple(
        Photo(piece.path, (in_digits(said(N_("Photo {number}"), number=number), report.layout), *_about(piece)))
        for number, piece in enumerate(found, 1)
    )


def listed(report: Report) -> tuple[tuple[str, ...], ...]:
    """The annex's files and links, numbered: the name or address, then its measure and unit."""
    found = [piece for piece in report.exhibits if piece.kind != "photo"]
    return tuple(
        (f"{in_digits(str(number), report.layout)}. {piece.link or piece.name}", *_about(piece))
        for number, piece in enumerate(found, 1)
    )


def _about(piece: Exhibit) -> tuple[str, ...]:
    unit = said(N_("Unit: {unit}"), unit=piece.unit) if piece.unit else ""
    return tuple(line for line in (piece.measure, unit) if line)
