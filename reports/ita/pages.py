"""On which page of a PDF a text stands."""

from collections.abc import Sequence
from itertools import pairwise

from thai.normalise import remove_spaces


class PdfPages:
    """The pages' texts to look in; spaces do not count, as lines are broken anew in print."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = tuple(map(remove_spaces, texts))

    def find_page(self, text: str, since: int = 1) -> int | None:
        """The first page, from 1, on which the text stands or begins; None where it stands nowhere.

        Pages before `since` are looked at last: a short text may stand on several.
        """
        wanted = remove_spaces(text)
        numbers = range(1, len(self._texts) + 1)
        order = [*numbers[since - 1 :], *numbers[: since - 1]]
        if not wanted:
            return None
        whole = next((number for number in order if wanted in self._texts[number - 1]), None)
        return whole or self._find_torn(wanted)

    def _find_torn(self, wanted: str) -> int | None:
        """The page on which the text begins that goes on upon the next one."""
        for number, (here, there) in enumerate(pairwise(self._texts), 1):
            cut = _longest_start(wanted, here)
            if cut and wanted[cut:] in there:
                return number
        return None


def _longest_start(wanted: str, within: str) -> int:
    """How many of the text's first letters stand together within the other one."""
    least, most = 0, len(wanted)
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if wanted[:middle] in within else (least, middle - 1)
    return least
