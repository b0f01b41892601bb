"""The rules told in sentences, the presets, and what may be turned off where the month's pushes are short."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from domain.messages import Say
from domain.reminder_presets import DECIDED, PRESETS, apply_preset, find_preset
from domain.reminding import ReminderRules
from reminders.ahead import DayAhead, days_ahead
from reminders.plan import PlannedDigest
from reminders.rule_words import changed_sentences, tell_limits, tell_rules
from reminders.savings import find_savings, saving_words
from tests.reminders.cases import DUE, facts, person, run_all, task
from thai.catalogue import translator

NAMES = {7: "มานี มีสุข"}


def thai(sentence: Say) -> str:
    """The sentence in Thai."""
    parts = {name: thai(part) if isinstance(part, Say) else str(part) for name, part in sentence.parts.items()}
    return translator("th")(sentence.msgid).format(**parts)


def sentences(rules: ReminderRules) -> Mapping[str, str]:
    return {one.name: thai(one.sentence) for one in tell_rules(rules, NAMES)}


def test_the_rules_that_every_agency_begins_with_are_told_in_sentences() -> None:
    assert sentences(ReminderRules()) == {
        "month_days": "เตือนวันทำการแรกของเดือน และวันที่ 25 เฉพาะผู้ที่ยังไม่รายงาน",
        "before_due": "เตือนผู้ที่ยังไม่รายงานเมื่อเหลือ 30, 14, 7, 3 และ 1 วันก่อนวันครบกำหนด และในวันครบกำหนด",
        "list_before": "ส่งรายการที่ยังไม่รายงานให้ผู้ดูแล 1 วันก่อนวันครบกำหนด",
        "late_after": "เมื่อเกินกำหนด เตือนผู้ที่ยังไม่รายงานในวันทำการที่ 3, 7 และ 14 หลังวันครบกำหนด",
        "supervisor_after": "เกินกำหนด 3 วันทำการ ส่งรายการให้หัวหน้าส่วนราชการ",
        "escalate": "เกินกำหนด 15 วันทำการ ส่งรายการให้ผู้ดูแล",
        "publish_before": "เตือนผู้ดูแลให้เผยแพร่รายงาน 14, 7 และ 1 วันก่อนวันที่ต้องเผยแพร่",
        "summaries": "ส่งสรุปผลของส่วนราชการให้หัวหน้าส่วนราชการในวันทำการแรกของเดือน",
        "hours": "ส่งข้อความเตือนในวันทำการ ระหว่างเวลา 09.00–18.00 น.",
        "kept_percent": "กันข้อความ LINE ไว้ร้อยละ 20 ของเดือน สำหรับรายการใกล้ครบกำหนด",
        "made_good_for": "หากระบบหยุดทำงานจนไม่ได้เตือน จะเตือนย้อนหลังภายใน 3 วันทำการ",
    }


@pytest.mark.parametrize(
    ("name", "changed", "told"),
    [
        ("month_days", {"month_days": (25, 5, 15)}, "เตือนวันที่ 5 ของเดือน และวันที่ 15 และ 25 เฉพาะผู้ที่ยังไม่รายงาน"),
        ("month_days", {"month_days": (1,)}, "เตือนวันทำการแรกของเดือน"),
        ("month_days", {"month_days": ()}, "ไม่มีการเตือนประจำเดือน"),
        ("before_due", {"before_due": (7,)}, "เตือนผู้ที่ยังไม่รายงานเมื่อเหลือ 7 วันก่อนวันครบกำหนด"),
        ("before_due", {"before_due": (0,)}, "เตือนเฉพาะในวันครบกำหนด"),
        ("before_due", {"before_due": ()}, "ไม่มีการเตือนก่อนวันครบกำหนด"),
        ("list_before", {"list_before": 0}, "ส่งรายการที่ยังไม่รายงานให้ผู้ดูแลในวันครบกำหนด"),
        ("late_after", {"late_after": ()}, "ไม่มีการเตือนหลังวันครบกำหนด"),
        ("escalate", {"escalate_to": 7}, "เกินกำหนด 15 วันทำการ ส่งรายการให้ มานี มีสุข"),
        ("escalate", {"escalate_to": 8}, "เกินกำหนด 15 วันทำการ ส่งรายการให้ผู้ดูแล"),  # who works here no more
        ("publish_before", {"publish_before": (0,)}, "เตือนผู้ดูแลให้เผยแพร่รายงานในวันสุดท้าย"),
        ("publish_before", {"publish_before": ()}, "ไม่มีการเตือนให้เผยแพร่รายงาน"),
        ("summaries", {"summaries": False}, "ไม่ส่งสรุปประจำเดือนให้หัวหน้าส่วนราชการ"),
        ("kept_percent", {"kept_percent": 0}, "ไม่กันข้อความ LINE ไว้สำหรับรายการใกล้ครบกำหนด"),
        ("made_good_for", {"made_good_for": 0}, "หากระบบหยุดทำงานจนไม่ได้เตือน จะไม่เตือนย้อนหลัง"),
    ],
)
def test_each_value_has_its_sentence(name: str, changed: dict[str, object], told: str) -> None:
    assert sentences(replace(ReminderRules(), **changed))[name] == told  # type: ignore[arg-type]


def test_every_value_of_the_rules_stands_in_a_sentence() -> None:
    """Days off, publication days and what people are told elsewhere have places of their own."""
    values = {value for one in tell_rules(ReminderRules(), {}) for value in one.values}
    assert values | {"holidays", "worked", "publish_on"} == set(ReminderRules.__dataclass_fields__)


def test_a_notice_that_one_of_the_days_before_spoke_for_is_none_and_the_page_says_so() -> None:
    told = run_all(date(2027, 3, 23), DUE, rules=ReminderRules())
    assert [one.key for one in told] == [f"before_due:1:{days}:{DUE}" for days in (7, 1, 0)], "3 days before: a Sunday"
    assert thai(tell_limits()).endswith("เรื่องเดียวกันภายใน 3 วันก่อนหน้า จะไม่ถูกเตือนซ้ำก่อนถึงวันครบกำหนด")


def test_what_a_preset_decides_is_told_and_the_rest_stays() -> None:
    own = ReminderRules(escalate_to=7, kept_percent=5, worked=(date(2027, 4, 13),), month_days=(9,))
    strict = apply_preset(own, "strict")
    assert (strict.escalate_to, strict.kept_percent, strict.worked) == (7, 5, (date(2027, 4, 13),))
    assert all(getattr(strict, name) == getattr(PRESETS["strict"], name) for name in DECIDED)
    assert (find_preset(own), find_preset(strict), find_preset(ReminderRules())) == (None, "strict", "normal")
    changes = [(thai(old), thai(new)) for old, new in changed_sentences(own, strict, NAMES)]
    assert ("เตือนวันที่ 9 ของเดือน", "เตือนวันทำการแรกของเดือน และวันที่ 15 และ 25 เฉพาะผู้ที่ยังไม่รายงาน") in changes
    assert all(old != new for old, new in changes)


def test_light_costs_less_than_normal_and_strict_more() -> None:
    today, last = date(2026, 11, 9), date(2027, 4, 30)

    def cost(name: str) -> int:
        ahead = days_ahead(facts(rules=apply_preset(ReminderRules(), name)), today, last)
        return sum(one.pushes for one in ahead)

    assert 0 < cost("light") < cost("normal") < cost("strict")


def test_what_may_be_turned_off_is_what_a_rule_alone_asks_for() -> None:
    def day(number: int, *digests: tuple[str, ...]) -> DayAhead:
        planned = (PlannedDigest(at, keys[0], (1,), "", keys) for at, keys in enumerate(digests, 1))
        return DayAhead(date(2027, 3, number), tuple(planned))

    ahead = (
        day(1, ("monthly:2027-03", "summary:2027-03"), ("summary:2027-03",), (f"before_due:1:30:{DUE}",)),
        day(25, ("monthly:2027-03:25",), ("monthly:2027-03:25", f"before_due:1:7:{DUE}")),
        day(30, (f"before_due:1:1:{DUE}",), (f"once:{DUE}:14",), ("unit_late:1:x",)),
    )
    savings = {one.rule: one.pushes for one in find_savings(ahead, date(2027, 3, 1))}
    assert savings == {"before_due": 2, "summaries": 1, "month_days": 1}
    assert find_savings(ahead, date(2027, 2, 1)) == ()
    assert "ลดได้ราว 2 ข้อความ" in thai(saving_words(find_savings(ahead, date(2027, 3, 1))[0]))


def test_what_is_turned_off_really_saves_about_so_much() -> None:
    people = tuple(person(number) for number in range(1, 11))
    tasks = tuple(task(number, (number,)) for number in range(1, 11))
    rules = ReminderRules(publish_before=(), summaries=False)
    march, today, last = date(2027, 3, 1), date(2027, 2, 26), date(2027, 3, 31)

    def pushes(rules: ReminderRules) -> tuple[int, tuple[DayAhead, ...]]:
        ahead = tuple(days_ahead(facts(rules=rules, people=people, tasks=tasks), today, last))
        return sum(one.pushes for one in ahead if one.day >= march), ahead

    before, ahead = pushes(rules)
    (saving,) = [one for one in find_savings(ahead, march) if one.rule == "before_due"]
    after, _ = pushes(replace(rules, before_due=(7, 3, 1, 0)))
    assert saving.pushes > 0 and before - after == pytest.approx(saving.pushes, rel=0.5)
