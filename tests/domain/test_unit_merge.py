"""Two units made one: which sections go along, what cannot be, and how plans name what is left."""

from dataclasses import replace

import pytest

from domain.agency import Unit
from domain.plan import Responsible
from domain.unit_merge import UnitMerge, find_merge_problem, follow_units, plan_merge

OFFICE, WORKS, MONEY = Unit(1, "สำนักปลัด"), Unit(2, "กองช่าง"), Unit(3, "กองคลัง")
LAW, CLERKS, WORKS_CLERKS, PLANS = (
    Unit(4, "งานนิติการ", 1),
    Unit(5, "งานธุรการ", 1),
    Unit(6, "งาน ธุรการ", 2),
    Unit(7, "งานแบบแผน", 2),
)
UNITS = (OFFICE, WORKS, MONEY, LAW, CLERKS, WORKS_CLERKS, PLANS)


def test_sections_go_along_and_those_of_one_name_are_merged() -> None:
    assert plan_merge(UNITS, WORKS, OFFICE) == UnitMerge(((2, 1), (6, 5)), ((7, 1),))
    assert plan_merge(UNITS, LAW, OFFICE) == UnitMerge(((4, 1),))


@pytest.mark.parametrize(
    ("unit", "into", "problem"),
    [
        (WORKS, WORKS, "same"),
        (WORKS, PLANS, "inside"),
        (WORKS, LAW, "sections"),
        (MONEY, LAW, None),
        (LAW, OFFICE, None),
        (LAW, PLANS, None),
    ],
)
def test_what_cannot_be_merged_is_said(unit: Unit, into: Unit, problem: str | None) -> None:
    assert find_merge_problem(UNITS, unit, into) == problem


@pytest.mark.parametrize(
    ("text", "units", "new_text", "new_units"),
    [
        ("กองช่าง", ("กองช่าง",), "สำนักปลัด", ("สำนักปลัด",)),
        ("สำนักปลัด/กองช่าง", ("สำนักปลัด", "กองช่าง"), "สำนักปลัด", ("สำนักปลัด",)),
        ("กองช่าง และ สำนักปลัด", ("กองช่าง", "สำนักปลัด"), "สำนักปลัด", ("สำนักปลัด",)),
        ("กองช่าง (งานแบบแผน)", ("กองช่าง/งานแบบแผน",), "สำนักปลัด (งานแบบแผน)", ("สำนักปลัด/งานแบบแผน",)),
        ("กองช่าง (งาน ธุรการ)", ("กองช่าง/งานธุรการ",), "สำนักปลัด (งานธุรการ)", ("สำนักปลัด/งานธุรการ",)),
        # Another word that begins so, or ends so, is another word.
        ("กองช่างสุขาภิบาล กองช่าง", ("กองช่าง",), "กองช่างสุขาภิบาล สำนักปลัด", ("สำนักปลัด",)),
        ("กองคลัง", ("กองคลัง",), "กองคลัง", ("กองคลัง",)),
        ("กองที่ไม่มี", ("กองที่ไม่มี",), "กองที่ไม่มี", ("กองที่ไม่มี",)),
    ],
)
def test_plans_name_a_merged_unit_as_the_one_it_went_into(
    text: str, units: tuple[str, ...], new_text: str, new_units: tuple[str, ...]
) -> None:
    after = (OFFICE, MONEY, LAW, CLERKS, replace(PLANS, parent_id=1))
    now = follow_units(Responsible(text, units=units), UNITS, after, {2: 1, 6: 5})
    assert now == Responsible(new_text, units=new_units)


def test_plans_name_a_renamed_unit_as_it_is_called_now() -> None:
    after = (replace(OFFICE, name=r"สำนัก\1ใหม่"), *UNITS[1:])
    now = follow_units(Responsible("สำนักปลัด (งานนิติการ)", units=("สำนักปลัด/งานนิติการ",)), UNITS, after, {})
    assert now == Responsible(r"สำนัก\1ใหม่ (งานนิติการ)", units=(r"สำนัก\1ใหม่/งานนิติการ",))
