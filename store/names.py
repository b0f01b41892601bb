"""Names as they are kept and compared, whatever was pasted with them."""

import re

# Soft hyphen, zero-width and direction marks, the byte order mark: they come with text that was pasted.
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def bare(name: str) -> str:
    """The name without its spaces and what is not seen: how names are compared."""
    return "".join(_UNSEEN.sub("", name).split())


def spaced(name: str) -> str:
    """The name as it is kept: single spaces, and nothing that is not seen."""
    return " ".join(_UNSEEN.sub("", name).split())
