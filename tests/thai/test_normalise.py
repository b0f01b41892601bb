"""One form of a text for each purpose: kept, compared, read."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from thai.normalise import fold_letters, fold_text, remove_gaps, remove_spaces, tidy_spaces, unify_spelling

ROOT = Path(__file__).resolve().parents[2]
ROOMS = "thai domain store handlers intake reports reminders web bot".split()


def test_a_kept_name_has_single_spaces_and_nothing_unseen() -> None:
    assert tidy_spaces(" กอง\u200bคลัง \n งาน\ufeffพัสดุ ") == "กองคลัง งานพัสดุ"


def test_white_space_alone_is_removed_from_what_is_quoted() -> None:
    assert remove_spaces(" อบต. \t A\u00a0๑\n") == "อบต.A๑"


@pytest.mark.parametrize(
    ("typed", "meant"), [("กอง คลัง", "กองคลัง"), ("กอง\u200bคลัง", "กองคลัง"), ("IT  Office", "itoffice")]
)
def test_spaces_case_and_the_unseen_make_no_other_name(typed: str, meant: str) -> None:
    assert fold_text(typed) == fold_text(meant)


def test_marks_and_digits_make_another_name_but_no_other_heading() -> None:
    assert fold_text("ผล/ปัญหา") != fold_text("ผล ปัญหา")
    assert fold_letters("ผล / ปัญหา:") == fold_letters("ผลปัญหา")


def test_a_scanned_wording_is_spelt_as_a_typed_one() -> None:
    assert unify_spelling("ดําเนินการ ๑ – เเล้ว") == "ดำเนินการ 1 - แล้ว"
    assert remove_gaps("1. 2 เม.ย.") == "1.2เมย"


def names_of_functions(room: str) -> Iterator[tuple[str, str]]:
    for path in (ROOT / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield f"{room}/{path.name}", node.name.lstrip("_")


def test_there_is_no_second_room_for_normalising() -> None:
    nameless = {"bare", "plain", "squeeze", "squeezed", "spaced", "normalise", "normalised"}
    assert [where for room in ROOMS for where, name in names_of_functions(room) if name in nameless] == []
