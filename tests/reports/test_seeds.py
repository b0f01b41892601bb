"""Documents of the five real shapes printed again: plan read, replies typed in the chat, every cell as printed.

Their mistakes are looked for here too: typing the replies is most of the work, and done once for both.
"""

import pytest

from tests.bench.mistakes import recall
from tests.bench.seeds import made_again, seed_file
from tests.intake.files import SAMPLE_NAMES, SEED_NUMBERS, find_document

# The document, its layout, and how many of its cells are compared.
CELLS = {
    **{"results": 58, "plan": 35, "did": 36, "outcomes": 42, "dates": 55},
    **{"000": 58, "001": 35, "002": 36, "003": 42, "004": 55},
}


@pytest.mark.slow
@pytest.mark.parametrize("number", sorted(CELLS))
def test_the_report_has_the_documents_own_cells(number: str) -> None:
    if seed_file(number) is None:
        pytest.skip("the real documents are not at hand")
    made = made_again(number)
    assert made.misses == ()
    assert (made.matched, made.total) == (CELLS[number], CELLS[number])


@pytest.mark.slow
@pytest.mark.parametrize("names", [SAMPLE_NAMES, SEED_NUMBERS], ids=["invented", "real"])
def test_the_mistakes_of_the_documents_are_found(names: tuple[str, ...]) -> None:
    if any(find_document(name) is None for name in names):
        pytest.skip("the real documents are not at hand")
    assert recall(names) == (19, 19, ())
