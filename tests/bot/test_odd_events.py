"""Events that hold what no event should: they are stored, and keep no other from it."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.agency import MORNING
from tests.bot.edge import Edge, event, text

pytestmark = pytest.mark.repeats


def _odd(type_: str = "message", user: str = "U1", message: Any = "m1", **fields: Any) -> dict[str, Any]:
    return event(type_, user, message={"id": message, "type": "text", "text": "งาน"}, **fields)


@pytest.mark.parametrize(
    "raw",
    [
        _odd(user="U" * 61),
        _odd(user="U" * 64),
        _odd(user="U" * 65),
        _odd(user="U\x00"),
        _odd(user="U\ud800"),
        _odd(type_="message\ud800"),
        _odd(type_="message\x00"),
        _odd(type_="m" * 500),
        _odd(message="m\x00"),
        _odd(message="m\ud800"),
        _odd(message="m" * 500),
        _odd(message="\x00"),
        _odd(replyToken="t" * 121),
        _odd(replyToken="t" * 5000),
        _odd(replyToken="t\x00"),
        _odd(webhookEventId="e\x00"),
        _odd(webhookEventId="e\ud800"),
        _odd(webhookEventId="e" * 500),
        _odd(timestamp=True),
        event("unsend", "U1", unsend={"messageId": "m\x00" + "m" * 500}),
        event("message", "U1", message={"id": "p\x00" * 60, "type": "image", "imageSet": {"id": "\x00", "total": 2}}),
        event("postback", "U1", postback={"data": "d\x00\ud800" * 300, "params": {"date": "\x00"}}),
        _odd(extra={"\x00": "\x00\ud800"}),
    ],
    ids=lambda raw: ascii(raw)[:60],
)
def test_whatever_an_event_holds_it_and_the_rest_of_its_call_are_stored(edge: Edge, raw: dict[str, Any]) -> None:
    edge.enrol("มานี มีสุข", "U1")
    later = text("U2", "hello", at=MORNING + timedelta(hours=1))
    assert edge.post(raw, later).status_code == 200
    assert edge.post(raw, later).status_code == 200
    edge.close()
    fetched = 1 if raw.get("message", {}).get("type") == "image" else 0
    assert edge.inbox() == ["done"] * (2 + fetched)


@pytest.mark.parametrize("number", ["1e999", "NaN", "-Infinity"])
def test_an_event_that_no_database_takes_leaves_that_it_came(edge: Edge, number: str) -> None:
    edge.enrol("มานี มีสุข", "U1")
    odd = json.dumps(text("U1", "งาน", strange="here")).replace('"here"', number)
    others = [json.dumps(text(user, "hello")) for user in ("U2", "U3")]
    body = f'{{"events": [{others[0]}, {odd}, {others[1]}]}}'.encode()
    assert edge.post(body=body).status_code == 200
    states = edge.inbox()
    assert states.count("done") >= 2
    assert len(states) == 3
    edge.line.wait_for(3)


def test_an_event_that_cannot_be_stored_at_all_keeps_no_other_from_it(
    edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    import bot.turn

    real = bot.turn.inbox.store_event

    def store_event(books: Any, **fields: Any) -> bool:
        if fields["line_user"] == "Ubad":
            raise LookupError("planted")
        return real(books, **fields)

    monkeypatch.setattr(bot.turn.inbox, "store_event", store_event)
    bad, others = text("Ubad", "b"), [text("U1", "a"), text("U2", "c")]
    # LINE is to send it again; what it sends again of the others changes nothing.
    assert edge.post(others[0], bad, others[1]).status_code == 500
    assert edge.inbox() == ["done", "done"]
    monkeypatch.undo()
    assert edge.post(others[0], bad, others[1]).status_code == 200
    assert edge.inbox() == ["done"] * 3
