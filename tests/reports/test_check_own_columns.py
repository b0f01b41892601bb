"""What the check finds in an agency's own columns."""

from dataclasses import replace
from datetime import date

import pytest

from domain.column_values import Value
from domain.finding import Finding
from domain.plan import PlanOnFile
from domain.task import Status
from reports.check.report import check_report
from reports.compile.material import Material
from reports.compile.report import compile_report
from tests.reports.own import own_material

TODAY = date(2027, 4, 2)
WHOLE: dict[str, Value] = {"progress": 80, "state": ("เป็นไปตามแผน",)}


def found(material: Material) -> list[tuple[str, str]]:
    ours = ("column-empty", "number-outside", "value-unread", "units-differ", "no-answer", "percent-status")
    findings: tuple[Finding, ...] = check_report(material, compile_report(material), TODAY)
    return [(one.kind, one.place) for one in findings if one.kind in ours]


def test_a_reply_that_says_all_that_is_required_is_left_alone() -> None:
    assert found(own_material((1, "สำนักปลัด", WHOLE))) == []


def test_a_required_column_without_an_answer_is_told_of_with_its_unit() -> None:
    (one,) = found(own_material((1, "สำนักปลัด", {"state": ("เป็นไปตามแผน",)})))
    assert one[0] == "column-empty"
    assert one[1].endswith("สำนักปลัด › ร้อยละความคืบหน้า")


def test_a_percent_outside_and_a_value_of_another_kind_are_told_of() -> None:
    kinds = [kind for kind, _ in found(own_material((1, "สำนักปลัด", {**WHOLE, "progress": 120, "spent": "มาก"})))]
    assert sorted(kinds) == ["number-outside", "value-unread"]


@pytest.mark.parametrize("status", [Status.NOT_DONE, Status.NOT_STARTED, Status.NOT_STATED])
def test_what_is_not_begun_needs_no_answer_and_what_stands_there_is_looked_at(status: Status) -> None:
    def told(own: dict[str, Value]) -> list[str]:
        material = own_material((1, "สำนักปลัด", own))
        updates = {task: replace(update, status=status) for task, update in material.updates.items()}
        return [kind for kind, _ in found(replace(material, updates=updates))]

    assert told({}) == []
    assert told({"progress": 120, "spent": "มาก"}) == ["value-unread", "number-outside"]


def test_choices_in_which_units_differ_are_told_of_once() -> None:
    later: Value = ("ล่าช้ากว่าแผน", "ไม่ได้รับงบประมาณ")
    differing = own_material((1, "สำนักปลัด", WHOLE), (1, "กองคลัง", {**WHOLE, "state": later}))
    assert [kind for kind, _ in found(differing)] == ["units-differ"]
    alike = own_material((1, "สำนักปลัด", WHOLE), (1, "กองคลัง", WHOLE))
    assert found(alike) == []


def test_a_text_that_says_nothing_is_no_answer() -> None:
    assert [kind for kind, _ in found(own_material((1, "สำนักปลัด", {**WHOLE, "trouble": "สวัสดีครับ"})))] == ["no-answer"]


def test_a_wording_in_the_plan_in_place_of_a_number_is_no_finding() -> None:
    material = own_material((1, "สำนักปลัด", WHOLE))
    topics = material.plan.topics
    assert isinstance(material.plan, PlanOnFile)
    wrong = replace(topics[0].measures[0].measure, own={"budget": ("ต.ค.",)})
    changed = (replace(topics[0], measures=(replace(topics[0].measures[0], measure=wrong),)), *topics[1:])
    kinds = [kind for kind, _ in found(replace(material, plan=replace(material.plan, topics=changed)))]
    assert kinds == ["value-unread"]


@pytest.mark.parametrize(
    ("status", "percent", "kinds"),
    [
        (Status.DONE, 100, []),
        (Status.DONE, 80, ["percent-status"]),
        (Status.IN_PROGRESS, 80, []),
        (Status.IN_PROGRESS, 100, ["percent-status"]),
        (Status.NOT_STARTED, 30, ["percent-status"]),
        (Status.NOT_STARTED, 0, []),
        (Status.NOT_DONE, 30, []),
        (Status.NOT_DONE, 100, ["percent-status"]),
        (Status.NOT_STATED, 80, []),
    ],
)
def test_a_percent_beside_a_status_agrees_with_it(status: Status, percent: int, kinds: list[str]) -> None:
    material = own_material((1, "สำนักปลัด", {**WHOLE, "progress": percent}))
    layout = material.layout
    columns = tuple(replace(one, tells_status=one.key == "progress") for one in layout.columns)
    updates = {task: replace(update, status=status) for task, update in material.updates.items()}
    told = replace(material, layout=replace(layout, columns=columns), updates=updates)
    assert [kind for kind, _ in found(told)] == kinds
