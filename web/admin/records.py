"""Who did what in the agency's Tidtam: looked through by person, kind and days, and taken away as a file."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.audit import AuditEntry
from domain.csv_cells import guard_cell
from domain.messages import N_, Say
from reports.xlsx.options import LONGEST_CELL, plain_options
from store.audit import ChainEnd, EntryFilter, find_chain_end, load_entries
from store.audit_names import Named, load_named
from thai.dates import BANGKOK, day_in_bangkok
from web.addresses import LARGEST_ID, MEDIA_TYPES
from web.admin.few_at_once import few_at_once
from web.file_names import disposition
from web.forms import read_whole_number
from web.language import translator, write_moment
from web.port import port
from web.record_words import KINDS, NOBODY, WAYS, describe_entry
from web.said import said
from web.visit import admin_pages, books_of_visit, visit

record_pages = admin_pages("records", __name__)

_PAGE: Final = 50
_HEADS: Final = (
    N_("No."), N_("When"), N_("Who"), N_("By way of"), N_("Kind"), N_("What they did"), N_("In the place of"),
    N_("Check value"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RecordLine:
    """An entry as it is shown: who acted, by which way, the kind and what was done."""

    entry: AuditEntry
    who: str
    way: str
    kind: str
    what: Say
    behalf: str


@dataclass(frozen=True, slots=True)
class _Found:
    entries: tuple[AuditEntry, ...]
    named: Named
    end: ChainEnd


@record_pages.get("/records")
def show_records() -> ResponseReturnValue:
    """The newest entries of the `person`, the `kind` and the days `from` and `to`; older ones than `before`."""
    before = read_whole_number(request.args.get("before", ""))
    found = _load(before, _PAGE + 1)
    lines = _make_lines(found.entries[:_PAGE], found.named)
    older = lines[-1].entry.number if len(found.entries) > _PAGE else None
    by = _asked()
    return render_template(
        "admin/records.html",
        lines=lines,
        older=older,
        newest=before is None,
        by=by,
        kept={name: value or None for name, value in by.items()},
        kinds=KINDS,
        people=sorted(found.named.people.items(), key=lambda pair: pair[1]),
        end=found.end,
    )


@record_pages.get("/records.<any(csv,xlsx,json):suffix>")
@few_at_once
def send_records(suffix: str) -> Response:
    """What the filters leave, as a file; with the check values, so that it can be compared later."""
    found = _load(None, None)
    made = _WRITERS[suffix](_make_lines(found.entries, found.named))
    day = day_in_bangkok(port().now()).isoformat()
    title = f"{translator()(N_('Record of who did what'))} {visit().agency.name} {day}.{suffix}"
    named = disposition("attachment", f"records-{day}.{suffix}", title)
    return Response(made, content_type=MEDIA_TYPES[suffix], headers={"Content-Disposition": named})


def _asked() -> Mapping[str, str]:
    """What is asked for, each empty where it is not understood."""
    asked = request.args
    person, kind = read_whole_number(asked.get("person", "")), asked.get("kind", "")
    days = {name: _parse_iso_day(asked.get(name, "")) for name in ("from", "to")}
    return {
        "person": str(person) if person and person <= LARGEST_ID else "",
        "kind": kind if kind in KINDS else "",
        **{name: day.isoformat() if day else "" for name, day in days.items()},
    }


def _parse_iso_day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _filter_asked() -> EntryFilter:
    by = _asked()
    last = _parse_iso_day(by["to"])
    return EntryFilter(
        int(by["person"]) if by["person"] else None,
        by["kind"],
        _begin_of(_parse_iso_day(by["from"])),
        _begin_of(last + timedelta(days=1) if last and last < date.max else None),
    )


def _begin_of(day: date | None) -> datetime | None:
    """The moment at which the day begins in Bangkok; None for one before all records, which some clocks cannot say."""
    return datetime.combine(day, time(), BANGKOK).astimezone(UTC) if day and day.year > 1 else None


def _load(before: int | None, most: int | None) -> _Found:
    wanted = _filter_asked()

    def load_found(conn: Connection) -> _Found:
        books = books_of_visit(conn)
        entries = load_entries(books, wanted, before, most)
        return _Found(entries, load_named(books, entries), find_chain_end(books))

    return port().database.read(load_found)


def _make_lines(entries: Sequence[AuditEntry], named: Named) -> list[RecordLine]:
    say = translator()
    return [
        RecordLine(
            entry=one,
            who=named.people.get(one.act.person_id or 0) or say(NOBODY[one.act.way]),
            way=say(WAYS[one.act.way]),
            kind=say(KINDS[one.noted.kind]),
            what=describe_entry(one, named),
            behalf=named.people.get(one.noted.behalf_of or 0, ""),
        )
        for one in entries
    ]


def _list_cells(lines: Sequence[RecordLine]) -> Iterator[list[str | int]]:
    """The heads and a row for each entry."""
    yield [translator()(head) for head in _HEADS]
    for line in lines:
        when = write_moment(line.entry.act.at)
        told = (when, line.who, line.way, line.kind, said(line.what), line.behalf, line.entry.hash)
        yield [line.entry.number, *told]


def _write_csv(lines: Sequence[RecordLine]) -> bytes:
    file = io.StringIO()
    rows = ([guard_cell(str(cell)) for cell in row] for row in _list_cells(lines))
    csv.writer(file).writerows(rows)
    return file.getvalue().encode("utf-8-sig")


def _write_xlsx(lines: Sequence[RecordLine]) -> bytes:
    file = io.BytesIO()
    import xlsxwriter  # takes long to load, and few ask for it

    with xlsxwriter.Workbook(file, plain_options()) as book:
        sheet, head = book.add_worksheet(), book.add_format({"bold": True})
        for place, row in enumerate(_list_cells(lines)):
            cells = [cell[:LONGEST_CELL] if isinstance(cell, str) else cell for cell in row]
            sheet.write_row(place, 0, cells, None if place else head)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(lines), len(_HEADS) - 1)
        for place, width in enumerate((8, 22, 28, 16, 24, 60, 28, 66)):
            sheet.set_column(place, place, width)
    return file.getvalue()


def _write_json(lines: Sequence[RecordLine]) -> bytes:
    rows = [
        {
            "number": line.entry.number,
            "at": line.entry.act.at.isoformat(),
            "person": line.entry.act.person_id,
            "who": line.who,
            "way": line.entry.act.way,
            "kind": line.entry.noted.kind,
            "about": line.entry.noted.about,
            "about_id": line.entry.noted.about_id,
            "behalf_of": line.entry.noted.behalf_of,
            "parts": dict(line.entry.noted.parts),
            "what": said(line.what),
            "hash": line.entry.hash,
        }
        for line in lines
    ]
    return json.dumps({"records": rows}, ensure_ascii=False, indent=1).encode()


_WRITERS: Final[Mapping[str, Callable[[Sequence[RecordLine]], bytes]]] = {
    "csv": _write_csv,
    "xlsx": _write_xlsx,
    "json": _write_json,
}
