"""Five agencies' real reports made again: plan read in, replies typed in the chat, the table compared cell by cell.

`python -m tests.bench.seeds` prints matched/total for each layout and every cell that differs. A printed row of the
document is compared with the rows of ours that hold its measures; lines in order; blanks, digits and bullets do not
count. What is known to be a slip of the document is listed in `seeds.toml`.
"""

import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from domain.agency import PersonRow, Role
from domain.conversation import State
from domain.plan import Measure, Plan, Responsible
from domain.writes import ImportPeople, ImportPlan, OpenRound, SetLayout
from intake.plan_file import read_plan
from reports.compile.load import load_material
from reports.compile.material import Material
from reports.compile.report import compile_report
from reports.layouts.load import named_layout
from reports.to_json import report_data
from store import outbox
from store.agencies import add_agency
from store.books import Books
from store.conversations import state_of
from store.files import open_files
from store.migrate import migrate
from store.tasks import load_tasks
from tests.agency import write
from tests.bench.seed_rows import Compared, compared, printed_rows
from tests.bot.edge import Edge, tap, text
from tests.databases import watched
from tests.intake.files import SEED_NUMBERS, find_document
from tests.patience import PATIENCE
from thai.dates import read_date
from thai.digits import to_arabic
from thai.fiscal import RoundKind, round_days

NUMBERS = SEED_NUMBERS
_OFFICER, _UNIT = "ผู้รายงาน ทดสอบ", "สำนักปลัด"
_DONE, _NO_EVIDENCE, _SAVE, _WHOLE, _SKIP = "1", "1", "1", "2", "ข้าม"
_NOTHING = "ดำเนินการตามแผน"  # what one writes where the document tells no result
_KEEP = "บันทึกข้อความนี้"
_MOST_TURNS = 60
_READS = timedelta(seconds=10)  # a question before it is answered; lines sent at once are one answer


def run() -> list[tuple[str, str]]:
    """Rows of (layout, matched/total) for the table of `make bench`; none where the documents are not at hand."""
    found = [(number, made_again(number)) for number in NUMBERS if seed_file(number)]
    rows = [(f"{layout_of(number)} ({number})", f"{one.matched}/{one.total} cells") for number, one in found]
    if not found:
        return [("real documents printed again", "the documents are not at hand")]
    total = sum(one.total for _, one in found)
    return [*rows, ("all layouts", f"{sum(one.matched for _, one in found)}/{total} cells")]


def seed_file(number: str) -> Path | None:
    """The real document of that number or the invented one of that layout, None where it is not at hand."""
    return find_document(number)


def layout_of(number: str) -> str:
    """The layout that the document is printed in."""
    path = seed_file(number)
    plan = read_plan(path) if path else None
    return (plan and plan.layout) or "?"


@cache
def made_again(number: str) -> Compared:
    """The document's cells beside those of the report that the bot makes of its plan and replies."""
    path = seed_file(number)
    assert path, f"{number} is not at hand"
    report = report_data(compile_report(material_of(number)))
    return compared(report, printed_rows(path, [column["label"] for column in report["columns"]]), number)


@cache
def material_of(number: str) -> Material:
    """What the document's report is compiled from, once its plan was read in and its replies were typed."""
    path = seed_file(number)
    assert path, f"{number} is not at hand"
    return _material(_decided(read_plan(path)))


def _decided(plan: Plan) -> Plan:
    """The plan once a person has said who answers where the document names no unit."""
    return replace(plan, topics=tuple(replace(t, measures=tuple(map(_with_unit, t.measures))) for t in plan.topics))


def _with_unit(measure: Measure) -> Measure:
    who = measure.responsible or Responsible("")
    return measure if who.units or who.everyone else replace(measure, responsible=replace(who, units=(_UNIT,)))


def _material(plan: Plan) -> Material:
    """The plan taken in by a fresh installation, a round opened, every task answered in the chat."""
    year, kind = plan.year or 2569, plan.round or RoundKind.ANNUAL
    with tempfile.TemporaryDirectory(prefix="tidtam-seeds-") as name:
        url = f"sqlite:///{name}/seeds.sqlite"
        migrate(url)
        with watched(url) as database:
            edge = Edge(database, url, Path(name))
            with closing(edge):
                agency_id = _agency(edge, plan, year, kind)
                _Officer(edge, agency_id, plan).answers_all()
                files = open_files((Path(name) / "files").as_uri())
                return database.read(lambda conn: load_material(Books(conn, agency_id), year, kind, files))


