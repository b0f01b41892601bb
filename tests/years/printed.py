"""What an agency's reports print is what people confirmed: nothing else, and nothing of it left out."""

import re
from collections.abc import Iterator

from sqlalchemy import Connection, select

from domain.columns import KNOWN
from domain.layout import Layout
from reports.compile.load import load_material
from reports.compile.report import compile_report
from store import tables
from store.books import Books
from store.rounds import load_rounds
from tests.faults.audit import Fault
from tests.years.asked_tasks import Said, load_task
from thai.digits import to_arabic

_TYPED = re.compile(r"ร่างที่ \d+")


def compare_reports(conn: Connection, agency_id: int, layout: Layout) -> Iterator[Fault]:
    """Every line that was not confirmed, and the newest reply of every task where it is not printed."""
    books = Books(conn, agency_id)
    counting = {round_.id: _counting(conn, round_.id) for round_ in load_rounds(books)}
    replies = [said for told in counting.values() for told_of_task in told for said in told_of_task]
    confirmed = {to_arabic(text) for said in replies for text in said.texts if text}
    prints_results = any(KNOWN[one.key].answer == "result" for one in layout.columns if one.key in KNOWN)
    for round_ in load_rounds(books):
        report = compile_report(load_material(books, round_.year, round_.kind))
        rows = [row for group in report.groups for row in group.rows]
        lines = [to_arabic(line) for row in rows for cell in row.cells.values() for line in cell]
        for line in lines:
            if _TYPED.search(line) and not any(words in line for words in confirmed):
                yield Fault("printed and not confirmed", "", f"{round_.kind}: {line}")
        for told in counting[round_.id]:
            newest = to_arabic(told[-1].words)
            if prints_results and told[-1].status in ("done", "in_progress") and newest not in "\n".join(lines):
                yield Fault("confirmed and not printed", "", f"{round_.kind}: update {told[-1].id}: {newest}")


def _counting(conn: Connection, round_id: int) -> list[list[Said]]:
    """The replies that count to each task of the round that has any, oldest first."""
    ids = conn.execute(select(tables.tasks.c.id).where(tables.tasks.c.round_id == round_id, tables.tasks.c.expected))
    found = [[said for said in load_task(conn, task_id).replies if said.counts] for task_id in ids.scalars()]
    return [told for told in found if told]
