"""A person who types, taps, sends photos and reads what came: for tests of bots, in a few words."""

import json
import time
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import urllib3

Json = dict[str, Any]


class Refused(RuntimeError):
    """The simulator could not do what was asked; its words say why."""


class NothingCame(AssertionError):
    """What a test waited for did not come in time."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message that the bot sent."""

    id: str
    type: str
    words: str  # everything that a reader sees, one line a text
    buttons: tuple[str, ...]  # the words of its buttons
    quick_replies: tuple[str, ...]
    via: str  # reply, push, multicast or broadcast
    raw: Json = field(repr=False)

    @property
    def text(self) -> str:
        """The text of a text message, else the alternative text."""
        return str(self.raw.get("text") or self.raw.get("altText") or "")

    def __contains__(self, words: str) -> bool:
        return words in self.words or words in self.text


class Simulator:
    """A running simulator, by its address; close it, or use it in a `with`."""

    def __init__(self, url: str = "http://127.0.0.1:5800", channel: str | None = None) -> None:
        self.url = url.rstrip("/")
        self.channel = channel
        self._http = urllib3.PoolManager(retries=False, maxsize=4)

    def __enter__(self) -> "Simulator":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._http.clear()

    def call(self, method: str, path: str, body: Any = None, *, fields: Any = None, **query: Any) -> Any:
        """The answer of an address under `/_sim/`; raises Refused with its words."""
        given = {"channel": self.channel, **query}
        asked = urlencode({key: value for key, value in given.items() if value is not None})
        url = f"{self.url}/_sim/{path}?{asked}"
        if fields is not None:
            got = self._http.request(method, url, fields=fields, timeout=70)
        else:
            raw = None if body is None else json.dumps(body).encode()
            headers = {"Content-Type": "application/json"} if raw is not None else {}
            got = self._http.request(method, url, body=raw, headers=headers, timeout=70)
        answer = json.loads(got.data) if got.data else None
        if got.status >= 400:
            raise Refused(f"{method} /_sim/{path}: {answer['error'] if answer else got.status}")
        return answer

    # -- the world --------------------------------------------------------------------------------

    def person(self, name: str) -> "Person":
        """The person of that id or name; its beginning is enough where only one begins so."""
        everyone = self.call("GET", "people")
        found = [one for one in everyone if name in (one["id"], one["name"])]
        found = found or [one for one in everyone if one["name"].startswith(name)]
        if len(found) != 1:
            raise Refused(f"{'several people are' if found else 'nobody is'} called {name}")
        return Person(self, found[0]["id"], found[0]["name"])

    def add_person(self, name: str, *, friend: bool = True) -> "Person":
        """A new person; no event is sent, so use `friend=False` and `follows()` to let the bot hear it."""
        one = self.call("POST", "people", {"name": name, "friend": friend})
        return Person(self, one["id"], one["name"])

    def group(self, name: str, *members: "Person") -> str:
        """The id of a new group of these people and the bot."""
        return str(self.call("POST", "groups", {"name": name, "members": [m.id for m in members]})["id"])

    def account_joins(self, group: str) -> None:
        """The account is invited into the group again."""
        self.call("POST", f"groups/{group}/account")

    def account_is_removed(self, group: str) -> None:
        """The members remove the account from the group."""
        self.call("DELETE", f"groups/{group}/account")

    def joins_group(self, group: str, person: "Person") -> None:
        """The person becomes a member of the group."""
        self.call("POST", f"groups/{group}/members/{person.id}")

    def leaves_group(self, group: str, person: "Person") -> None:
        """The person is a member no more."""
        self.call("DELETE", f"groups/{group}/members/{person.id}")

    def now(self) -> datetime:
        """The simulated instant, in UTC."""
        return datetime.fromisoformat(self.call("GET", "clock")["now"])

    def move_clock(self, to: str | datetime | None = None, **by: float) -> datetime:
        """The new instant after moving `to` one, or by `months`, `days`, `minutes`."""
        body: Json = dict(by) if to is None else {"to": to if isinstance(to, str) else to.isoformat()}
        return datetime.fromisoformat(self.call("POST", "clock", body)["now"])

    def quota(self) -> Json:
        """`limit`, `used` and `reserved` of this month."""
        found: Json = self.call("GET", "quota")
        return found

    def set_quota(self, **values: int | None) -> None:
        """Set `limit`, `used` or `reserved`."""
        self.call("PUT", "quota", values)

    def bad_days(self, **chances: float) -> None:
        """Set the chances of faults; none given ends them all."""
        self.call("PUT", "bad-days", chances)

    def settings(self, **values: Any) -> None:
        """Change how the platform behaves, e.g. `redelivery=True`."""
        self.call("PUT", "settings", values)

    def log(self, since: int = 0) -> list[Json]:
        """The latest requests in both directions, oldest first."""
        found: list[Json] = self.call("GET", "log", since=since)
        return found

    def listen_at(self, webhook: str | None) -> None:
        """Say where the bot listens."""
        self.call("PUT", "settings", {"endpoint": webhook})

    def reset(self, seed: int | None = None) -> None:
        """Begin the first day anew."""
        self.call("POST", "reset", {"seed": seed})

    def wait_idle(self, timeout: float = 120) -> None:
        """Wait until every webhook is delivered; raises NothingCame after so many seconds."""
        end = time.monotonic() + timeout
        while not self.call("GET", "idle")["idle"]:
            if time.monotonic() > end:
                raise NothingCame("webhooks are still under way")
            time.sleep(0.02)


