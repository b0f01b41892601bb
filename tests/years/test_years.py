"""A few agency-years for the gate; `make years` runs thousands. And the auditor must be able to fail."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest

import bot.sender
import domain.expectation
import reminders.quota
import store.apply
import store.audit
import store.updates
from domain.writes import SaveUpdate
from store.books import Books
from tests.years.__main__ import replay
from tests.years.agency import LAYOUTS
from tests.years.run import Runner, runner

pytestmark = pytest.mark.slow

YEARS, DAYS = 3, 210  # until a month after the first half-year's end


@pytest.fixture(scope="module")
def years() -> Iterator[Runner]:
    with runner() as opened:
        yield opened


@pytest.mark.parametrize("seed", range(1, YEARS + 1))
def test_no_promise_is_broken_in_an_agencys_year(seed: int, years: Runner) -> None:
    outcome = years.run(seed, days=DAYS)
    told = "\n".join(f"{fault.kind}: {fault.officer}: {fault.told}" for fault in outcome.faults)
    assert not outcome.faults, f"replay it: {replay(seed, days=DAYS)}\n{told}"
    assert outcome.counts["replies"] > 5, outcome.counts
    assert outcome.counts["pushes"] > 10, outcome.counts


def test_a_seed_gives_the_same_year_again(years: Runner) -> None:
    first, again = years.run(7, days=60), years.run(7, days=60)
    assert first.diary == again.diary
    assert len(first.diary) > 100
    assert years.run(8, days=60).diary != first.diary


# -- the auditor must be able to fail: the product with one thing wrong, and what is told of it --------------------

_SAVE = store.apply._CHANGES[SaveUpdate]


def _with_save(change: Callable[[Books, SaveUpdate], None]) -> AbstractContextManager[Any]:
    return patch.dict(store.apply._CHANGES, {SaveUpdate: change})


def _save_other_words(books: Books, write: SaveUpdate) -> None:
    _SAVE(books, replace(write, result=write.result and f"{write.result} แน่นอน"))


def _save_twice(books: Books, write: SaveUpdate) -> None:
    _SAVE(books, write)
    _SAVE(books, replace(write, event_id=f"{write.event_id}-again", follows=None, message_ids=(), links=()))


def _forget_every_third(sent: list[int]) -> Callable[..., None]:
    send_row = bot.sender.send_row

    def send_some(*args: Any) -> None:
        sent.append(1)
        if len(sent) % 3:
            send_row(*args)

    return send_some


def _write_no_hash(number: int, act: Any, one: Any, hashed: str) -> dict[str, object]:
    return {**_TO_ROW(number, act, one, hashed), "hash": "0" * 64}


_TO_ROW = store.audit._to_row
SPOILT: dict[str, tuple[Callable[[], AbstractContextManager[Any]], set[str], int]] = {
    "a reply counts as sent and is not": (
        lambda: patch.object(bot.sender, "send_row", _forget_every_third([])), {"never delivered"}, 30,
    ),
    "saved is said and nothing stored": (lambda: _with_save(lambda _books, _write: None), {"lost"}, 60),
    "other words are stored": (lambda: _with_save(_save_other_words), {"wrong", "unsaved"}, 60),
    "a reply is stored twice": (lambda: _with_save(_save_twice), {"doubled record"}, 60),
    "a task does not know its newest reply": (
        lambda: patch.object(store.updates, "refresh_state", lambda *_args, **_more: None), {"wrong state"}, 60,
    ),
    "who has reported is reminded": (
        lambda: patch.object(domain.expectation, "_answers_for_end", lambda *_args: False),
        {"called late", "reminded of what is reported"},
        210,
    ),
    "a person is pushed to without end": (
        lambda: patch.object(reminders.quota, "MOST_PUSHES", 50), {"too many pushes"}, 190,
    ),
    "the record's chain is broken": (
        lambda: patch.object(store.audit, "_to_row", _write_no_hash), {"broken chain"}, 30,
    ),
}  # fmt: skip


@pytest.mark.parametrize("spoilt", SPOILT)
def test_each_broken_promise_is_told(spoilt: str, years: Runner) -> None:
    spoil, kinds, days = SPOILT[spoilt]
    with spoil():
        outcome = years.run(12, LAYOUTS[0], days, limit=None)
    assert kinds & {fault.kind for fault in outcome.faults}, [fault.kind for fault in outcome.faults]
