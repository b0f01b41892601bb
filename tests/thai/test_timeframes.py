from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai.dates import month_name, write_date
from thai.fiscal import RoundKind, first_day, last_day, months_of, quarter_days, round_days, round_name
from thai.timeframes import find_span, read_timeframe

YEAR = 2570
# Two digits alone are of the Buddhist era from 2550 on.
DAYS = st.dates(date(2007, 1, 1), date(2042, 12, 31))
WHOLE_YEAR = (date(2026, 10, 1), date(2027, 9, 30))
FIRST_HALF = (date(2026, 10, 1), date(2027, 3, 31))
APRIL = (date(2027, 4, 1), date(2027, 4, 30))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("ม.ค.- ก.ย. ๖๗", date(2024, 1, 1), date(2024, 9, 30)),
        ("ม.ค.- ก.ย. ๖๗ ม.ค.- ก.ย. ๖๗", date(2024, 1, 1), date(2024, 9, 30)),
        ("ม . ค . – ก.ย.๖ ๗", date(2024, 1, 1), date(2024, 9, 30)),
        ("- ม.ค.-ก.ย. ๖๗", date(2024, 1, 1), date(2024, 9, 30)),
        ("๒. ต.ค. - มี.ค. ๗๐", *FIRST_HALF),
        ("ไตรมาสที่ ๑-๔", *WHOLE_YEAR),
        ("ไตร มาส ที่ ๑ - ๔", *WHOLE_YEAR),
        ("ไตรมาสที่ ๒", date(2027, 1, 1), date(2027, 3, 31)),
        ("ไตรมาส 2/2569", date(2026, 1, 1), date(2026, 3, 31)),
        ("ไตรมาสที่ ๑ และ ๒", *FIRST_HALF),
        ("ไตรมาสที่ 1 ถึงไตรมาสที่ 4 ปีงบประมาณ พ.ศ. 2569", date(2025, 10, 1), date(2026, 9, 30)),
        ("ไตรมาสที่ 1 (ต.ค.-ธ.ค.)", date(2026, 10, 1), date(2026, 12, 31)),
        ("ตลอดปีงบประมาณ ๒๕๖๙", date(2025, 10, 1), date(2026, 9, 30)),
        ("ตลอด ปีงบประมาณ ๒๕๖๙", date(2025, 10, 1), date(2026, 9, 30)),
        ("ตลอดปีงบประมาณ", *WHOLE_YEAR),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๗ – ๒๕๖๙", date(2023, 10, 1), date(2026, 9, 30)),
        ("ภายในเดือนเมษายน", *APRIL),
        ("ภายในเดือนเมษายนของทุกปี", *APRIL),
        ("เมษายน", *APRIL),
        ("ต.ค. ๖๙ – มี.ค. ๗๐", *FIRST_HALF),
        ("ต.ค. – มี.ค. ๗๐", *FIRST_HALF),
        ("ต.ค. ๖๙ ถึง มี.ค.", *FIRST_HALF),
        ("ตุลาคม ถึง มีนาคม", *FIRST_HALF),
        ("(ตุลาคม ๒๕๖๙ - มีนาคม ๒๕๗๐)", *FIRST_HALF),
        ("ต.ค. 2026 - มี.ค. 2027", *FIRST_HALF),
        ("เดือน ต.ค. ของปีงบประมาณ ๒๕๗๑", date(2027, 10, 1), date(2027, 10, 31)),
        ("1 ต.ค. 69 - 31 มี.ค. 70", *FIRST_HALF),
        ("ตั้งแต่วันที่ 1 ตุลาคม 2569 ถึงวันที่ 31 มีนาคม 2570", *FIRST_HALF),
        ("1/10/2569 - 31/3/2570", *FIRST_HALF),
        ("๑ - ๓๐ เมษายน", *APRIL),
        ("31 มี.ค. 67", date(2024, 3, 31), date(2024, 3, 31)),
        ("ภายในวันที่ ๓๐ เมษายน ๒๕๗๐", date(2026, 10, 1), date(2027, 4, 30)),
        ("รอบ 6 เดือนหลัง", date(2027, 4, 1), date(2027, 9, 30)),
        ("01-10-2569 ถึง 31-03-2570", *FIRST_HALF),
        ("1.10.2569 - 31.3.2570", *FIRST_HALF),
        ("ไตรมาส 1, 2", *FIRST_HALF),
        ("ไม่เกินวันที่ 31 มี.ค. 70", *FIRST_HALF),
        ("ปีงบฯ 2570", *WHOLE_YEAR),
        ("ตลอดปีงบ", *WHOLE_YEAR),
        ("ต.ค.69 - มีค.70 (6 เดือน)", *FIRST_HALF),
        ("ต.ค. 69 - ก.ย. 70 (1 ปี)", *WHOLE_YEAR),
        ("ต.ค.'69 - มี.ค.'70", *FIRST_HALF),
        ("เริ่ม 1 ต.ค. 69 สิ้นสุด 31 มี.ค. 70", *FIRST_HALF),
        ("1. ต.ค. 69 - 31. มี.ค. 70", *FIRST_HALF),
        ("ณ วันที่ ๑ เดือน ตุลาคม ๒๕๖๙ ถึง วันที่ ๓๑ เดือน มีนาคม ๒๕๗๐", *FIRST_HALF),
        ("ต.ค. ค.ศ. 26 - มี.ค. ค.ศ. 27", *FIRST_HALF),
    ],
)
def test_a_timeframe_means_its_first_and_last_day(text: str, first: date, last: date) -> None:
    assert find_span(text, YEAR) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "()",
        "ปีงบประมาณ",
        "ตลอดปี ๒๕๖๙",  # the fiscal year or the calendar's?
        "ทุกเดือน",
        "ทุกไตรมาส",
        "รอบ ๖ เดือน",  # which of the two?
        "ม.ค.- ก.ย. ๖๗ ม.ค.- ก.ย. ๖๖",
        "มี.ค. 70 - ต.ค. 69",
        "ก.ย. - ต.ค.",
        "ตั้งแต่ ต.ค. 69",
        "ต.ค. 69 เป็นต้นไป",
        "ภายในเดือนเมษายน และเดือนตุลาคม ของทุกปี",
        "เมษายน ๒๕๖๙ ของทุกปี",
        "ไตรมาสที่ ๑ และ ๔",
        "ไตรมาสที่ ๔-๑",
        "ไตรมาสที่ ๕",
        "ไตรมาสที่ 12",
        "ไตรมาสที่ 1 (ม.ค.-มี.ค.)",
        "๓๑ ก.ย. ๖๗",
        "๒๙ ก.พ.",
        "0 เม.ย.",
        "32-40 เม.ย.",
        "1/13/2569",
        "1.5 เม.ย. 69",
        "๒.ต.ค. ๖๙",  # item 2, or the second of October?
        "5. มี.ค. 70",  # item 5, or the fifth of March?
        "1 ต.ค. 26 - 31 มี.ค. 27",  # the Christian 2026, or the Buddhist 2526?
        "มี.ค. 27",
        "ต.ค. 69 - มี.ค. 70 (12 เดือน)",
        "1 เดือน (ม.ค. 70)",
        "เริ่ม 1 ต.ค. 69",
        "ไม่เกินเดือนมีนาคม",
        "ไตรมาส 1,3",
        "ภายใน 30 วัน",
        "ตามความเหมาะสม",
        "เม.ย. ค.ศ. 2569",
        "เม.ย. 69 " * 40,
    ],
)
def test_what_is_not_understood_is_not_guessed(text: str) -> None:
    assert find_span(text, YEAR) is None