class Person:
    """Someone with a phone; in a group where `in_group` says so."""

    def __init__(self, simulator: Simulator, id: str, name: str, chat: str | None = None) -> None:
        self.simulator, self.id, self.name, self.chat = simulator, id, name, chat
        self._read = self._acted = self._latest()

    def in_group(self, group: str) -> "Person":
        """The same person, speaking in that group."""
        return Person(self.simulator, self.id, self.name, group)

    def types(self, text: str) -> str:
        """The id of the text that was sent."""
        return str(self._does("text", {"text": text})["id"])

    def taps(self, words: str, value: str | None = None) -> Json:
        """Tap the newest button with these words; answers what the phone then does (`open`, `keyboard`)."""
        return self._does("tap", {"words": words, "value": value})

    def picks_date(self, value: str | date, words: str | None = None) -> Json:
        """Pick a date (or time) in the newest picker, or in the one with these words."""
        text = value if isinstance(value, str) else value.isoformat()
        return self._does("tap", {"words": words or self._newest_picker(), "value": text})

    def sends_photo(self, *photos: bytes | str | Path) -> list[str]:
        """The message ids of the photos; several are sent together."""
        return self._uploads([("photo.jpg", _bytes(photo), _photo_type(_bytes(photo))) for photo in photos])

    def sends_file(self, name: str, data: bytes | str | Path, mime: str | None = None) -> str:
        """The message id of the file."""
        return self._uploads([(name, _bytes(data), mime or "application/octet-stream")])[0]

    def sends_place(self, latitude: float, longitude: float, title: str = "", address: str = "") -> str:
        """The message id of the place."""
        place = {"latitude": latitude, "longitude": longitude, "title": title, "address": address}
        return str(self._does("location", place)["id"])

    def unsends(self, message: str) -> None:
        """Take a message back."""
        self._does("unsend", {"message": message})

    def edits(self, message: str, text: str) -> None:
        """Change a sent text."""
        self._does("edit", {"message": message, "text": text})

    def follows(self) -> None:
        """Add the account as a friend, or unblock it."""
        self._does("follow", {})

    def blocks(self) -> None:
        """Block the account."""
        self._does("block", {})

    def reads(self, timeout: float = 120) -> list[Message]:
        """What came since the last read, waiting for something; empty where nothing came."""
        got = self._messages(self._read, timeout)
        self._read = got["seq"]
        return [_message(line) for line in got["messages"] if line["from"] == "bot"]

    def sees(self, words: str, timeout: float = 120) -> Message:
        """The newest message with these words since the person last did something; raises NothingCame."""
        end = time.monotonic() + timeout
        since = self._acted
        seen: list[Message] = []
        while (left := end - time.monotonic()) > 0:
            got = self._messages(since, left)
            since = got["seq"]
            seen += [_message(line) for line in got["messages"] if line["from"] == "bot"]
            for message in reversed(seen):
                if words in message:
                    return message
        came = "\n---\n".join(message.words for message in seen) or "nothing"
        raise NothingCame(f"{self.name} does not see {words!r}; what came: {came}")

    def menu(self) -> Json | None:
        """The rich menu that the person sees."""
        found: Json | None = self.simulator.call("GET", f"people/{self.id}/menu")["menu"]
        return found

    # -- inside -----------------------------------------------------------------------------------

    def _messages(self, since: int, wait: float) -> Json:
        path = f"people/{self.id}/messages"
        found: Json = self.simulator.call("GET", path, since=since, wait=min(wait, 50), chat=self.chat)
        return found

    def _latest(self) -> int:
        return int(self._messages(10**15, 0)["seq"])

    def _does(self, what: str, body: Json) -> Json:
        self._acted = self._latest()
        done: Json = self.simulator.call("POST", f"people/{quote(self.id)}/{what}", body, chat=self.chat)
        return done

    def _uploads(self, files: list[tuple[str, bytes, str]]) -> list[str]:
        self._acted = self._latest()
        fields = [("files", file) for file in files]
        path = f"people/{self.id}/files"
        return [line["id"] for line in self.simulator.call("POST", path, fields=fields, chat=self.chat)]

    def _newest_picker(self) -> str:
        for line in reversed(self._messages(0, 0)["messages"]):
            quick = [item["action"] for item in line["quick_replies"]]
            for action in [*quick, *(button["action"] for button in line["buttons"])]:
                if action["type"] == "datetimepicker":
                    return str(action.get("label", ""))
        raise Refused("no date picker is there")


def _message(line: Json) -> Message:
    quick = tuple(item["action"].get("label", "") for item in line["quick_replies"])
    buttons = tuple(button["words"] for button in line["buttons"])
    raw = line["message"]
    return Message(line["id"], raw["type"], line["words"], buttons, quick, line["via"], raw)


def _bytes(given: bytes | str | Path) -> bytes:
    return given if isinstance(given, bytes) else Path(given).read_bytes()


def _photo_type(data: bytes) -> str:
    return "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
