"""What the answers of a reply are called where the agency's layout has no column for them."""

from collections.abc import Mapping
from typing import Final

from domain.messages import N_

ANSWER_WORDS: Final[Mapping[str, str]] = {
    "result": N_("What was done"),
    "dates": N_("Carried out on"),
    "outcome": N_("Outcome"),
    "reason": N_("Reason"),
    "remark": N_("Remark"),
    "suggestion": N_("Suggestion"),
}