def _agency(edge: Edge, plan: Plan, year: int, kind: RoundKind) -> int:
    layout, last = named_layout(plan.layout or "results"), round_days(year, kind)[1]
    # Replies are taken after the round's last day too: some documents name later days.
    edge.machine = edge.machine.replace(year=last.year, month=last.month, day=1) + timedelta(days=62)
    name = plan.agency or "หน่วยงาน"
    agency_id = edge.database.run(lambda conn: add_agency(conn, "seed", name, layout, edge.machine))
    edge.set_channel(agency_id)
    named = [unit.split("/")[0] for m in plan.measures if m.responsible for unit in m.responsible.units]
    units = tuple(dict.fromkeys([_UNIT, *named]))
    write(
        edge.database,
        agency_id,
        SetLayout(layout, "", plan.signatories),
        ImportPeople((PersonRow(_OFFICER, "นักวิเคราะห์", units, frozenset({Role.STAFF})),)),
        ImportPlan(plan, year, edge.machine),
        OpenRound(year, kind, last, edge.machine),
    )
    edge.enrol(_OFFICER, "U-seed", agency_id)
    return agency_id


@dataclass
class _Officer:
    """Types what the document says of each measure."""

    edge: Edge
    agency_id: int
    plan: Plan

    def answers_all(self) -> None:
        """One report on each task."""
        said = {(topic.title, m.title): m for topic in self.plan.topics for m in topic.measures}
        for found in self.edge.read(lambda books: load_tasks(books), self.agency_id):
            self.edge.post(tap("U-seed", f":report:{found.id}", at=self.edge.machine), slug="seed")
            self._answers(said[found.topic, found.measure])
        left = [
            one
            for one in self.edge.read(lambda books: load_tasks(books), self.agency_id)
            if one.expectation(one.due).asks
        ]
        assert not left, f"{len(left)} tasks were not answered: {left[0].measure}"

    def _answers(self, measure: Measure) -> None:
        days = dict(map(_day, measure.dates))
        self._types(_DONE)
        step = ""
        for _ in range(_MOST_TURNS):
            before, step = step, self._step()
            if step == before:  # a text that may be no answer is asked about
                self._types(_KEEP)
            elif step.startswith("date_"):
                self._types(days.get(int(step[5:]), _SKIP))
            elif step in ("result", "outcome", "suggestion", "remark"):
                lines = _said_of(measure, step)
                self._types("\n".join(lines) or (_NOTHING if step == "result" else _SKIP))
            elif step == "evidence":
                self._types(_NO_EVIDENCE)
            elif step == "whole":
                self._types("ทั้งมาตรการ")
            elif step == "summary":
                self._types(_SAVE)
                return
            else:
                raise AssertionError(f"the chat asks for {step!r}")

    def _types(self, words: str) -> None:
        self._waits_for_the_question()
        self.edge.machine += _READS
        said = text("U-seed", words, at=self.edge.machine)
        assert self.edge.post(said, slug="seed").status_code == 200

    def _waits_for_the_question(self) -> None:
        """Nothing is typed before the question stands in the phone."""
        until = time.monotonic() + PATIENCE
        while self.edge.read(outbox.count_by_state, self.agency_id).get("waiting"):
            assert time.monotonic() < until, f"{self._step()!r} was not shown"
            time.sleep(0.002)

    def _kept(self) -> State:
        found: State = self.edge.read(lambda books: state_of(books, "U-seed"), self.agency_id)
        return found

    def _step(self) -> str:
        return str(self._kept().step)


def _said_of(measure: Measure, step: str) -> tuple[str, ...]:
    """The document's own words; its status line is what the chat's status says already."""
    lines: tuple[str, ...] = getattr(measure, step, ())
    return tuple(line for line in lines if line.strip() not in ("ดำเนินการแล้วเสร็จ", ""))


def _day(line: str) -> tuple[int, str]:
    """A step's number and its day as one types it."""
    number, _, rest = to_arabic(line).partition(".")
    words = rest.partition("วันที่")[2].replace("เดือน", " ").replace("พ.ศ.", " ")
    day: date = read_date(" ".join(words.split()), date(2100, 1, 1))
    return int(number), f"{day.day}/{day.month}/{day.year + 543}"


def main() -> None:
    """Print the table, then what differs."""
    for name, figure in run():
        print(f"{name}: {figure}")
    for number in NUMBERS:
        if seed_file(number):
            for miss in made_again(number).misses:
                print(f"{number} {miss}")
            for slip in made_again(number).excused:
                print(f"{number} {slip}: a slip of the document, not counted")


if __name__ == "__main__":
    main()
