from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai.dates import (
    NotADate,
    Style,
    day_in_bangkok,
    month_name,
    read_date,
    write_date,
    write_time,
)

TODAY = date(2026, 11, 20)  # a Friday
WEDNESDAY = date(2026, 11, 18)
# Two digits alone are of the Buddhist era from 2550 on.
DAYS = st.dates(date(2007, 1, 1), date(2042, 12, 31))


@given(DAYS, st.sampled_from(["long", "short", "numeric"]), st.booleans())
def test_what_is_written_reads_back(day: date, style: Style, thai_digits: bool) -> None:
    assert read_date(write_date(day, style, thai_digits), TODAY) == day


@given(DAYS, st.booleans())
def test_a_christian_date_reads_back(day: date, with_time: bool) -> None:
    assert read_date(day.isoformat() + "T09:00" * with_time, TODAY) == day


@given(DAYS, st.sampled_from(["  ", "\u00a0", "\u200b", ""]))
def test_blanks_around_the_words_do_not_matter(day: date, blank: str) -> None:
    text = write_date(day, "short").replace(" ", blank)
    assert read_date(f" {text}\n", TODAY) == day


@given(st.integers(2550, 2599), st.sampled_from([2, 4, 6, 9, 11]), st.sampled_from(["long", "short", "numeric"]))
def test_the_31st_of_a_short_month_is_impossible(year: int, month: int, style: Style) -> None:
    text = write_date(date(year - 543, month, 1), style, thai_digits=False)
    with pytest.raises(NotADate) as refusal:
        read_date("31" + text[1:], TODAY)
    assert refusal.value.reason == "impossible"


@given(st.dates(date(2001, 1, 1), date(2099, 12, 31)), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_without_a_year_is_the_nearest_not_after_today(day: date, today: date) -> None:
    read = read_date(f"{day.day} {month_name(day.month)}", today)
    assert (read.day, read.month) == (day.day, day.month)
    assert read <= today
    assert (today - read).days < (366 if (day.month, day.day) != (2, 29) else 8 * 366)


@given(st.text(max_size=120), DAYS)
def test_any_text_is_read_or_refused_with_a_reason(text: str, today: date) -> None:
    try:
        assert isinstance(read_date(text, today), date)
    except NotADate as refusal:
        assert refusal.reason in {"not_understood", "impossible"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("๗ เม.ย. ๖๘", date(2025, 4, 7)),
        ("7/4/2568", date(2025, 4, 7)),
        ("7-4-68", date(2025, 4, 7)),
        ("07.04.2568", date(2025, 4, 7)),
        ("7 4 2568", date(2025, 4, 7)),
        ("7 / 4 / 68", date(2025, 4, 7)),
        ("7-เม.ย.-68", date(2025, 4, 7)),
        ("วันจันทร์ที่ 7 เมษายน พ.ศ. 2568", date(2025, 4, 7)),
        ("๗ เดือนเมษายน พ.ศ.๒๕๖๖", date(2023, 4, 7)),
        ("เมื่อวันที่ ๗ เดือน เมษายน พ.ศ. ๒๕๖๖", date(2023, 4, 7)),
        ("31 มี.ค. 67", date(2024, 3, 31)),
        ("31มีค67", date(2024, 3, 31)),
        ("31 มีนา 67", date(2024, 3, 31)),
        ("5 กรกฏาคม 2568", date(2025, 7, 5)),
        ("เเละ", None),
        ("29 ก.พ. 67", date(2024, 2, 29)),
        ("29 ก.พ.", date(2024, 2, 29)),
        ("7 Apr 2025", date(2025, 4, 7)),
        ("7 เม.ย. ค.ศ. 2025", date(2025, 4, 7)),
        ("7 เม.ย. 2025", date(2025, 4, 7)),
        ("2027-03-01", date(2027, 3, 1)),
        ("2027-03-01T09:00", date(2027, 3, 1)),
        ("2570-03-01", date(2027, 3, 1)),
        ("วันนี้", TODAY),
        ("วันนี้ครับ", TODAY),
        ("เมื่อวาน", date(2026, 11, 19)),
        ("เมื่อวานนี้", date(2026, 11, 19)),
        ("เมื่อวานซืน", date(2026, 11, 18)),
        ("พรุ่งนี้", date(2026, 11, 21)),
        ("3 วันก่อน", date(2026, 11, 17)),
        ("๓ วันที่แล้ว", date(2026, 11, 17)),
        ("สามวันก่อน", date(2026, 11, 17)),
        ("อีก 3 วัน", date(2026, 11, 23)),
        ("สิ้นเดือน", date(2026, 11, 30)),
        ("สิ้นเดือนที่แล้ว", date(2026, 10, 31)),
        ("สิ้นเดือนหน้า", date(2026, 12, 31)),
        ("วันศุกร์ที่แล้ว", date(2026, 11, 13)),
        ("วันศุกร์หน้า", date(2026, 11, 27)),
        ("พุธหน้า", date(2026, 11, 25)),
        ("วันอาทิตย์ที่แล้ว", date(2026, 11, 15)),
        ("7/4", date(2026, 4, 7)),
        ("20 พ.ย.", TODAY),
        ("21 พ.ย.", date(2025, 11, 21)),
    ],
)
def test_dates_as_officers_write_them(text: str, day: date | None) -> None:
    if day is None:
        with pytest.raises(NotADate):
            read_date(text, TODAY)
    else:
        assert read_date(text, TODAY) == day