@pytest.mark.parametrize("text", ["ปีงบประมาณ 2569", "ตลอดปีงบประมาณ ๒๕๗๑", "ไตรมาสที่ 1-4 ปีงบประมาณ 2569", "ก.ย. 2571"])
def test_another_year_s_whole_and_what_comes_after_the_plan_are_asked_about(text: str) -> None:
    assert find_span(text, YEAR) is not None
    assert read_timeframe(text, YEAR) is None


@pytest.mark.parametrize("text", ["ม.ค.- ก.ย. ๖๙", "ไตรมาส 4/69", "ปีงบประมาณ 2569 - 2570", "ก.ย. 69 - ต.ค. 69"])
def test_what_began_before_the_plan_is_read_as_it_stands(text: str) -> None:
    assert read_timeframe(text, YEAR) == find_span(text, YEAR) is not None


@given(DAYS, DAYS, st.sampled_from(["-", " – ", " ถึง ", "ถึงวันที่"]), st.booleans())
def test_a_range_of_written_days_reads_back(one: date, other: date, joint: str, thai_digits: bool) -> None:
    first, last = sorted((one, other))
    text = f"{write_date(first, 'short', thai_digits)}{joint}{write_date(last, 'long', thai_digits)}"
    assert find_span(text, YEAR) == (first, last)


@given(st.integers(2550, 2590), st.sampled_from(list(RoundKind)), st.booleans())
def test_the_name_of_a_round_means_its_days(year: int, kind: RoundKind, thai_digits: bool) -> None:
    assert find_span(round_name(kind, year, thai_digits), YEAR) == round_days(year, kind)


@given(st.integers(2550, 2590), st.integers(1, 4), st.integers(1, 4))
def test_quarters_mean_their_days_in_the_plan_s_year(year: int, first: int, last: int) -> None:
    expected = (quarter_days(year, first)[0], quarter_days(year, last)[1]) if first <= last else None
    assert read_timeframe(f"ไตรมาสที่ {first}-{last}", year) == expected


@given(st.integers(2550, 2590), st.booleans())
def test_months_without_a_year_lie_in_the_plan_s_year(year: int, short: bool) -> None:
    for day in months_of(year, RoundKind.ANNUAL):
        span = read_timeframe(month_name(day.month, short), year)
        assert span is not None
        assert span[0] == day
        assert span[1] <= last_day(year)
    assert read_timeframe("ตลอดปี", year) == (first_day(year), last_day(year))


@given(st.one_of(st.text(), st.text(st.sampled_from("มคกย.ตเ-ถึง ปีบประณไรสที่๑๒๓๖๗๙05/()ภาใน"))))
def test_any_text_is_understood_in_order_or_not_at_all(text: str) -> None:
    span = read_timeframe(text, YEAR)
    assert span is None or span[0] <= span[1]
