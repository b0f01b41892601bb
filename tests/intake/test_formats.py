"""The real documents as Word, Excel and PDF files: the same plan out of each."""

from pathlib import Path

import pytest

from domain.plan import Plan
from intake.plan_file import read_plan
from tests.intake.files import DOCUMENTS, seed
from tests.intake.held import answers, held
from tests.intake.made import by_office, made_of

pytestmark = pytest.mark.slow


def _facts(plan: Plan) -> object:
    """Everything but how long lines were broken and where things stand."""
    return [
        (topic.number, topic.kind, [q.code for q in topic.questions], len(topic.findings), [
            (m.number, len(m.steps), m.responsible and (m.responsible.everyone, m.responsible.units),
             m.timeframe and (m.timeframe.first, m.timeframe.last), m.cadence and m.cadence.kind,
             len(m.result), len(m.outcome), m.status)
            for m in topic.measures
        ])
        for topic in plan.topics
    ]  # fmt: skip


@pytest.mark.parametrize("number", DOCUMENTS)
@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_the_same_plan_is_read_out_of_word_and_excel(number: str, ending: str, tmp_path: Path) -> None:
    source = seed(number)
    plan = read_plan(made_of(source, ending, tmp_path))
    assert [cell for cell in held(plan, answers(number)) if not cell.right] == []
    assert _facts(plan) == _facts(read_plan(source))


@pytest.mark.parametrize("number", DOCUMENTS)
def test_nearly_the_same_plan_is_read_out_of_a_pdf(number: str, tmp_path: Path) -> None:
    source = seed(number)
    plan = read_plan(made_of(source, ".pdf", tmp_path))
    cells = held(plan, answers(number))
    assert len(plan.measures) == len(read_plan(source).measures)
    assert sum(cell.right for cell in cells) >= 0.95 * len(cells)
    assert all(sure <= 0.9 for measure in plan.measures for sure in measure.confidence.values())
    assert plan.measures[0].places["title"].startswith("page ")


@pytest.mark.parametrize("number", DOCUMENTS)
def test_nearly_the_same_plan_is_read_out_of_a_pdf_that_libreoffice_made(number: str, tmp_path: Path) -> None:
    made = by_office(made_of(seed(number), ".docx", tmp_path), tmp_path)
    if made is None:
        pytest.skip("LibreOffice is not installed")
    plan = read_plan(made)
    facts = answers(number)
    cells = held(plan, facts)
    assert len(plan.measures) == sum(len(topic["measures"]) for topic in facts["topics"])
    assert sum(cell.right for cell in cells) >= 0.95 * len(cells), [cell for cell in cells if not cell.right]
