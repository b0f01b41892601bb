"""A bug, told without what it happened to: a message may quote what somebody wrote, types and places do not."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

_HOME = Path(__file__).parents[1]


def summarize_exception(bug: BaseException) -> str:
    """The bug's type and where in our own code it arose: `KeyError at handlers/flow.py:120 advance`."""
    places = list(_places(bug.__traceback__))
    return f"{type(bug).__name__} at {places[-1]}" if places else type(bug).__name__


def format_frames_without_values(bug: BaseException) -> str:
    """The bug's frames as a traceback prints them, its causes' first, each with its type alone."""
    before = bug.__cause__ or (None if bug.__suppress_context__ else bug.__context__)
    first = f"{format_frames_without_values(before)}\n" if before is not None else ""
    return first + "".join(traceback.format_tb(bug.__traceback__)) + type(bug).__name__


@contextmanager
def set_aside(failures: list[Exception]) -> Iterator[None]:
    """Adds what fails inside to `failures` and goes on: one bad row stops none behind it. The caller raises them."""
    try:
        yield
    except Exception as failure:
        failures.append(failure)


def _places(trace: TracebackType | None) -> Iterator[str]:
    for frame in traceback.extract_tb(trace):
        path = Path(frame.filename)
        if path.is_relative_to(_HOME) and "site-packages" not in path.parts:
            yield f"{path.relative_to(_HOME)}:{frame.lineno} {frame.name}"
