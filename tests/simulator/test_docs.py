"""The page of examples does not lag behind."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from simulator import Person, Simulator
from simulator.bad_days import CHANCES
from simulator.openapi import DOCUMENT
from simulator.state import Settings

PAGE = (Path(__file__).parents[2] / "docs" / "simulator.md").read_text(encoding="utf-8")


def test_every_setting_in_the_docs_is_there() -> None:
    named = re.findall(r"`(\w+)`", PAGE.split("`PUT /_sim/settings` also knows")[1].split("\n\n")[0])
    assert len(named) > 3
    assert set(named) <= {field.name for field in fields(Settings)}


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
