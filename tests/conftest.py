"""What every test needs."""

import pytest

from tests.examples import register_profiles

register_profiles()

pytest_plugins = ["tests.databases", "tests.office_files"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Coverage, which costs two fifths, counts the fast tests alone."""
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.no_cover)
