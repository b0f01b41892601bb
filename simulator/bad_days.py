"""What can go wrong on LINE's side, each with its chance from 0 (never) to 1 (always)."""

import random
from collections import Counter
from dataclasses import asdict, dataclass, field, fields
from typing import Any

LONGEST = 3600  # seconds that anything may be made to wait


@dataclass(slots=True)
class BadDays:
    """Chances of faults; the same seed gives the same run of draws for each kind."""

    seed: int = 0
    duplicate: float = 0.0  # an event is delivered twice
    shuffle: float = 0.0  # an event is held back, so that later ones overtake it
    together: float = 0.0  # events of several people wait for each other and come in one POST
    delay: float = 0.0  # webhooks and answers come late
    api_5xx: float = 0.0  # 500 before anything was done
    api_5xx_after: float = 0.0  # 500 although the request was carried out
    hang: float = 0.0  # no answer for hang_seconds, then the connection closes
    reset: float = 0.0  # connection reset before anything was done
    reset_after: float = 0.0  # connection reset although the request was carried out
    too_many: float = 0.0  # 429 for the rate, not the quota
    lost: float = 0.0  # 200, and never delivered
    content_400: float = 0.0  # 400 on content that is there
    quota_spent: float = 0.0  # 429 as if the month's messages were used up
    shuffle_seconds: float = 0.5
    together_seconds: float = 0.3
    delay_seconds: float = 0.5
    hang_seconds: float = 15.0
    _drawn: Counter[str] = field(default_factory=Counter, repr=False)

    def strikes(self, fault: str, of: str = "") -> bool:
        """Whether this fault happens now; `of` is whose draw it is (a kind of call)."""
        chance = float(getattr(self, fault))
        return chance > 0 and self.random(f"{fault} {of}").random() < chance

    def seconds(self, most: float, of: str = "") -> float:
        """A waiting time between a fifth of `most` and `most`."""
        return most * (0.2 + 0.8 * self.random(f"seconds {of}").random())

    def random(self, kind: str) -> random.Random:
        """The next draw of this kind: the same in every run of the same seed."""
        self._drawn[kind] += 1
        return random.Random(f"{self.seed}:{kind}:{self._drawn[kind]}")

    def set(self, given: dict[str, Any]) -> None:
        """Take these settings over; raises ValueError for an unknown name or a value that is no number."""
        unknown = set(given) - set(SETTINGS)
        if unknown:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(SETTINGS)}")
        for name, value in given.items():
            if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
                raise ValueError(f"{name} must be a number of at least 0")
            if name in CHANCES and value > 1:
                raise ValueError(f"{name} must be between 0 and 1")
            if name.endswith("_seconds") and value > LONGEST:
                raise ValueError(f"{name} must be at most {LONGEST}")
        for name, value in given.items():
            setattr(self, name, int(value) if name == "seed" else float(value))
        if "seed" in given:
            self._drawn.clear()

    def shown(self) -> dict[str, Any]:
        """All settings by name."""
        return {name: value for name, value in asdict(self).items() if name in SETTINGS}


SETTINGS = tuple(f.name for f in fields(BadDays) if not f.name.startswith("_"))
CHANCES = tuple(n for n in SETTINGS if n != "seed" and not n.endswith("_seconds"))
