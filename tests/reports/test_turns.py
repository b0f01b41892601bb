"""However many ask for documents, few threads are held by them, and nobody waits for long."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest

from reports.turns import TooBusy, Turns


@contextmanager
def holder(turns: Turns) -> Iterator[None]:
    """Another thread makes its document meanwhile."""
    begun, ended = Event(), Event()

    def make() -> None:
        with turns.turn():
            begun.set()
            ended.wait()

    thread = Thread(target=make)
    thread.start()
    begun.wait()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def test_one_after_the_other_has_a_turn() -> None:
    turns = Turns(makers=1, waiting=0, longest=0)
    for _ in range(3):
        with turns.turn():
            pass


def test_who_finds_no_room_is_told_at_once() -> None:
    turns = Turns(makers=1, waiting=0, longest=3600)
    with holder(turns), pytest.raises(TooBusy), turns.turn():
        pass


def test_who_has_waited_long_enough_is_told_and_gives_the_room_back() -> None:
    turns = Turns(makers=1, waiting=1, longest=0.01)
    with holder(turns):
        for _ in range(3):
            with pytest.raises(TooBusy), turns.turn():
                pass
    with turns.turn():
        pass


def test_who_waits_has_the_turn_when_it_is_free() -> None:
    turns, done = Turns(makers=1, waiting=1, longest=60), Event()

    def make() -> None:
        with turns.turn():
            done.set()

    thread = Thread(target=make)
    with holder(turns):
        thread.start()
        assert not done.is_set()
    thread.join()
    assert done.is_set()


def test_a_document_that_fails_gives_its_turn_back() -> None:
    turns = Turns(makers=1, waiting=0, longest=0)
    with pytest.raises(ValueError, match="bad"), turns.turn():
        raise ValueError("bad")
    with turns.turn():
        pass
