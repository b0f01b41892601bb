"""Whatever is sent, the checks answer and never break."""

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from simulator.actions import buttons_of, words_of
from simulator.check_menu import menu_problems
from simulator.check_message import first_error

from .menus import MENU
from .test_messages import RIGHT, size

KEYS = st.sampled_from(["type", "text", "action"])
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=2),
    max_leaves=4,
)


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = list(node.items()) if isinstance(node, dict) else list(enumerate(node)) if isinstance(node, list) else []
    return [path] * bool(path) + [place for key, one in inside for place in places(one, (*path, key))]


def put(node: Any, path: tuple[Any, ...], odd: Any) -> Any:
    changed = copy.deepcopy(node)
    at = changed
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = odd
    return changed


@given(st.data(), st.sampled_from([message for _, message in RIGHT]), ODD)
def test_an_odd_value_anywhere_in_a_message_is_refused_or_taken(data: st.DataObject, message: Any, odd: Any) -> None:
    changed = put(message, data.draw(st.sampled_from(places(message))), odd)
    error = first_error([changed], size)
    if error is None:  # what is taken can be read and tapped
        assert isinstance(words_of(changed), str)
        assert all(isinstance(words, str) and action["type"] for words, action in buttons_of(changed))
    else:
        assert error.headline


@given(st.data(), ODD)
def test_an_odd_value_anywhere_in_a_menu_is_refused_or_taken(data: st.DataObject, odd: Any) -> None:
    assert isinstance(menu_problems(put(MENU, data.draw(st.sampled_from(places(MENU))), odd)), list)


@given(ODD)
def test_anything_at_all_is_answered(odd: Any) -> None:
    assert first_error(odd, size) is None or first_error(odd, size).headline  # type: ignore[union-attr]
