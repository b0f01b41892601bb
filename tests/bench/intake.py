"""Real documents read: cells right of cells, measures found, the slips that were pointed at; damaged files refused."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.plan import Plan
from intake.plan_file import read_plan
from tests.bench.servers import ROOT
from tests.intake.files import DOCUMENTS, find_document
from tests.intake.held import answers, held, slips
from tests.intake.made import FORMATS, by_office, made_of

_ABSENT = "skipped: the real documents are not at hand"
# How many damaged files are read; 10,000 take about a quarter of an hour.
_DAMAGED = os.environ.get("RUNS", "1000")


def run() -> list[tuple[str, str]]:
    """Rows of (name, figure) for the table of `make bench`."""
    found: list[tuple[str, str]] = []
    recall: dict[str, Counter[str]] = {}
    with TemporaryDirectory(prefix="tidtam-bench-") as folder:
        for number in DOCUMENTS:
            found.extend(_of_document(number, Path(folder), recall))
    return [
        *found,
        *((f"slip: {name}", f"{c['found']} of {c['wanted']} flagged") for name, c in sorted(recall.items())),
        (f"{int(_DAMAGED):,} damaged files", _damaged()),
    ]


def _damaged() -> str:
    """The last figures that the run over damaged files prints, in a process of bounded memory."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.intake.fuzz"],
        cwd=ROOT, env={**os.environ, "RUNS": _DAMAGED}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return next((line for line in done.stdout.splitlines() if line.startswith("slowest ")), done.stderr[-200:])


def _of_document(number: str, folder: Path, recall: dict[str, Counter[str]]) -> Iterator[tuple[str, str]]:
    source = find_document(number)
    if source is None:
        yield f"document {number}", _ABSENT
        return
    plan = read_plan(source)
    yield f"document {number}, as text", _figure(plan, number)
    for slip in slips(plan, answers(number)):
        recall.setdefault(slip.name, Counter()).update(wanted=slip.wanted, found=min(slip.wanted, slip.found))
    for ending in FORMATS:
        yield f"document {number}, as {ending}", _figure(read_plan(made_of(source, ending, folder)), number)
    theirs = by_office(made_of(source, ".docx", folder), folder)
    figure = _figure(read_plan(theirs), number) if theirs else "soffice is not installed here"
    yield f"document {number}, as LibreOffice's .pdf", figure


def _figure(plan: Plan, number: str) -> str:
    facts = answers(number)
    cells = held(plan, facts)
    right = sum(cell.right for cell in cells)
    measures = sum(len(topic["measures"]) for topic in facts["topics"])
    return (
        f"{right} of {len(cells)} cells right ({right / len(cells):.1%}), {len(plan.measures)} of {measures} measures"
    )


if __name__ == "__main__":
    for name, figure in run():
        print(f"{name}: {figure}")
