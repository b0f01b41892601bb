"""One agency's records in one zip, for people and programs: a workbook, JSON, and the evidence itself."""

import json
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from bot.archive import add_evidence, new_archive
from bot.backup import Kept
from bot.shell import Shell
from domain.audit import Act, Noted
from reports.xlsx.options import LONGEST_CELL, plain_options
from store import dump, tables
from store.audit import append_entries
from store.books import Books
from store.dump import Row
from store.tasks import load_tasks
from thai.dates import day_in_bangkok

# The agency's records; not the keys to its channel and its people's accounts, nor what is only kept to work.
EXPORTED = (
    tables.agencies, tables.units, tables.unit_names, tables.people, tables.person_roles, tables.person_units,
    tables.rounds,
    tables.plans, tables.topics, tables.measures, tables.measure_units, tables.tasks,
    tables.handovers, tables.task_offers, tables.updates, tables.reviews, tables.comments,
    tables.evidence, tables.reminders, tables.reminder_rules, tables.agency_holidays, tables.report_versions,
    tables.report_steps, tables.report_files, tables.audit_entries, tables.ita_addresses,
)  # fmt: skip
_LEFT_OUT = frozenset({"agency_id", "line_user", "messages"})
_UNSAFE = re.compile(r"[^\w.\-ก-๙]+")

Records = Mapping[str, list[dict[str, Any]]]


def export(shell: Shell, agency_id: int, path: Path) -> Kept:
    """Writes `records.json`, `records.xlsx` (a sheet a kind of record) and the evidence, named by its record."""
    now = shell.clock.now()
    by, day = Act("command", None, now), day_in_bangkok(now)
    # First, so that nothing is given out that the record does not tell of.
    shell.database.run(lambda conn: append_entries(Books(conn, agency_id), by, (Noted("downloaded", "agency"),)))
    records: Records = shell.database.read(lambda conn: _records(Books(conn, agency_id), day))
    with new_archive(path) as archive:
        archive.writestr("records.json", json.dumps(records, ensure_ascii=False, indent=1))
        archive.writestr("records.xlsx", _workbook(records))
        there = [_add_piece(archive, shell, piece) for piece in records["evidence"] if piece["sha256"]]
    return Kept(sum(map(len, records.values())), sum(there), there.count(False))


def _records(books: Books, day: date) -> Records:
    records = {
        table.name: [_record(row) for row in dump.rows_of(books.conn, table, books.agency_id)] for table in EXPORTED
    }
    standing = {task.id: task.expectation(day).standing.value for task in load_tasks(books)}
    for row in records["tasks"]:
        row["standing"] = standing.get(row["id"])  # of an open round's; what was closed asks for nothing
    return records


def _record(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in _LEFT_OUT}


def _add_piece(archive: zipfile.ZipFile, shell: Shell, piece: Mapping[str, Any]) -> bool:
    name = _UNSAFE.sub("_", str(piece["name"])) or str(piece["content_type"]).replace("/", ".")
    return add_evidence(archive, shell.files, str(piece["sha256"]), f"evidence/{piece['id']}-{name}")


def _workbook(records: Records) -> bytes:
    """A sheet for each kind of record that there is, to filter and sort; text is only ever text."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, plain_options()) as book:
        head = book.add_format({"bold": True})
        for name, rows in records.items():
            if rows:
                sheet = book.add_worksheet(name)
                sheet.write_row(0, 0, list(rows[0]), head)
                for place, row in enumerate(rows, 1):
                    sheet.write_row(place, 0, [_cell_value(value) for value in row.values()])
                sheet.freeze_panes(1, 0)
                sheet.autofilter(0, 0, len(rows), len(rows[0]) - 1)
    return file.getvalue()


def _cell_value(value: Any) -> Any:
    told = json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
    return told[:LONGEST_CELL] if isinstance(told, str) else told
