"""People's phones in virtual time, to be used as the simulator's are by the officers of `tests.faults`."""

import random
from datetime import timedelta
from typing import Any

from simulator import Refused
from tests.years.hub import Hub
from tests.years.line import Account, Json, LineWorld


class Phones:
    """What the simulator answers to the officers of `tests.faults`, in virtual time."""

    def __init__(self, hub: Hub, world: LineWorld, rng: random.Random) -> None:
        self._hub, self._world, self._rng = hub, world, rng
        self._ids = 0

    def call(self, _method: str, path: str, body: Any = None, **more: Any) -> Json:
        """Read, type, tap or send photos."""
        _, user, what = path.split("/")
        account = self._world.accounts[user]
        if what == "messages":
            return self._read(account, more["since"], more["wait"])
        if what == "text":
            self._message(account, {"type": "text", "text": body["text"]})
        elif what == "tap":
            self._tap(account, body["action"])
        else:
            self._send_photos(account, [data for _, (_, data, _) in more["fields"]])
        return {}

    def _read(self, account: Account, since: int, wait: float) -> Json:
        if len(account.messages) <= since and wait > 0:
            account.reader = self._hub.present
            self._hub.sleep(wait)
            account.reader = None
        return {"messages": account.messages[since:]}

    def _tap(self, account: Account, action: Json) -> None:
        if action["type"] == "message":
            self._message(account, {"type": "text", "text": action["text"]})
        elif action["type"] == "postback":
            self._world.says(account, "postback", {"postback": {"data": action["data"]}})
        else:
            raise Refused(400, "nothing to tap here")

    def _send_photos(self, account: Account, photos: list[bytes]) -> None:
        set_id = f"SET{self._ids}"
        order = list(enumerate(photos, 1))
        self._rng.shuffle(order)
        for index, photo in order:
            message: Json = {"type": "image", "contentProvider": {"type": "line"}}
            if len(photos) > 1:
                message["imageSet"] = {"id": set_id, "index": index, "total": len(photos)}
            ready = timedelta(seconds=self._rng.uniform(60, 9_000) if self._world.luck("photo not ready") else 0)
            self._world.contents[self._message(account, message)] = photo, self._hub.now() + ready

    def _message(self, account: Account, message: Json) -> str:
        self._ids += 1
        id = f"{700_000_000 + self._ids}"
        self._world.says(account, "message", {"message": {**message, "id": id}})
        return id
