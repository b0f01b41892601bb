"""What may stand in a column, in words: the same where a document is read in and where its data is described."""

from collections.abc import Mapping
from typing import Final

from domain.columns import Kind
from domain.messages import N_

KIND_WORDS: Final[Mapping[Kind, str]] = {
    "text": N_("words"),
    "number": N_("a number"),
    "money": N_("an amount of money"),
    "percent": N_("a percentage"),
    "choice": N_("one of several choices"),
    "date": N_("a day"),
    "period": N_("months or quarters to be ticked"),
    "links": N_("links"),
}
