"""Real documents read: cells right of cells, measures found, and the slips that were pointed at."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.plan import Plan
from intake.plan_file import read_plan
from tests.intake.held import NUMBERS, answers, held, slips
from tests.intake.made import FORMATS, made_of, original

_ABSENT = "skipped: the real documents are not at hand"


def run() -> list[tuple[str, str]]:
    """Rows of (name, figure) for the table of `make bench`."""
    found: list[tuple[str, str]] = []
    recall: dict[str, Counter[str]] = {}
    with TemporaryDirectory(prefix="tidtam-bench-") as folder:
        for number in NUMBERS:
            found.extend(_of_document(number, Path(folder), recall))
    return [
        *found,
        *((f"slip: {name}", f"{c['found']} of {c['wanted']} flagged") for name, c in sorted(recall.items())),
    ]


def _of_document(number: str, folder: Path, recall: dict[str, Counter[str]]) -> Iterator[tuple[str, str]]:
    source = original(number)
    if source is None:
        yield f"document {number}", _ABSENT
        return
    plan = read_plan(source)
    yield f"document {number}, as text", _figure(plan, number)
    for slip in slips(plan, answers(number)):
        recall.setdefault(slip.name, Counter()).update(wanted=slip.wanted, found=min(slip.wanted, slip.found))
    for ending in FORMATS:
        yield f"document {number}, as {ending}", _figure(read_plan(made_of(source, ending, folder)), number)


def _figure(plan: Plan, number: str) -> str:
    facts = answers(number)
    cells = held(plan, facts)
    right = sum(cell.right for cell in cells)
    measures = sum(len(topic["measures"]) for topic in facts["topics"])
    return (
        f"{right} of {len(cells)} cells right ({right / len(cells):.1%}), {len(plan.measures)} of {measures} measures"
    )
