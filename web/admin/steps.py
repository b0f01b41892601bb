"""What the steps of an agency's year are, and what they follow from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from domain.agency import Person
from domain.certificates import CertificateRequest
from domain.certified import CertifiedReport
from domain.messages import N_, Say
from domain.plan_ref import PlanRef
from domain.rounds import RoundOfPlan
from domain.task import Round, Task
from store.certified import in_force, was_published
from web.plans import address_of


class State(StrEnum):
    """How far a step is; only `now` asks the administrator for something."""

    DONE = "done"
    GOING = "going"
    NOW = "now"
    LATER = "later"


STATES = {
    State.DONE: N_("This step is done"),
    State.GOING: N_("Under way"),
    State.NOW: N_("To do now"),
    State.LATER: N_("Not yet"),
}


@dataclass(frozen=True, slots=True)
class Button:
    """Where a step leads: a sentence of the catalogue, the page's endpoint, and what its address names."""

    label: str
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing of a step that turns green by itself, and where it is done."""

    done: bool
    button: Button
    told: Say | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the year; `parts` are what it is made of."""

    key: str
    title: str
    state: State
    lines: tuple[Say, ...] = ()
    button: Button | None = None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class YearFacts:
    """What the steps follow from, as it is stored. `year` is the fiscal year (Buddhist era) that is looked at.

    `heard` is True once LINE sent the agency's account anything; `placed` and `emblem` where its place and emblem are
    set. `measures` is None where the year has no plan. `round` is the round looked at with its tasks and the versions
    of its report, and what was sent to a head of it last (`request`); `to_open` the one that may be opened next.
    `plans` are all plans on file.
    """

    today: date
    people: tuple[Person, ...]
    connected: bool
    heard: bool
    signatories: int
    year: int
    measures: int | None
    plans: tuple[PlanRef, ...]
    round: Round | None
    to_open: RoundOfPlan | None
    tasks: tuple[Task, ...] = ()
    publish_by: date | None = None
    versions: tuple[CertifiedReport, ...] = ()
    placed: bool = False
    emblem: bool = False
    request: CertificateRequest | None = None

    @property
    def version(self) -> CertifiedReport | None:
        """The version of the round's report that holds."""
        return in_force(self.versions)

    @property
    def withdrawn(self) -> CertifiedReport | None:
        """The version that everyone could read last and nobody can any more; None where one can be read."""
        last = next((version for version in self.versions if was_published(version)), None)
        return last if last and last.withdrawn_at else None

    @property
    def is_open(self) -> bool:
        """True while the round takes replies."""
        return self.round is not None and self.round.closed_at is None

    @property
    def at_round(self) -> dict[str, Any]:
        """How an address names the round."""
        return address_of(self.round.of) if self.round else {}

    @property
    def of_round(self) -> dict[str, Any]:
        """How the address of the round's tasks names it."""
        return address_of(self.round.of, "round") if self.round else {}
