"""The pictures by which a layout is chosen show the layouts as they are."""

import pytest
from PIL import Image

from reports.layouts.load import layout_names, named_layout
from tests.docs.layout_pictures import FOLDER, SIZE, mark_in, mark_of


@pytest.mark.parametrize("name", layout_names())
def test_each_layout_has_a_picture_of_it_as_it_is(name: str) -> None:
    path = FOLDER / f"{name}.png"
    assert mark_in(path) == mark_of(named_layout(name)), "take it anew: make docs"
    with Image.open(path) as picture:
        assert picture.size == SIZE
    assert 5_000 < path.stat().st_size < 60_000
