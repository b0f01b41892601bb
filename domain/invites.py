"""Invite codes: how one is made, how long it lives, and the address that types it into the chat."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final
from urllib.parse import quote

CODE_LENGTH: Final = 8
CODE_LIVES: Final = timedelta(days=14)
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without those that are taken for one another


def new_code(choose: Callable[[str], str]) -> str:
    """A new invite code of letters that `choose` takes by chance."""
    return choose_code(choose, CODE_LENGTH)


def choose_code(choose: Callable[[str], str], length: int) -> str:
    """So many letters by chance; letters and digits, so that no word is taken for a code."""
    while True:
        code = "".join(choose(_LETTERS) for _ in range(length))
        if not code.isalpha() and not code.isdecimal():
            return code


def invite_link(basic_id: str | None, code: str) -> str | None:
    """The address that opens the agency's chat with the code typed in; None where LINE has not named the account.

    Source: https://developers.line.biz/en/docs/messaging-api/using-line-url-scheme/#sending-text-messages
    """
    return f"https://line.me/R/oaMessage/{quote(basic_id)}/?{code}" if basic_id else None
