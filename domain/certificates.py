"""A report that was sent to the head of the agency to be certified, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from thai.fiscal import RoundKind

RequestState = Literal["waiting", "confirmed", "certified", "returned", "taken_back", "changed"]
STATES: Final[tuple[RequestState, ...]] = (
    "waiting", "confirmed", "certified", "returned", "taken_back", "changed",
)  # fmt: skip
# Those in which no other version of the round may be certified.
OPEN: Final[tuple[RequestState, ...]] = ("waiting", "confirmed")
# How a version was certified: by the head in the chat or on the page, or on paper, as an administrator states.
CertifiedBy = Literal["chat", "page", "paper"]
LONGEST_REASON: Final = 500
# Why a request lapsed whose document could not be made; "" where the report, or who is the head, has changed.
NOT_MADE: Final = "not_made"


@dataclass(frozen=True, slots=True)
class CertificateRequest:
    """A round's report as the administrator `person_id` sent it to the head `to_id`, to be version `number`.

    `mark` is the SHA-256 of what the report says, without the day and who certifies it; `draft` the name of the PDF
    that shows it. `acting_for` is the office whose duties the head carries out, "" for their own. `reason` says why a
    new version is needed. `state` holds since `state_at`; `why` is what was said of it: why it was sent back,
    or `NOT_MADE`.
    """

    id: int
    year: int
    plan: int
    kind: RoundKind
    number: int
    mark: str
    title: str
    person_id: int
    to_id: int
    acting_for: str
    reason: str
    at: datetime
    draft: str
    measures: int
    answered: int
    done: int
    state: RequestState
    state_at: datetime
    why: str = ""

    @property
    def of(self) -> tuple[int, int, RoundKind]:
        """Which round it reports on: the year, the number of its plan, and the kind."""
        return self.year, self.plan, self.kind

    @property
    def is_open(self) -> bool:
        """True while the head's word, or what follows from it, is waited for."""
        return self.state in OPEN

    @property
    def was_not_made(self) -> bool:
        """True where the head gave their word and the document could not be made."""
        return self.state == "changed" and self.why == NOT_MADE


def shorten_mark(mark: str) -> str:
    """The beginning of the mark as people read and compare it: `1A2B-3C4D`."""
    return f"{mark[:4]}-{mark[4:8]}".upper()
