"""Logs to stderr as text or JSON lines; they never hold message text, tokens or links."""

import json
import logging
from logging import LogRecord


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: LogRecord) -> str:
        """The record as JSON."""
        told = {"at": self.formatTime(record), "level": record.levelname, "logger": record.name}
        told["message"] = record.getMessage()
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def set_up_logs(level: str, style: str) -> None:
    """Log at this level to stderr, in `text` or `json`."""
    handler = logging.StreamHandler()
    plain = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler.setFormatter(JsonLines() if style == "json" else plain)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("alembic", "urllib3", "linebot", "fontTools"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # It warns of each sweep that is not begun because the one before goes on, as is meant.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
