"""Faults told to Sentry, where the operator asks for it: which fault, where in the code, of which event; never of whom.

The SDK is an extra of its own (`pip install tidtam[sentry]`) and loaded only where SENTRY_DSN is set.
"""

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from bot.logs import tell_about, without_secrets
from bot.settings import BadSetting

if TYPE_CHECKING:
    from sentry_sdk.types import Event

MISSING: Final = "SENTRY_DSN is set, but the SDK is not installed: pip install 'tidtam[sentry]', or set it to nothing"
# What of an event is sent on. Whatever the SDK adds besides, now or later, stays here.
_KEPT: Final = ("event_id", "timestamp", "level", "logger", "platform", "release", "environment", "exception", "sdk")
_OF_FRAME: Final = ("filename", "abs_path", "function", "module", "lineno", "in_app")


def set_up_sentry(dsn: str, release: str, **options: Any) -> None:
    """Tell faults to Sentry from now on, where `dsn` is not empty; raises BadSetting where that cannot be."""
    if not dsn:
        return
    try:
        import sentry_sdk
        from sentry_sdk.integrations.logging import LoggingIntegration
        from sentry_sdk.utils import BadDsn
    except ImportError as error:
        raise BadSetting(MISSING) from error
    try:
        sentry_sdk.init(
            dsn=dsn,
            release=release,
            include_local_variables=False,
            include_source_context=False,
            max_breadcrumbs=0,
            max_request_body_size="never",
            auto_session_tracking=False,
            traces_sample_rate=None,
            server_name="",
            # Ours catch what fails and log it, without what it failed on; so does Flask.
            default_integrations=False,
            auto_enabling_integrations=False,
            integrations=[LoggingIntegration(level=None, event_level=logging.ERROR)],
            before_send=_scrub,
            **options,
        )
    except BadDsn as error:
        raise BadSetting(
            "SENTRY_DSN is no address of a Sentry project: copy it from there, or set it to nothing"
        ) from error


def _scrub(event: "Event", _hint: dict[str, Any]) -> "Event":
    """What may leave the machine: of an exception its type and places, of the log its words, of which event it was."""
    told: Mapping[str, Any] = event
    kept: dict[str, Any] = {name: told[name] for name in _KEPT if name in told}
    if "exception" in kept:
        kept["exception"] = {"values": [_bare_exception(one) for one in told["exception"].get("values") or ()]}
    if message := _find_message(told):
        kept["message"] = without_secrets(message)
    kept["tags"] = {name: str(value) for name, value in tell_about().items()}
    return cast("Event", kept)


def _find_message(event: Mapping[str, Any]) -> str:
    """The log's line as it was written: the arguments apart from it would be kept as values."""
    entry = event.get("logentry") or {}
    return str(entry.get("formatted") or entry.get("message") or event.get("message") or "")


def _bare_exception(told: Mapping[str, Any]) -> dict[str, Any]:
    """The exception without its words, which may quote what somebody wrote, and without the values in its frames."""
    frames = (told.get("stacktrace") or {}).get("frames") or ()
    bare = [{name: frame[name] for name in _OF_FRAME if name in frame} for frame in frames]
    return {"type": told.get("type"), "module": told.get("module"), "stacktrace": {"frames": bare}}
