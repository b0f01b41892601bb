"""What the pages are served from: handed in once by the app factory."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app

from domain.sending import Quota
from store.engine import Database
from store.files import EvidenceFiles
from store.keys import Keys


@dataclass(frozen=True)
class WebPort:
    """`now` is world time (it may be moved in the demo), `base_url` our address without a slash at its end.

    `quota_of` asks LINE what pushes the month still allows an agency; None where LINE does not say.
    """

    database: Database
    keys: Keys
    files: EvidenceFiles
    now: Callable[[], datetime]
    base_url: str
    secure_cookies: bool
    quota_of: Callable[[int], Quota | None] = lambda _agency_id: None


def port() -> WebPort:
    """The port of the app that is answering."""
    return cast(WebPort, current_app.extensions["web"])
