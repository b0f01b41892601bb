"""How addresses name a fiscal year, a round and a file's ending, and the key in one of them."""

from typing import Final

from thai.fiscal import RoundKind
from web.port import port

KIND: Final = f"<any({','.join(RoundKind)}):kind>"
YEAR: Final = "<int(min=2400, max=2999):year>"
# A further plan of the year; the first is not named.
PLAN: Final = "<int(min=2, max=99):plan>"
MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
SUFFIX: Final = f"<any({','.join(MEDIA_TYPES)}):suffix>"
# The agency may also have the JSON that says who reported; it has no public address.
VERSION_SUFFIX: Final = f"<any('full.json',{','.join(MEDIA_TYPES)}):suffix>"
# The most that a database's whole number holds, and a browser's.
LARGEST_ID: Final = 2**53 - 1


def feed_secret(slug: str) -> str:
    """The unguessable part of the feed's address."""
    return port().keys.sign("calendar", slug)


def is_feed_secret(slug: str, secret: str) -> bool:
    """True for the secret, and for what it was under a former SECRET_KEY that is still kept."""
    return port().keys.is_signed(secret, "calendar", slug)
