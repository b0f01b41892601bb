"""A document of another year as this year's plan: days, wordings, what is left out."""

from datetime import date
from pathlib import Path

import pytest

from intake.plan_file import read_plan
from intake.shift_years import shift_plan, shift_wording
from tests.intake.test_tables import OWN


@pytest.mark.parametrize(
    ("text", "shifted"),
    [
        ("ตุลาคม ๒๕๖๘ - มีนาคม ๒๕๖๙", "ตุลาคม ๒๕๖๙ - มีนาคม ๒๕๗๐"),
        ("1 ต.ค. 68 - 30 ก.ย. 69", "1 ต.ค. 69 - 30 ก.ย. 70"),
        ("ไตรมาสที่ 1-2", "ไตรมาสที่ 1-2"),
        ("ตลอดปีงบประมาณ พ.ศ. 2569", "ตลอดปีงบประมาณ พ.ศ. 2570"),
    ],
)
def test_the_years_of_a_wording_are_shifted_in_its_own_digits(text: str, shifted: str) -> None:
    assert shift_wording(text, 1) == shifted


def test_days_are_shifted_and_the_replies_are_left_out() -> None:
    plan = shift_plan(read_plan(OWN / "05-risk-follow-up.csv"), 2570)
    assert plan.year == 2570
    frames = [(one.timeframe.text, one.timeframe.first, one.timeframe.last) for one in plan.measures if one.timeframe]
    assert frames[0] == ("1 ตุลาคม 2569 - 31 มีนาคม 2570", date(2026, 10, 1), date(2027, 3, 31))
    assert all(not (one.result or one.status or one.suggestion or "percent" in one.own) for one in plan.measures)
    assert all("target" in one.own for one in plan.measures)


def test_the_last_of_february_stays_the_last(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("ปีงบประมาณ พ.ศ. 2567\nมาตรการ\tผู้รับผิดชอบ\tระยะเวลา\nติดป้าย\tกองช่าง\tก.พ. 2567\n", "utf-8")
    (measure,) = shift_plan(read_plan(path), 2570).measures
    assert measure.timeframe and (measure.timeframe.text, measure.timeframe.last) == ("ก.พ. 2570", date(2027, 2, 28))


def test_a_measure_that_names_the_other_year_is_pointed_at(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("ปีงบประมาณ พ.ศ. 2569\nมาตรการ\tผู้รับผิดชอบ\nเผยแพร่แผน ปี ๒๕๖๙\tกองช่าง\n", "utf-8")
    (asked,) = [one for one in shift_plan(read_plan(path), 2570).warnings if one.kind == "year"]
    assert (asked.meant, "2569" in asked.words) == ("2570", True)
