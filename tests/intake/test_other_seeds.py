"""The other real documents: how many topics and measures, and what must be asked about."""

import pytest

from intake.plan_file import read_plan
from tests.intake.files import seed


@pytest.mark.parametrize(
    ("number", "measures", "steps", "layout", "year"),
    [
        ("001", [1] * 7, 20, "plan", 2569),
        ("002", [6, 2, 1], 10, "did", 2565),
        ("003", [4, 4, 2, 3, 2, 5, 4], 0, "outcomes", 2567),
        ("004", [6, 0, 5], 29, "dates", 2566),
    ],
)
def test_every_measure_of_the_document_is_found(
    number: str, measures: list[int], steps: int, layout: str, year: int
) -> None:
    plan = read_plan(seed(number))
    assert [len(topic.measures) for topic in plan.topics] == measures
    assert sum(len(measure.steps) for measure in plan.measures) == steps
    assert (plan.layout, plan.year) == (layout, year)


def test_a_cover_of_another_year_is_asked_about() -> None:
    assert "years-differ" in {warning.kind for warning in read_plan(seed("001")).warnings}


def test_codes_are_read_and_garbled_ones_asked_about() -> None:
    plan = read_plan(seed("004"))
    codes = [question.code for measure in plan.measures for question in measure.questions]
    assert codes == ["O11", "O19", "O20", "O23", "O27", "O30", "e6", "e7", "e8", "e9"]
    assert [warning.proposal for warning in plan.warnings if warning.kind == "question-unread"] == [
        "write e10, if that is the question"
    ]
    assert sum(len(measure.dates) for measure in plan.measures) == 23
    garbled = [w.proposal for w in read_plan(seed("003")).warnings if w.kind == "question-unread"]
    assert garbled == ["write e6, if that is the question", "write e7, if that is the question"]


def test_three_signatures_are_read_with_the_office_acted_for() -> None:
    signatories = read_plan(seed("002")).signatories
    assert [who.label for who in signatories] == ["ผู้รายงาน", None, None]
    assert [bool(who.acting_for) for who in signatories] == [False, True, False]
