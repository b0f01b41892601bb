"""What the demo's own page is told: written by `tidtam demo`, read by its web process."""

import json
import os
from dataclasses import asdict
from pathlib import Path

from bot.settings import Settings, demo_file
from thai.fiscal import RoundKind
from web.port import DemoPlace


def keep_demo_place(place: DemoPlace) -> None:
    """Write down where the demo is, for whoever runs it alone: the invite code stands in it."""
    kept = _place_file()
    kept.touch(mode=0o600)
    kept.write_text(json.dumps(asdict(place), ensure_ascii=False, indent=1), "utf-8")


def load_demo_place(settings: Settings) -> DemoPlace | None:
    """Where the demo is; None outside of it, where the clock is the machine's own."""
    if settings.clock_url is None or not _place_file().exists():
        return None
    found = json.loads(_place_file().read_text("utf-8"))
    return DemoPlace(**{**found, "kind": RoundKind(found["kind"])})


def _place_file() -> Path:
    return demo_file(os.environ).with_name("demo-page.json")
