"""What is written of the report: its layout and Word template, and its certified and published versions."""

from dataclasses import dataclass
from datetime import datetime

from domain.certificates import CertifiedBy
from domain.certified import ReportFile
from domain.layout import Layout
from domain.layout_draft import LayoutDraft
from domain.plan import Signatory
from domain.report import ReportState
from thai.fiscal import RoundKind


@dataclass(frozen=True, slots=True)
class SetLayout:
    """The agency's report layout, and what stands in its heading and under it; what is None stays as it is.

    With `plan_id` the layout is that plan's alone. `emblem` names bytes that are kept already; "" takes it away.
    """

    layout: Layout | None = None
    place: str | None = None
    signatories: tuple[Signatory, ...] | None = None
    name: str | None = None
    emblem: str | None = None
    plan_id: int | None = None


@dataclass(frozen=True, slots=True)
class SetBlocks:
    """The kinds of findings that forbid certifying from now on; the rest of the layout is not touched.

    With `plan_id` in the layout of that plan alone.
    """

    kinds: tuple[str, ...]
    plan_id: int | None = None


@dataclass(frozen=True, slots=True)
class SetWordTemplate:
    """The agency's own Word template, whose bytes are kept already; without `sha256` it has none from now on."""

    person_id: int
    at: datetime
    name: str = ""
    sha256: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class CertifyReport:
    """The next version of a round's report, whose bytes are kept already; `number` is what its certifier saw come.

    `reason` says why it replaces the version before it. `way` is how `person_id` certified it; on `paper` they state
    who signed there (`signed_by`). `request_id` is what the head was asked by, and `prepared_by` who asked.
    """

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
    files: tuple[ReportFile, ...]
    plan: int = 1
    way: CertifiedBy = "paper"
    signed_by: str = ""
    request_id: int | None = None
    prepared_by: int | None = None


@dataclass(frozen=True, slots=True)
class PublishReport:
    """The certified version may be seen by everyone; what was published before it is superseded."""

    version_id: int
    person_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class WithdrawReport:
    """Nobody outside the agency gets the version any more; everyone may read the reason.

    `seen` is the state in which whoever withdraws it saw it stand: `published`, or `superseded` since.
    """

    version_id: int
    seen: ReportState
    reason: str
    person_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class KeepLayoutDraft:
    """A layout that is being changed waits to be saved, in place of the draft with the mark `seen`, "" for none."""

    draft: LayoutDraft
    seen: str = ""


@dataclass(frozen=True, slots=True)
class ForgetLayoutDraft:
    """The draft with the mark `seen` was saved, or is not wanted."""

    plan_id: int
    seen: str


ReportWrite = (
    SetLayout
    | SetBlocks
    | KeepLayoutDraft
    | ForgetLayoutDraft
    | SetWordTemplate
    | CertifyReport
    | PublishReport
    | WithdrawReport
)
