"""How often each thing goes wrong, and whether it does now; nothing does once the bad days are over."""

import random
from collections import Counter

RATES = {
    "crash": 0.0012, "disk": 0.0008, "refused": 0.02, "too many": 0.01, "answer lost": 0.015, "late answer": 0.02,
    "paused": 0.008, "late event": 0.01, "double event": 0.04, "webhook unheard": 0.02, "answer unheard": 0.02,
    "content refused": 0.1, "photo not ready": 0.3,
}  # fmt: skip


class Luck:
    """Draws by a seed of its own, so that one fault more or less does not change the people."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(f"luck:{seed}")
        self.is_over = False
        self.struck = Counter[str]()

    def __call__(self, what: str) -> bool:
        """Whether it goes wrong this time."""
        struck = not self.is_over and self._rng.random() < RATES[what]
        self.struck[what] += struck
        return struck
