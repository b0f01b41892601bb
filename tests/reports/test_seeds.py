"""Documents of the five real shapes printed again: plan read, replies typed in the chat, every cell as printed."""

import pytest

from tests.bench.seeds import made_again, seed_file

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