def test_a_weekday_that_contradicts_the_date_is_not_believed() -> None:
    assert read_date("วันอังคารที่ 7 เมษายน 2568", TODAY) == date(2025, 4, 7)  # a Monday
    assert read_date("วันอังคารที่ 7 เมษายน", TODAY) == date(2026, 4, 7)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("วันจันทร์ที่แล้ว", date(2026, 11, 16)),
        ("วันศุกร์ที่ผ่านมา", date(2026, 11, 13)),
        ("วันพุธที่แล้ว", date(2026, 11, 11)),
        ("วันพุธหน้า", date(2026, 11, 25)),
        ("วันศุกร์หน้า", date(2026, 11, 20)),
        ("วันศุกร์นี้", date(2026, 11, 20)),
        ("วันศุกร์สัปดาห์หน้า", date(2026, 11, 27)),
        ("วันจันทร์สัปดาห์ที่แล้ว", date(2026, 11, 9)),
    ],
)
def test_a_weekday_is_the_nearest_or_that_of_the_week_named(text: str, day: date) -> None:
    assert read_date(text, WEDNESDAY) == day


@pytest.mark.parametrize(
    "text",
    ["31 กันยายน", "31 ก.ย. 2568", "29 ก.พ. 2568", "29/2/2569", "30-02-2568", "7/13/2568", "0/4/2568", "45 เมษายน"],
)
def test_a_day_that_does_not_exist_is_impossible(text: str) -> None:
    with pytest.raises(NotADate) as refusal:
        read_date(text, TODAY)
    assert refusal.value.reason == "impossible"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "7",
        "9.30",
        "1-4",
        "เมษายน 2568",
        "ไม่ทราบ",
        "อาทิตย์ที่แล้ว",  # last week as often as last Sunday
        "วันศุกร์ที่ 7",
        "1 2 เมษายน",
        "1.5 เม.ย. 68",
        "๑. ๗ เม.ย. ๖๘",
        "7 เม.ย. 568",
        "7 เม.ย. พ.ศ. 2025",
        "7 เม.ย. ค.ศ. 2568",
        "7/4-2568",
        "²/4/68",
        "99999999999 วันก่อน",
        "7 เม.ย. 68 และ 8 เม.ย. 68",
        "2027-03-01T09:00Z",
        "วันนี้" * 40,
    ],
)
def test_what_is_not_a_date_is_not_understood(text: str) -> None:
    with pytest.raises(NotADate) as refusal:
        read_date(text, TODAY)
    assert refusal.value.reason == "not_understood"


def test_dates_are_written_as_documents_print_them() -> None:
    day = date(2024, 3, 31)
    assert write_date(day) == "๓๑ มีนาคม ๒๕๖๗"
    assert write_date(day, "short") == "๓๑ มี.ค. ๖๗"
    assert write_date(day, "numeric") == "๓๑/๓/๒๕๖๗"
    assert write_date(day, thai_digits=False) == "31 มีนาคม 2567"


def test_a_short_year_that_two_digits_would_falsify_keeps_four() -> None:
    assert write_date(date(2057, 1, 1), "short") == "๑ ม.ค. ๒๖๐๐"
    assert write_date(date(1957, 1, 1), "short") == "๑ ม.ค. ๐๐"


def test_a_time_is_written_on_the_clock_of_bangkok() -> None:
    moment = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    assert write_time(moment, thai_digits=True) == "๒๐ พ.ย. ๖๙ เวลา ๐๙.๐๐ น."
    assert write_time(moment + timedelta(hours=15), thai_digits=False) == "21 พ.ย. 69 เวลา 00.00 น."


def test_the_day_changes_at_midnight_in_bangkok() -> None:
    assert day_in_bangkok(datetime(2026, 11, 20, 16, 59, tzinfo=UTC)) == date(2026, 11, 20)
    assert day_in_bangkok(datetime(2026, 11, 20, 17, 0, tzinfo=UTC)) == date(2026, 11, 21)


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 11, 20, 9, 0)  # noqa: DTZ001
    for write in (day_in_bangkok, write_time):
        with pytest.raises(ValueError, match="time zone"):
            write(naive)


def test_months_have_a_long_and_a_short_name() -> None:
    assert (month_name(4), month_name(4, short=True)) == ("เมษายน", "เม.ย.")
    for month in (0, 13, -1):
        with pytest.raises(ValueError, match="1 to 12"):
            month_name(month)


def test_a_day_without_a_year_may_be_meant_of_the_time_ahead() -> None:
    today = date(2026, 11, 20)
    assert read_date("31 มี.ค.", today, ahead=True) == date(2027, 3, 31)
    assert read_date("20/11", today, ahead=True) == read_date("20/11", today) == today
    assert read_date("29 ก.พ.", today, ahead=True) == date(2028, 2, 29)
    assert read_date("31 มี.ค.", today) == date(2026, 3, 31)
    assert read_date("31 มี.ค. 69", today, ahead=True) == date(2026, 3, 31)
