"""How long a test waits for what must come."""

from typing import Final

# Seconds. On a machine that is slow and busy it comes late; only a test that fails waits so long.
PATIENCE: Final = 300.0
