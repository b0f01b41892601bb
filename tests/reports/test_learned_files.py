"""What is printed by layouts learned from documents is sound: Word, Excel, and the PDF as an archive takes it."""

from dataclasses import replace
from pathlib import Path

import pytest

from domain.report import Report
from domain.task import Update
from intake.learn_layout import Learned, learn_layout
from intake.open_file import open_document
from intake.past_replies import PastReply, past_reply
from reports.preview import preview_report
from reports.render import report_bytes
from tests.intake.files import SEEDS
from tests.intake.test_tables import OWN
from tests.office_files import findings
from tests.pdf_validator import broken_rules
from tests.reports.sample import OPENED, sample

pytestmark = pytest.mark.slow

FOLDERS = (OWN, SEEDS.parent / "tables")


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    """A report by the layout of each table, with all that its plan and its replies say, by the table's name."""
    sources = [path for folder in FOLDERS for path in folder.glob("*") if path.suffix in (".html", ".csv", ".txt")]
    return {path.name: print_learned(learn_layout(open_document(path), "own")) for path in sorted(sources)}


def print_learned(learned: Learned) -> Report:
    own = {column.key for column in learned.layout.own_columns if column.filled_by == "reply"}
    told = {number: past_reply(measure, own) for number, measure in enumerate(learned.plan.measures, 1)}
    replies = {number: answered(number, reply) for number, reply in told.items() if reply}
    agency = replace(sample().agency, layout=learned.layout)
    return preview_report(agency, learned.plan, learned.plan.year or 2570, replies)


def answered(number: int, reply: PastReply) -> Update:
    said = {key: getattr(reply, key) for key in ("outcome", "suggestion", "remark", "reason", "own")}
    return Update(number, number, 1, OPENED, reply.status, reply.result, reply.dates, **said)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_word_and_excel_repair_nothing(suffix: str, reports: dict[str, Report], tmp_path: Path) -> None:
    assert len(reports) > 30
    found = {name: findings(report_bytes(one, suffix), tmp_path, suffix) for name, one in reports.items()}
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize("step", [pytest.param(4, id="some"), pytest.param(1, id="all", marks=pytest.mark.thorough)])
def test_a_validator_of_archives_finds_nothing(reports: dict[str, Report], tmp_path: Path, step: int) -> None:
    """Some: every fourth table's report, which are tables of every kind of heading. All: each."""
    chosen = dict(list(reports.items())[::step])
    files = [tmp_path / f"{name}.pdf" for name in chosen]
    for file, report in zip(files, chosen.values(), strict=True):
        file.write_bytes(report_bytes(report, ".pdf"))
    assert broken_rules(files) == []
