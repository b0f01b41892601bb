"""Which measure of the plan on file each measure of a new edition is."""

import pytest

from domain.plan_pairing import Entry, Former, find_pairs

ETHICS = "เผยแพร่ประมวลจริยธรรมของหน่วยงาน"
MONEY = "รายงานผลการใช้จ่ายงบประมาณ"
CAR = "จัดซื้อรถกู้ชีพพร้อมอุปกรณ์"


def former(*titles: str, under: str = "ก") -> tuple[Former, ...]:
    """Measures on file with the ids and numbers 1, 2, 3 …"""
    return tuple(Former(number, under, str(number), title) for number, title in enumerate(titles, 1))


def test_an_equal_title_is_the_same_measure_however_it_is_spaced_and_numbered() -> None:
    new = (Entry("ก", "9", MONEY.replace("ผล", "ผล ")), Entry(" ก ", "8", ETHICS))
    assert find_pairs(former(ETHICS, MONEY), new) == (2, 1)


def test_of_several_with_one_title_the_number_decides() -> None:
    assert find_pairs(former(MONEY, MONEY), (Entry("ก", "2", MONEY), Entry("ก", "1", MONEY))) == (2, 1)


def test_a_corrected_title_is_the_same_measure() -> None:
    assert find_pairs(former(ETHICS, MONEY), (Entry("ก", "1", ETHICS + "ฯ"),)) == (1,)


def test_of_two_alike_the_more_alike_is_taken() -> None:
    new = (Entry("ก", None, MONEY + "ประจำปี"), Entry("ก", None, MONEY + "ฯ"))
    assert find_pairs(former(MONEY), new) == (None, 1)


@pytest.mark.parametrize(("number", "found"), [("1", 1), ("2", None)])
def test_what_is_half_alike_is_the_same_only_under_the_same_number(number: str, found: int | None) -> None:
    assert find_pairs(former(ETHICS), (Entry("ก", number, "เผยแพร่ประมวลจริยธรรมบนเว็บไซต์"),)) == (found,)


def test_another_measure_under_the_same_number_is_new() -> None:
    assert find_pairs(former(ETHICS), (Entry("ก", "1", CAR),)) == (None,)


def test_an_equal_title_is_found_under_another_heading_where_it_stands_once() -> None:
    assert find_pairs(former(ETHICS), (Entry("ข", "1", ETHICS),)) == (1,)
    assert find_pairs(former(ETHICS), (Entry("ข", "1", ETHICS), Entry("ค", "1", ETHICS))) == (None, None)


def test_what_left_the_plan_comes_back_by_its_own_title_alone_and_after_what_is_there() -> None:
    gone = Former(1, "ก", "1", MONEY, gone=True)
    assert find_pairs((gone,), (Entry("ก", "5", MONEY),)) == (1,)
    assert find_pairs((gone,), (Entry("ก", "1", MONEY + "ฯ"),)) == (None,)
    assert find_pairs((gone, Former(2, "ก", "7", MONEY)), (Entry("ก", "5", MONEY),)) == (2,)


def test_no_measure_on_file_is_given_twice() -> None:
    found = find_pairs(former(MONEY, MONEY + "ก"), tuple(Entry("ก", None, MONEY + end) for end in ("", "ก", "ข", "ค")))
    assert found == (1, 2, None, None)


@pytest.mark.slow
def test_five_hundred_measures_alike_but_for_their_numbers_each_find_their_own() -> None:
    titles = [f"รายงานผลการใช้จ่ายงบประมาณของหน่วยงานครั้งที่ {number}" for number in range(500)]
    former = tuple(Former(number, "ก", str(number), title) for number, title in enumerate(titles))
    new = tuple(Entry("ก", str(number), f"การ{title}") for number, title in enumerate(titles))
    assert find_pairs(former, new[::-1]) == tuple(reversed(range(500)))
