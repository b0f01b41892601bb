"""Sends signed webhooks from background threads, in order a chat, with LINE's two seconds of patience."""

import copy
import heapq
import itertools
import threading
import time
import zlib
from dataclasses import dataclass

from .posting import send
from .state import Channel, Json
from .world import World

WORKERS = 16  # events of so many chats are under way at once
REPLY_AFTER_EVENT = 20 * 60.0  # seconds; a redelivered event's token ends then at the latest


@dataclass(slots=True)
class Delivery:
    """One POST on its way to a bot."""

    channel: str
    events: list[Json]
    day: int  # of the world it was said in; a reset ends it
    attempt: int = 0
    renew: bool = True  # False for a duplicate: its token was counted already


class Webhooks:
    """The queue between what people do and the bot's address."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._waiting: dict[str, Delivery] = {}  # by channel: what others may still join
        self._lines = [_Line() for _ in range(WORKERS)]
        self._threads = [threading.Thread(target=self._deliver_line, args=(line,), daemon=True) for line in self._lines]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Stop the threads; what was not yet sent is dropped."""
        for line in self._lines:
            line.schedule(0, None)
        for thread in self._threads:
            thread.join(3)

    def idle(self) -> bool:
        """Whether nothing waits to be sent or is being sent."""
        return all(line.busy == 0 for line in self._lines)

    def post(self, channel: Channel, events: list[Json], chat_id: str) -> None:
        """Queue events for the bot as one POST, worsened by the bad days that are on."""
        if channel.webhook.endpoint is None or not channel.webhook.active:
            self._note_unsent(channel, events)
            return
        bad = self.world.bad_days
        if bad.strikes("together"):
            self._join(channel, events)
            return
        wait = bad.seconds(bad.delay_seconds) if bad.strikes("delay") else 0.0
        late = wait + (bad.seconds(bad.shuffle_seconds) if bad.strikes("shuffle") else 0.0)
        line = self._lines[zlib.crc32(f"{channel.id} {chat_id}".encode()) % WORKERS]
        line.schedule(late, Delivery(channel.id, events, self.world.day))
        if bad.strikes("duplicate"):
            line.schedule(
                late + bad.seconds(bad.shuffle_seconds), Delivery(channel.id, events, self.world.day, renew=False)
            )

    def _join(self, channel: Channel, events: list[Json]) -> None:
        waiting = self._waiting.get(channel.id)
        if waiting is not None and waiting.day == self.world.day:
            waiting.events += events
            return
        bad, first = self.world.bad_days, Delivery(channel.id, list(events), self.world.day)
        self._waiting[channel.id] = first
        self._lines[0].schedule(bad.seconds(bad.together_seconds), first)

    def _note_unsent(self, channel: Channel, events: list[Json]) -> None:
        self.world.note(
            {
                "direction": "webhook",
                "channel": channel.id,
                "method": "POST",
                "path": channel.webhook.endpoint or "-",
                "status": None,
                "error": "no webhook address is set" if not channel.webhook.endpoint else "webhook is off",
                "request": {"events": events},
                "ms": 0,
            }
        )

    def _deliver_line(self, line: "_Line") -> None:
        while (delivery := line.take()) is not None:
            try:
                self._deliver(delivery, line)
            finally:
                line.done()

    def _deliver(self, delivery: Delivery, line: "_Line") -> None:
        with self.world.lock:
            if self._waiting.get(delivery.channel) is delivery:
                del self._waiting[delivery.channel]
            channel = self.world.channels.get(delivery.channel)
            if channel is None or channel.webhook.endpoint is None or delivery.day != self.world.day:
                return
            if delivery.renew:
                self._count_tokens_anew(delivery.events)
            hook, secret, timeout = channel.webhook, channel.secret, self.world.settings.webhook_timeout
            body = {"destination": channel.user_id, "events": delivery.events}
        answer = send(str(hook.endpoint), secret, body, timeout)
        with self.world.lock:
            if delivery.day != self.world.day:
                return
            self.world.note({"channel": channel.id, "request": body, **answer})
        again = hook.redelivery and delivery.attempt < hook.redelivery_times
        if again and not 200 <= (answer["status"] or 0) < 300:
            events = _redelivered(delivery.events)
            later = Delivery(delivery.channel, events, delivery.day, delivery.attempt + 1)
            line.schedule(hook.redelivery_after * 2**delivery.attempt, later)

    def _count_tokens_anew(self, events: list[Json]) -> None:
        for event in events:
            token = self.world.reply_tokens.get(event.get("replyToken", ""))
            if token:
                token.counted_from = self.world.real()


def _redelivered(events: list[Json]) -> list[Json]:
    again = copy.deepcopy(events)
    for event in again:
        event["deliveryContext"]["isRedelivery"] = True
    return again


class _Line:
    """A queue ordered by due time, then by arrival."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._heap: list[tuple[float, int, Delivery | None]] = []
        self._numbers = itertools.count()
        self.busy = 0

    def schedule(self, seconds: float, delivery: Delivery | None) -> None:
        with self._changed:
            self.busy += 1
            # Without a delay the due time is 0, so that order is the order of arrival.
            due = time.monotonic() + seconds if seconds else 0.0
            heapq.heappush(self._heap, (due if delivery else -1.0, next(self._numbers), delivery))
            self._changed.notify()

    def take(self) -> Delivery | None:
        with self._changed:
            while True:
                left = self._heap[0][0] - time.monotonic() if self._heap else None
                if left is not None and left <= 0:
                    return heapq.heappop(self._heap)[2]
                self._changed.wait(None if left is None else min(left, threading.TIMEOUT_MAX))

    def done(self) -> None:
        with self._changed:
            self.busy -= 1
