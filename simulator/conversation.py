"""What people do with their phones, and the events that follow from it."""

import mimetypes
import re
from collections.abc import Sequence

from . import actions, events, ids, limits
from .check_actions import any_action, is_picked
from .check_values import Found
from .mentions import find_mentions
from .state import Channel, Chat, Content, Entry, Json, Person, menu_id
from .webhooks import Webhooks
from .world import Unknown, World


class NotAllowed(ValueError):
    """LINE would not let a person do this."""


class Conversation:
    """One person in one chat of one channel; every method expects the world's lock to be held."""

    def __init__(self, world: World, hooks: Webhooks, channel: Channel, person: Person, chat_id: str) -> None:
        self.world, self.hooks = world, hooks
        self.channel, self.person = channel, person
        self.chat: Chat = (channel.id, chat_id)

    # -- saying -----------------------------------------------------------------------------------

    def types(self, text: str) -> Entry:
        """The text that the person sent."""
        if not text:
            raise NotAllowed("nothing to send")
        entry = self._say_as_person({"type": "text", "text": text})
        self._send_message(self._text_message(entry, text))
        return entry

    def _text_message(self, entry: Entry, text: str) -> Json:
        """The text as the bot hears it, in a group with whom it names."""
        group = self.world.groups.get(self.chat[1])
        mention = find_mentions(self.world, group, self.channel, text) if group else {}
        return {**events.text_message(self.world, entry.id, text), **mention}

    def sends_place(self, place: Json) -> Entry:
        """The location that the person sent."""
        entry = self._say_as_person({"type": "location", **place})
        self._send_message(events.location_message(self.world, entry.id, place))
        return entry

    def sends_sticker(self, sticker: Json) -> Entry:
        """The sticker that the person sent."""
        entry = self._say_as_person({"type": "sticker", **sticker})
        self._send_message(events.sticker_message(self.world, entry.id, sticker))
        return entry

    def sends_files(self, files: Sequence[tuple[str, bytes, str | None]]) -> list[Entry]:
        """The photos and files that the person sent, an event each; photos sent together form a set."""
        photos = sum(1 for name, _, mime in files if events.find_message_type(mime_of(name, mime)) == "image")
        set_id, index, sent = ids.token(self.world.rng, 40).upper(), 0, []
        messages: list[Json] = []
        for name, data, mime in files:
            content = self._content(name, data, mime_of(name, mime))
            is_photo = events.find_message_type(content.mime) == "image"
            index += is_photo
            together = {"id": set_id, "index": index, "total": photos} if is_photo and photos > 1 else None
            entry = self._show_file(content)
            sent.append(entry)
            messages.append(events.file_message(self.world, entry.id, content, together))
        if photos > 1:  # LINE promises no order; the seed of the bad days says which it is
            self.world.bad_days.random("photos").shuffle(messages)
        for message in messages:
            self._send_message(message)
        return sent

    def _content(self, name: str, data: bytes, mime: str) -> Content:
        settings = self.world.settings
        large = len(data) >= settings.large_content
        return Content(data, mime, name, self.world.real() + (settings.preparing if large else 0))

    def _show_file(self, content: Content) -> Entry:
        id, kind = self.world.new_message_id(), events.find_message_type(content.mime)
        self.world.contents[id] = content
        message: Json = {"type": kind, "url": f"/_sim/content/{id}"}
        if kind == "file":
            message |= {"fileName": content.name, "fileSize": len(content.data)}
        return self._say_as_person(message, id=id)

    # -- taking back ------------------------------------------------------------------------------

    def unsends(self, entry: Entry) -> None:
        """Take a message back; its content is gone for the bot."""
        self._must_own(entry)
        entry.unsent = True
        self.world.changed(entry)
        self._send("unsend", {"unsend": {"messageId": entry.id}}, answerable=False)

    def edits(self, entry: Entry, text: str) -> None:
        """Change a sent text; LINE tells bots so in groups only, unless the settings say more."""
        self._must_own(entry)
        if entry.message["type"] != "text" or not text:
            raise NotAllowed("only a text can be edited")
        entry.message, entry.edited = {**entry.message, "text": text}, True
        self.world.changed(entry)
        if self.chat[1] in self.world.groups or self.world.settings.edits_everywhere:
            self._send("messageEdited", {"message": self._text_message(entry, text)})

    def _must_own(self, entry: Entry) -> None:
        if entry.sender != self.person.id or entry.chat != self.chat or entry.unsent:
            raise NotAllowed("only one's own messages that still stand can be changed")

    # -- tapping ----------------------------------------------------------------------------------

    def taps(self, action: Json, value: str | None = None) -> Json:
        """What the phone does by itself: opens a link, the keyboard, the camera, or nothing."""
        found = Found(size=lambda _: 0)
        any_action(action, ("action",), found)
        if found.problems:
            raise NotAllowed(f"no such action: {found.problems[0].path} {found.problems[0].rule}")
        kind = action["type"]
        if kind == "message":
            return {"message": self.types(action["text"]).id}
        if kind == "postback":
            return self._postback(action)
        if kind == "datetimepicker":
            return self._picks(action, value)
        if kind == "richmenuswitch":
            return self._switches(action)
        if kind == "uri":
            return {"open": action["uri"]}
        if kind == "clipboard":
            return {"copied": action["clipboardText"]}
        return {"pick": kind}

    def _postback(self, action: Json) -> Json:
        if action.get("text"):  # the old way: said, and heard by the bot as a message too
            self.types(action["text"])
        elif action.get("displayText"):
            self._say_as_person({"type": "text", "text": action["displayText"]}, via="postback")
        else:
            self.world.show_quick_replies(self.chat, [])
        self._send("postback", {"postback": {"data": action["data"]}})
        if action.get("inputOption") == "openKeyboard":
            return {"keyboard": action.get("fillInText", "")}
        return {"option": action["inputOption"]} if action.get("inputOption") else {}

    def _picks(self, action: Json, value: str | None) -> Json:
        mode = action.get("mode", "date")
        value = checked_pick(action, mode, value)
        self.world.show_quick_replies(self.chat, [])
        self._send("postback", {"postback": {"data": action["data"], "params": {mode: value}}})
        return {"picked": value}

    def _switches(self, action: Json) -> Json:
        alias = action["richMenuAliasId"]
        menu = self.channel.menus.aliases.get(alias)
        status = "SUCCESS" if menu else "RICHMENU_ALIAS_ID_NOTFOUND"
        if menu and menu not in self.channel.menus.menus:
            status = "RICHMENU_NOTFOUND"
        if menu and status == "SUCCESS":
            self.channel.menus.switched[self.person.id] = menu
            self.world.tell("menu", channel=self.channel.id, user=self.person.id)
        params = {"newRichMenuAliasId": alias, "status": status}
        self._send("postback", {"postback": {"data": action["data"], "params": params}})
        return {"switched": status}

    def action_called(self, words: str) -> Json:
        """The newest action with these words in this chat; raises Unknown with those there are."""
        quick = actions.quick_reply_buttons(self.world.quick_replies.get(self.chat, []))
        seen = [label for label, _ in quick]
        if found := actions.find(words, quick):
            return found
        for entry in reversed(self.world.chats.get(self.chat, [])):
            if entry.sender == "bot":
                buttons = list(actions.buttons_of(entry.message))
                seen += [label for label, _ in buttons]
                if found := actions.find(words, buttons):
                    return found
        if found := actions.find(words, self._menu_buttons()):
            return found
        raise Unknown(f"no button says {words}; there are: {', '.join(dict.fromkeys(seen)) or 'none'}")

    def _menu_buttons(self) -> list[tuple[str, Json]]:
        menus = self.channel.menus
        id = menu_id(menus, self.person.id)
        areas = menus.menus[id]["areas"] if id else []
        named = [(area["action"].get("label") or area["action"].get("text", ""), area["action"]) for area in areas]
        return [pair for pair in named if pair[0]]

    # -- friendship -------------------------------------------------------------------------------

    def follows(self) -> None:
        """Add the account as a friend, or unblock it."""
        was = self.channel.friends.get(self.person.id)
        if was == "friend":
            return
        self._befriend("friend")
        self._send("follow", {"follow": {"isUnblocked": was == "blocked"}})

    def blocks(self) -> None:
        """Block the account: the bot hears `unfollow`, and nothing it sends arrives."""
        was = self.channel.friends.get(self.person.id)
        if was == "blocked":
            return
        self._befriend("blocked")
        if was == "friend":
            self._send("unfollow", {}, answerable=False)

    def _befriend(self, how: str) -> None:
        self.channel.friends[self.person.id] = how
        self.world.tell("people")

    # -- the two ends -----------------------------------------------------------------------------

    def _say_as_person(self, message: Json, via: str = "message", id: str | None = None) -> Entry:
        return self.world.say(self.chat, self.person.id, message, via, id)

    def _send_message(self, message: Json) -> None:
        self._send("message", {"message": message})

    def _send(self, kind: str, what: Json, answerable: bool = True) -> None:
        blocked = self.channel.friends.get(self.person.id) == "blocked"
        group = self.world.groups.get(self.chat[1])
        if blocked and group is None and kind != "unfollow":
            return  # what is written to a blocked account is not delivered
        if group is not None and self.channel.id not in group.channels:
            return  # the account hears a group only while it is in it
        source = events.source_of(self.world, self.chat[1], self.person.id)
        event = {**events.envelope(self.world, kind, source), **what}
        if answerable and not self.world.settings.standby:
            event["replyToken"] = self.world.new_reply_token(self.chat)
        self.hooks.post(self.channel, [event], self.chat[1])


def mime_of(name: str, given: str | None) -> str:
    """The content type by what was given, else by the name's ending."""
    mime = (given or "").partition(";")[0].strip().lower()
    if re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", mime) and mime != "application/octet-stream":
        return mime
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def checked_pick(action: Json, mode: str, value: str | None) -> str:
    """The picked value; raises NotAllowed where the picker would not offer it."""
    value = (value or str(action.get("initial") or "")).replace("t", "T")
    if not is_picked(mode, value):
        first, last = limits.PICKED_YEARS
        raise NotAllowed(f"{value!r} is no {mode} of the years {first} to {last}")
    low, high = (str(action.get(k) or "").replace("t", "T") for k in ("min", "max"))
    if (low and value < low) or (high and value > high):
        raise NotAllowed(f"{value} lies outside {low} to {high}")
    return value
