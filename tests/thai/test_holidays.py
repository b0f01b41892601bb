from datetime import date

from thai.holidays import listed_days, working_holidays

SONGKRAN = date(2027, 4, 13)


def test_holidays_have_thai_names() -> None:
    assert "สงกรานต์" in working_holidays(2027)[SONGKRAN]


def test_a_day_off_of_public_offices_alone_is_chosen_by_category() -> None:
    ploughing = date(2026, 5, 13)
    assert "พืชมงคล" in working_holidays(2026)[ploughing]
    assert ploughing not in working_holidays(2026, ["public"])


def test_nobody_can_change_the_holidays_for_the_next_one_asking() -> None:
    working_holidays(2027).clear()
    assert SONGKRAN in working_holidays(2027)


def test_labour_day_its_substitute_and_childrens_day_are_no_days_off_of_an_office() -> None:
    assert date(2026, 5, 1) not in working_holidays(2026) and date(2026, 1, 10) not in working_holidays(2026)
    assert date(2027, 5, 3) not in working_holidays(2027)
    assert "วันแรงงาน" in listed_days(2027)[date(2027, 5, 3)]
    assert date(2027, 5, 4) in working_holidays(2027)
