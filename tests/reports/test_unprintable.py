"""What the typeface cannot print is told with its place; marks that are stacked are printed once."""

from dataclasses import replace

import pytest

from reports.check.places import Printed
from reports.check.texts import check_texts
from reports.compile.report import compile_report
from reports.wording import clean
from tests.reports.sample import sample


@pytest.mark.parametrize(("text", "lacking"), [("ประชุม 漢字 แล้ว", "漢字"), ("ดีมาก😀😀", "😀"), ("ทำแล้ว ✓ ABC é", "")])
def test_letters_that_print_as_boxes_are_told_with_their_place(text: str, lacking: str) -> None:
    report = replace(compile_report(sample()), agency="")
    found = [one for one in check_texts(report, [Printed("here", text)]) if one.kind == "unprintable"]
    assert [(one.place, one.words) for one in found] == ([("here", (lacking,))] if lacking else [])


def test_marks_typed_again_and_again_are_printed_once() -> None:
    assert clean("ก็็็็ น้้ำ ที่ ปี่ e\u0301\u0301") == "ก็ น้ำ ที่ ปี่ e\u0301"
