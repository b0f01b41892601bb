"""The mistakes of the real documents that the check finds: `python -m tests.bench.mistakes` prints how many, and all.

The document's own wording outside its table stands in front of the report, as an agency would have typed it.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from checks.sentences import render_message
from domain.finding import Finding
from domain.parts import Part
from domain.plan import Score
from intake.markup import strip_markup
from reports.check.report import check_report
from reports.compile.report import compile_report
from tests.bench.seed_rows import comparable
from tests.bench.seeds import NUMBERS, material_of, seed_file

_LISTED = Path(__file__).with_suffix(".toml")
_SCORE = re.compile(r"^ตัวชี้วัดที่(\d+)")


@cache
def findings(number: str) -> tuple[Finding, ...]:
    """What the check says of the document, printed again with its own wording before it."""
    path = seed_file(number)
    assert path, f"{number} is not at hand"
    text = path.read_text(encoding="utf-8-sig")
    material = material_of(number)
    cover, rest = _wording(text, {comparable(column.label) for column in material.layout.columns})
    layout = replace(material.layout, front=(Part("cover", lines=cover), Part("text", lines=rest)))
    plan = replace(material.plan, scores=_scores(text) or material.plan.scores)
    changed = replace(material, layout=layout, plan=plan)
    return check_report(changed, compile_report(changed), date(2026, 1, 1))


def _wording(text: str, labels: set[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines before the first table, and those between and in the other tables but the report's own."""
    cover: list[str] = []
    rest: list[str] = []
    inside = False
    for line in text.replace("{", "(").replace("}", ")").split("\n"):
        cells = [each for cell in line.split("\t") for each in strip_markup(cell)]
        if "\t" in line:
            heads = sum(comparable(cell) in labels for cell in line.split("\t") if comparable(cell))
            inside = heads >= 3 if heads >= 2 or "ข้อคำถาม" in line or "คะแนน" in line else inside
            rest += [] if inside else cells
        else:
            (rest if rest or len(cover) >= 8 else cover).extend(cells)
    return tuple(cover), tuple(rest)


def _scores(text: str) -> tuple[Score, ...]:
    """The indicators' scores and the tools' as the document prints them, where it prints any."""
    found: list[Score] = []
    tools = iter(("IIT", "EIT", "", "OIT"))
    for line in text.split("\n"):
        cells = [comparable(cell) for cell in line.split("\t")]
        match = _SCORE.match(cells[0])
        if match and len(cells) == 3 and cells[1].replace(".", "").isdigit():
            found.append(Score(match[1], float(cells[1])))
            if cells[2] and (tool := next(tools)):
                found.append(Score(tool, float(cells[2])))
    return tuple(found)


def recall(names: Sequence[str] = NUMBERS) -> tuple[int, int, tuple[str, ...]]:
    """How many listed mistakes of these documents are found, of how many, and which are not."""
    missed: list[str] = []
    mistakes = tomllib.loads(_LISTED.read_text(encoding="utf-8"))["mistakes"]
    listed = [one for one in mistakes if one["seed"] in names and seed_file(one["seed"])]
    for one in listed:
        same = [f for f in findings(one["seed"]) if f.kind == one["kind"] and one["holds"] in render_message(f)]
        if len(same) < one.get("times", 1):
            missed.append(f"{one['seed']} {one['kind']} {one['holds']}")
    return len(listed) - len(missed), len(listed), tuple(missed)


def run() -> list[tuple[str, str]]:
    """The row for the table of `make bench`."""
    found, listed, _ = recall()
    return [("mistakes of the real documents found", f"{found}/{listed}")]


if __name__ == "__main__":
    print(recall())
    for number in NUMBERS:
        if seed_file(number):
            print(number, Counter(finding.kind for finding in findings(number)))
            for finding in findings(number):
                print(f"  {finding.kind} | {finding.place[:60]} | {render_message(finding)}")
