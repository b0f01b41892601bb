"""A name stands for one thing, or for two at most."""

from tests.names import find_crowded_names


def test_no_name_is_defined_in_more_than_two_places() -> None:
    assert find_crowded_names() == {}
