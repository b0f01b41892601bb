"""Pages that read or make whole documents: few at a time and few who wait, so that most threads answer LINE."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from reports.turns import Turns

P = ParamSpec("P")
R = TypeVar("R")

# Beside the PDFs and filled Word templates, whose own processes hold three threads each at most.
_TURNS = Turns(makers=2, waiting=2, longest=20)


def few_at_once(page: Callable[P, R]) -> Callable[P, R]:
    """The page, which is begun only while few others of its kind run; raises TooBusy, told as a page of its own."""

    @wraps(page)
    def begin(*args: P.args, **kwargs: P.kwargs) -> R:
        with _TURNS.turn():
            return page(*args, **kwargs)

    return begin
