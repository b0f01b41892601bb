"""A certified report: a version that never changes, and what became of it."""

from dataclasses import dataclass
from datetime import datetime

from domain.certificates import CertifiedBy
from domain.report import ReportState
from thai.fiscal import RoundKind


@dataclass(frozen=True, slots=True)
class ReportFile:
    """One of a version's files by its ending (`pdf`); its bytes are kept under their SHA-256."""

    suffix: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class CertifiedReport:
    """A version, numbered from 1 within its round. `reason` says why it replaces the one before it.

    `withdrawn_for` is the reason for which a version that was public is so no longer; everyone may read it.
    `way` is how `person_id` certified it, None for what was certified before that was kept; on paper `signed_by` is who
    signed there, as `person_id` states. `prepared_by` is who sent it to the head to be certified.
    `plan` is the number of the year's plan. `slug` is the agency's, for a version that was found by its code alone.
    """

    id: int
    agency_id: int
    slug: str
    agency: str
    year: int
    kind: RoundKind
    number: int
    code: str
    title: str
    person_id: int
    typed_name: str
    position: str
    acting_for: str
    reason: str
    at: datetime
    files: tuple[ReportFile, ...] = ()
    state: ReportState = "certified"
    published_at: datetime | None = None
    superseded_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawn_for: str = ""
    plan: int = 1
    way: CertifiedBy | None = None
    signed_by: str = ""
    prepared_by: int | None = None

    @property
    def of(self) -> tuple[int, int, RoundKind]:
        """Which round it reports on: the year, the number of its plan, and the kind."""
        return self.year, self.plan, self.kind

    def file(self, suffix: str) -> ReportFile | None:
        """The file of this ending."""
        return next((file for file in self.files if file.suffix == suffix), None)
