import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from thai.clusters import count_clusters, trim, trim_utf16, utf16_units

THAI = st.text(
    st.sampled_from("กนทยอเแโไ\u0e31\u0e34\u0e35\u0e39\u0e48\u0e49\u0e4c\u0e4d\u0e33าะๆ 1a👍👩\u200d🇹🇭\u0301\r\n")
)
TEXT = st.one_of(THAI, st.text())


def clusters(text: str) -> list[str]:
    found: list[str] = regex.findall(r"\X", text)
    return found


@pytest.mark.parametrize(
    ("text", "clusters"),
    [("อยู่ระหว่างดำเนินการ", 15), ("น้ำ", 1), ("กำ", 1), ("ที่", 1), ("เด็ก", 3), ("👨‍👩‍👧", 1), ("", 0)],
)
def test_clusters_are_counted_as_line_counts_them(text: str, clusters: int) -> None:
    assert count_clusters(text) == clusters


def test_a_label_is_shortened_between_clusters() -> None:
    assert trim("อยู่ระหว่างดำเนินการ", 5) == "อยู่ระ…"
    assert trim("ดำเนินการ", 2) == "ดำ…"
    assert trim("สั้น", 20) == "สั้น"


def test_an_ellipsis_that_does_not_fit_is_left_out() -> None:
    assert trim("กขคง", 2, "....") == "กข"
    assert trim("กขคง", 0) == ""
    assert trim_utf16("กขคง", 0) == ""


def test_a_message_is_measured_in_utf16() -> None:
    assert utf16_units("ก👍") == 3
    assert trim_utf16("👍👍👍", 5) == "👍👍…"
    assert trim_utf16("👍👍👍", 4) == "👍…"
    assert trim_utf16("น้ำน้ำ", 5) == "น้ำ…"


@given(TEXT, st.integers(0, 12), st.sampled_from(["…", "", "...", " (ต่อ)"]))
def test_trim_never_exceeds_and_never_cuts_a_cluster(text: str, at_most: int, ellipsis: str) -> None:
    short = trim(text, at_most, ellipsis)
    assert count_clusters(short) <= at_most
    check_kept(text, short, ellipsis)


@given(TEXT, st.integers(0, 12), st.sampled_from(["…", "", "...", " (ต่อ)"]))
def test_trim_utf16_never_exceeds_and_never_cuts_a_cluster(text: str, at_most: int, ellipsis: str) -> None:
    short = trim_utf16(text, at_most, ellipsis)
    assert utf16_units(short) <= at_most
    check_kept(text, short, ellipsis)


def check_kept(text: str, short: str, ellipsis: str) -> None:
    """Either all of the text, or its first clusters, whole, and then the ellipsis or nothing."""
    whole = clusters(text)
    prefixes = ["".join(whole[:kept]) for kept in range(len(whole) + 1)]
    assert short in prefixes or short in [prefix + ellipsis for prefix in prefixes]


@given(st.text())
def test_utf16_units_are_those_of_the_encoding(text: str) -> None:
    assert utf16_units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2
