"""One table says what every kind of finding is; whoever finds something gives its kind, its place and parts."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from checks.kinds import KINDS, OF_PEOPLE, OF_PLANS, OF_REPORTS
from checks.sentences import finding_json, render_message, render_proposal, render_words
from domain.finding import Finding
from web.admin.findings import group_findings
from web.admin.plan_words import describe_warning

ROOT = Path(__file__).resolve().parents[2]
FINDERS = {"Finding", "warn", "problem", "_about"}


def kinds_found() -> Iterator[tuple[str, str]]:
    """Each kind that the code gives to a finding, with its place in the code."""
    for room in ("checks", "intake", "reports"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                name = isinstance(node, ast.Call) and (getattr(node.func, "id", "") or getattr(node.func, "attr", ""))
                if isinstance(node, ast.Call) and name in FINDERS:
                    for argument in node.args[:2]:
                        for each in ast.walk(argument):
                            if isinstance(each, ast.Constant) and isinstance(each.value, str) and "-" in each.value:
                                yield each.value, f"{path.relative_to(ROOT)}:{node.lineno}"


def test_every_kind_that_is_given_stands_in_the_table_once() -> None:
    assert len(KINDS) == len(OF_REPORTS) + len(OF_PLANS) + len(OF_PEOPLE)
    found = dict(kinds_found())
    assert len(found) > 40
    assert {kind: place for kind, place in found.items() if kind not in KINDS} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_shows_what_it_is_about_and_what_may_be_written_instead(kind: str) -> None:
    finding = Finding(kind, "ตาราง", {"word": "คำผิด {x}", "day": "2027-05-01", "meant": "คำถูก", "times": 3})
    words = "“คำผิด {x}”, 1 พ.ค. 70 (และอีก 2 แห่ง)"
    (warning,) = [describe_warning(finding, {})]
    assert (warning.what, warning.mend, warning.words, warning.instead) == (*KINDS[kind], words, "คำถูก")
    (group,) = group_findings([finding])
    assert (group.what, group.each[0].words, group.each[0].instead) == (KINDS[kind].what, words, "คำถูก")
    assert render_message(finding) == f"{KINDS[kind].what}: “คำผิด {{x}}”, 2027-05-01 (and in 2 more places)"
    assert render_proposal(finding) == f"{KINDS[kind].mend} Suggested: คำถูก"


def test_what_is_about_nothing_is_told_by_its_kind_alone() -> None:
    finding = Finding("year-unread", "the heading")
    assert render_words(finding) == ""
    assert finding_json(finding) == {
        "kind": "year-unread",
        "place": "the heading",
        "message": "The fiscal year is not named",
        "proposal": "Choose the year before importing.",
    }
