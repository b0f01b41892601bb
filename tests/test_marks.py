"""What is marked as repeating a behaviour is fast once."""

import pytest


@pytest.mark.repeats("layout")
@pytest.mark.parametrize("layout", ["first", "second"])
@pytest.mark.parametrize("kind", ["this", "that"])
def test_the_first_of_a_named_parameter_is_fast_with_all_of_the_others(
    request: pytest.FixtureRequest, layout: str, kind: str
) -> None:
    assert (request.node.get_closest_marker("slow") is not None) == (layout == "second")


@pytest.mark.repeats
@pytest.mark.parametrize("one", [1, 2])
@pytest.mark.parametrize("other", [1, 2])
def test_without_names_only_the_first_of_every_parameter_is_fast(
    request: pytest.FixtureRequest, one: int, other: int
) -> None:
    assert (request.node.get_closest_marker("slow") is not None) == ((one, other) != (1, 1))
