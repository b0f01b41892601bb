"""Identifiers in the shapes that LINE uses."""

import hashlib
import random
import uuid

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def stable_id(prefix: str, key: str) -> str:
    """The same `U…`, `C…` id for the same key in every run, so that a bot's records outlive a restart."""
    return prefix + hashlib.sha256(f"simulator:{prefix}:{key}".encode()).hexdigest()[:32]


def ulid(milliseconds: int, rng: random.Random) -> str:
    """A ULID of that time: 10 letters of time, 16 of chance."""
    number = (milliseconds << 80) | rng.getrandbits(80)
    return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))


def token(rng: random.Random, letters: int = 32) -> str:
    """A hexadecimal token of so many letters."""
    return f"{rng.getrandbits(letters * 4):0{letters}x}"


def request_id(rng: random.Random) -> str:
    """A UUID for `x-line-request-id`."""
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))
