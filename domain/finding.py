"""Something that a person should look at: of which kind, where it stands, and what it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Parts = Mapping[str, str | int]
MEANT, TIMES = "meant", "times"


@dataclass(frozen=True, slots=True)
class Finding:
    """A doubt about a plan or a report; nothing is corrected, a person decides.

    What each kind says stands in `checks/kinds.py`. `parts` hold the document's own words and figures: `meant` is what
    may be written instead, `times` in how many places the same stands, all others what the finding is about. `blocks`
    forbids certifying; `task` is the id of the one it is about.
    """

    kind: str
    place: str
    parts: Parts = field(default_factory=dict, hash=False)
    blocks: bool = False
    task: int | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """What it is about, each once, in the order in which it was given."""
        about = (str(part) for name, part in self.parts.items() if name not in (MEANT, TIMES))
        return tuple(dict.fromkeys(filter(None, about)))

    @property
    def meant(self) -> str:
        """What may be written instead; "" where nothing is proposed."""
        return str(self.parts.get(MEANT, ""))

    @property
    def times(self) -> int:
        """In how many places the same stands; 1 where it was not counted."""
        return int(self.parts.get(TIMES, 1))
