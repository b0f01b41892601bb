"""The page of examples does not lag behind."""

import re
from pathlib import Path

import pytest

from simulator import Person, Simulator
from simulator.bad_days import CHANCES
from simulator.openapi import DOCUMENT

PAGE = (Path(__file__).parents[2] / "docs" / "simulator.md").read_text(encoding="utf-8")


def test_every_chance_is_in_the_docs() -> None:
    assert [name for name in CHANCES if f"`{name}`" not in PAGE] == []


@pytest.mark.parametrize("path", sorted(set(re.findall(r"localhost:5800(/_sim/[^\s'?]+)", PAGE))))
def test_every_address_in_the_docs_is_there(path: str) -> None:
    assert path.replace("สมชาย", "{person}") in DOCUMENT["paths"]


def test_every_method_in_the_docs_is_there() -> None:
    called = re.findall(r"(sim|somchai|in_group\(group\))\.(\w+)\(", PAGE)
    assert len(called) > 10
    for who, name in called:
        assert hasattr(Simulator if who == "sim" else Person, name), name
