"""A finding in words: the document's own words between quotation marks, figures and days as they stand."""

import pytest

from checks.sentences import render_words
from domain.finding import Finding


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("2027-02-28", "28 ก.พ. 70"),
        ("2027-02-30", "“2027-02-30”"),
        ("๒๕๗๐-๐๒-๐๑", "“๒๕๗๐-๐๒-๐๑”"),
        ("99.5", "99.5"),
        ("O27", "O27"),
        ("กอง  คลัง", "“กอง คลัง”"),
    ],
)
def test_a_word_that_looks_like_a_day_is_one_only_where_the_calendar_has_it(word: str, shown: str) -> None:
    assert render_words(Finding("cell-empty", "", {"name": word})) == shown
