"""Photos, files and links that come with replies."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

EvidenceKind = Literal["photo", "file", "link"]


def kind_of_bytes(content_type: str) -> EvidenceKind:
    """What evidence with bytes of this media type is, however it was sent."""
    return "photo" if content_type.startswith("image/") else "file"


EvidenceState = Literal["wanted", "saved", "failed", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A photo, file or link that came with an update; `sha256` names the stored bytes, `shown` the copy to show."""

    id: int
    task_id: int | None
    update_id: int | None
    kind: EvidenceKind
    state: EvidenceState
    name: str = ""
    content_type: str = ""
    size: int = 0
    sha256: str | None = None
    shown: str | None = None
    link: str | None = None
    message_id: str | None = None
    set_id: str | None = None
    set_index: int | None = None


def in_order_sent(pieces: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The evidence as it came, photos chosen together in the order in which they were chosen."""
    known = sorted(pieces, key=lambda piece: piece.id)
    first: dict[tuple[int | None, str], int] = {}
    for piece in known:
        if piece.set_id:
            first.setdefault((piece.update_id, piece.set_id), piece.id)

    def sort_key(piece: Evidence) -> tuple[int, int, int]:
        together = first.get((piece.update_id, piece.set_id)) if piece.set_id else None
        return (piece.id, 0, 0) if together is None else (together, piece.set_index or 0, piece.id)

    return tuple(sorted(known, key=sort_key))
