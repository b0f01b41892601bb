"""What every test needs."""

import atexit
import gc

import pytest

from tests.examples import register_profiles

register_profiles()

pytest_plugins = ["tests.databases", "tests.office_files", "tests.storage", "tests.e2e.chromium"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What repeats or is about PostgreSQL is slow; coverage, which costs two fifths, counts the fast tests alone.

    What runs longest comes first, so that no process is left alone with it at the end. What is thorough runs only
    where it is asked for.
    """
    if "thorough" not in config.option.markexpr:
        _leave_out(config, items, "thorough")
    firsts: dict[object, dict[str, object]] = {}
    for item in items:
        if _repeats(item, firsts) or "postgresql_url" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.no_cover)
    items.sort(key=lambda item: not item.nodeid.startswith("tests/e2e/"))


def pytest_collection_finish() -> None:
    """The modules and tests stay: looking for garbage among them, again and again, took a fifth of the time."""
    gc.freeze()
    atexit.register(gc.freeze)


def _leave_out(config: pytest.Config, items: list[pytest.Item], mark: str) -> None:
    left_out = [item for item in items if item.get_closest_marker(mark)]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def _repeats(item: pytest.Item, firsts: dict[object, dict[str, object]]) -> bool:
    """Whether a parameter that its mark `repeats` names (every one, where it names none) is not the first."""
    mark, call = item.get_closest_marker("repeats"), getattr(item, "callspec", None)
    if mark is None or call is None:
        return False
    first = firsts.setdefault((item.parent, getattr(item, "originalname", "")), call.params)
    return any(call.params[name] is not first[name] for name in mark.args or call.params)
