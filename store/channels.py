"""An agency's LINE channel; its secrets are encrypted at rest."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from domain.audit import Act, Noted
from store import tables
from store.audit import append_entries
from store.books import Books
from store.engine import Conflict
from store.keys import Keys

_C = tables.channels


@dataclass(frozen=True, slots=True)
class Channel:
    """A Messaging API channel: `token` is None where short-lived ones are issued, the ids once LINE told them.

    `under_former_key`: it is still encrypted with a SECRET_KEY that is not the newest one.
    """

    line_channel_id: str
    secret: str = field(repr=False)
    token: str | None = field(default=None, repr=False)
    bot_user_id: str | None = None
    basic_id: str | None = None
    under_former_key: bool = field(default=False, compare=False)


def load_channel(books: Books, keys: Keys) -> Channel | None:
    """The agency's channel; raises KeysError where SECRET_KEY is another than when it was set."""
    row = books.fetch_one(select(_C))
    if row is None:
        return None
    token = None if row.token is None else keys.decrypt(row.token)
    former = not all(keys.is_newest(text) for text in (row.secret, row.token) if text is not None)
    return Channel(row.line_channel_id, keys.decrypt(row.secret), token, row.bot_user_id, row.basic_id, former)


def has_channel(books: Books) -> bool:
    """True where the agency's channel was set."""
    return books.fetch_one(select(_C.c.line_channel_id)) is not None


def set_channel(books: Books, channel: Channel, keys: Keys, by: Act | None = None) -> None:
    """The agency's channel from now on. Raises Conflict where another agency has it."""
    values = {
        "line_channel_id": channel.line_channel_id,
        "secret": keys.encrypt(channel.secret),
        "token": None if channel.token is None else keys.encrypt(channel.token),
        "bot_user_id": channel.bot_user_id,
        "basic_id": channel.basic_id,
    }
    try:
        with books.conn.begin_nested():
            if not books.update(_C, (), values):
                books.insert_all(_C, (values,))
    except IntegrityError as error:
        raise Conflict(f"another agency has the channel {channel.line_channel_id} already") from error
    if by is not None:
        append_entries(books, by, (Noted("changed", "channel", parts={"channel": channel.line_channel_id}),))


def set_bot(books: Books, bot_user_id: str, basic_id: str) -> None:
    """What LINE says of the channel's bot: its own user id, and the id that people find it by."""
    books.update(_C, (), {"bot_user_id": bot_user_id, "basic_id": basic_id})
