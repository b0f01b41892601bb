"""Something that a person should look at: of which kind, where it stands, and what it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter

Parts = Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class Finding:
    """A doubt about a plan or a report; nothing is corrected, a person decides.

    `said` and `mend` are English sentences with named parts: what it is, and what would mend it. The document's own
    words stand in `parts` alone, so that pages can show them beside a sentence in another language. `blocks` forbids
    certifying; `task` is the id of the one it is about.
    """

    kind: str
    place: str
    said: str
    mend: str | None = None
    parts: Parts = field(default_factory=dict, hash=False)
    blocks: bool = False
    task: int | None = None

    @property
    def message(self) -> str:
        """What it is, in English, with the words it is about."""
        return _filled(self.said, self.parts)

    @property
    def proposal(self) -> str | None:
        """What would mend it, in English."""
        return None if self.mend is None else _filled(self.mend, self.parts)

    @property
    def words(self) -> tuple[str, ...]:
        """The parts that it is about, as they are written in the sentence."""
        return _parts_in(self.said, self.parts)

    @property
    def instead(self) -> tuple[str, ...]:
        """The parts that may be written instead."""
        return _parts_in(self.mend or "", self.parts)

    def data(self) -> dict[str, str | None]:
        """The finding as JSON of the documented shape."""
        return {"kind": self.kind, "place": self.place, "message": self.message, "proposal": self.proposal}


def _filled(sentence: str, parts: Parts) -> str:
    """The sentence with its parts; one without parts stands as it is."""
    return sentence.format_map(parts) if parts else sentence


def _parts_in(sentence: str, parts: Parts) -> tuple[str, ...]:
    """Each part that the sentence names, as it is written there; one named `_so` is English of ours and none."""
    if not parts:
        return ()
    named = [(name, layout or "") for _, name, layout, _ in Formatter().parse(sentence) if name and name[0] != "_"]
    return tuple(dict.fromkeys(format(parts[name], layout) for name, layout in named))
