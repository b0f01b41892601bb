"""Whom a text typed in a group names by `@name`: phones send that along, with the place in the text.

https://developers.line.biz/en/reference/messaging-api/#wh-text
"""

from collections.abc import Iterator

from .state import Channel, Group, Json
from .world import World

_EVERYBODY = ("All", "ทุกคน")


def find_mentions(world: World, group: Group, channel: Channel, text: str) -> Json:
    """The `mention` of a text message as the bot of this channel hears it; {} where nobody is named.

    `index` and `length` count UTF-16 units, the `@` among them.
    """
    found, rest = list[Json](), 0
    for place in sorted(_mentions(world, group, channel, text), key=lambda one: (one[0], -one[1])):
        index, length, who = place
        if index >= rest:  # the longest name that begins here
            rest = index + length
            found.append({"index": _count_units(text[:index]), "length": _count_units(text[index:rest]), **who})
    return {"mention": {"mentionees": found}} if found else {}


def _mentions(world: World, group: Group, channel: Channel, text: str) -> Iterator[tuple[int, int, Json]]:
    """Each place that names somebody, how long it is, and who it is."""
    bots = [world.channels[id] for id in sorted(group.channels)]
    named: list[tuple[str, Json]] = [(name, {"type": "all"}) for name in _EVERYBODY]
    named += [(bot.name, _user(bot.user_id, bot is channel)) for bot in bots]
    named += [(world.people[id].name, _user(id, False)) for id in group.members if id in world.people]
    for name, who in named:
        at = text.find(f"@{name}")
        while at >= 0:
            yield at, len(name) + 1, who
            at = text.find(f"@{name}", at + 1)


def _user(id: str, is_self: bool) -> Json:
    return {"type": "user", "userId": id, "isSelf": is_self}


def _count_units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
