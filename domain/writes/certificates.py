"""What is written of a report that waits for the head of the agency to certify it."""

from dataclasses import dataclass
from datetime import datetime

from domain.certificates import RequestState
from thai.fiscal import RoundKind


@dataclass(frozen=True, slots=True)
class AskCertificate:
    """The round's report is sent to the head `to_id`, as it says what has the `mark` and its PDF `draft` shows."""

    year: int
    kind: RoundKind
    plan: int
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


@dataclass(frozen=True, slots=True)
class ConfirmCertificate:
    """The head certifies, in the chat, the version with this mark; its files are made by the worker."""

    request_id: int
    person_id: int
    mark: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReturnCertificate:
    """The head sends the report back to be mended, and says why."""

    request_id: int
    person_id: int
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TakeBackCertificate:
    """An administrator takes the report back before the head has certified it."""

    request_id: int
    person_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class LapseCertificate:
    """Nothing came of the request in the state `seen`: the report has changed since it was sent, or its head has.

    `why` is `NOT_MADE` where its document could not be made.
    """

    request_id: int
    seen: RequestState
    at: datetime
    why: str = ""


CertificateWrite = AskCertificate | ConfirmCertificate | ReturnCertificate | TakeBackCertificate | LapseCertificate
