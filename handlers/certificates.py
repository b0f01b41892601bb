"""The head of the agency certifies a report in the chat: it is looked at twice, certified, or sent back with a reason.

Nothing is certified here: the head's word is kept, and the worker makes the version where the report still says what
the head has seen.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, Final

from domain.agency import Agency, Person, may_certify
from domain.certificates import LONGEST_REASON, CertificateRequest, shorten_mark
from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Choice, Choices, Message, Say, SignInLink, join_sentences, say
from domain.plan_ref import PlanRef
from domain.plan_words import round_title
from domain.writes import ConfirmCertificate, OfferSignIn, ReturnCertificate, Write
from handlers.advance import begin
from handlers.facts import Facts
from handlers.flow import DONE, BadAnswer, Finish, Flow, Step, Turn, get_answer, stop_saying
from thai.clusters import trim

REQUEST: Final = "request"  # noted: which report is being sent back
PAGE_FOR: Final = timedelta(hours=1)
_LONGEST_ID: Final = 15

_ASKED = N_(
    "{admin} sends you a report to certify:\n{report}\n{agency}\n\n{told}\n\n"
    "Please look at the report first; then certify it, or send it back to be mended."
)
_COUNTED = N_("{measures} measures, {answered} of them reported on, {done} done")
_VERSION = N_("Version {number}, content code {mark}")
_AS_HEAD = N_("You certify it as {name}, {position}")
_ACTING = N_("You certify it as {name}, {position}, acting for {office}")
_SURE = N_(
    "You are about to certify:\n{report}\n{told}\n\n"
    "Is it you, and have you looked at the report with this content code? What is certified cannot be changed."
)
_KEPT = N_(
    "Your word is kept: you certify version {number}, content code {mark}. The document is being made; you are told "
    "here once it is there. If the report has changed since it was sent to you, nothing is certified."
)
_NOT_NOW = N_("Nothing was certified. The report waits for you; type “รับรองรายงาน” to see it again.")
_WHY = N_("{report}, version {number}\nWhat is to be mended? {admin} is told it in your words.")
_STOPPED = N_("Stopped. The report was not sent back; it still waits for you.")
_SENT_BACK = N_("Sent back: {admin} is told “{why}”.")
_SAYS_WHY = N_("{name} sends the report back and does not certify it:\n{report}, version {number}\n“{why}”")
_NONE_WAITS = N_("No report waits for you to certify it.")
_NOT_A_HEAD = N_("Reports are certified by the head of the agency. Your name does not have that role just now.")
_ON_PAGE = N_(
    "Here you look at the report and certify it on a page. The link works once, for an hour. Please do not pass it on."
)
_NOT_MADE = N_(
    "Nothing was certified: the document of {report}, version {number}, could not be made for an hour. "
    "The administrator sends it to you again."
)
_TOLD_NOT_MADE = N_(
    "{name} has given their word, but the document could not be made for an hour. Nothing was certified:\n"
    "{report}, version {number}\nPlease tell who runs Tidtam, and send it again."
)
# What became of a request that waits no more.
_GONE: Final = {
    "confirmed": N_("You have certified this version already; its document is being made."),
    "certified": N_("This version is certified already. There is nothing more to do."),
    "returned": N_("You have sent this report back. Once it is mended it is sent to you again."),
    "taken_back": N_("The administrator has taken this report back, so it is not certified. There is nothing to do."),
    "changed": N_(
        "The report has changed since it was sent to you, so it is not certified. The administrator sends it again."
    ),
}
_GONE_NOT_MADE: Final = N_("The document could not be made, so nothing is certified. The administrator sends it again.")
_GONE_ALL: Final = N_("This report does not wait for you.")
_CERTIFIED = N_("Certified: {report}, version {number}, document code {code}. The administrator publishes it.")
_TOLD_ADMIN = N_(
    "{name} has certified the report:\n{report}, version {number}, document code {code}\nIt can be published now."
)
_LAPSED = N_(
    "Nothing was certified: {report} has changed since it was sent to you (content code {mark}). "
    "The administrator looks at it and sends it again."
)
_TOLD_LAPSED = N_(
    "{name} was to certify the report, but it, or who is the head, has changed since it was sent. Nothing was "
    "certified:\n{report}, version {number}\nPlease look at it and send it again."
)


def build_request(
    request: CertificateRequest, head: Person, admin: str, agency: Agency, plans: Sequence[PlanRef], look: str
) -> Choices:
    """What the head is sent: which report it is, where to look at it, and the buttons; none is typed by a number."""
    told = join_sentences([_tell_version(request), _tell_counts(request), _tell_office(request, head)])
    text = say(_ASKED, admin=admin, report=round_title(plans, request.of), agency=agency.name, told=told)
    choices = (
        Choice(say(N_("Look at the report (PDF)")), uri=look),
        Choice(say(N_("Certify")), f":head:yes:{request.id}", side=True),
        Choice(say(N_("Send it back to be mended")), f":send_back:{request.id}", side=True),
        Choice(say(N_("Certify on a page instead")), f":head:web:{request.id}", side=True),
    )
    return Choices(text, choices, buttons=True, tapped=True)


def tell_certified(request: CertificateRequest, code: str, plans: Sequence[PlanRef]) -> Say:
    """What the head is told once the version is there."""
    return say(_CERTIFIED, report=round_title(plans, request.of), number=request.number, code=code)


def tell_admin_certified(request: CertificateRequest, head: str, code: str, plans: Sequence[PlanRef]) -> Say:
    """What who sent the report is told once the version is there."""
    report = round_title(plans, request.of)
    return say(_TOLD_ADMIN, name=head, report=report, number=request.number, code=code)


def tell_lapsed(request: CertificateRequest, plans: Sequence[PlanRef]) -> Say:
    """What the head is told where the report has changed since it was sent."""
    return say(_LAPSED, report=round_title(plans, request.of), mark=shorten_mark(request.mark))


def tell_admin_lapsed(request: CertificateRequest, head: str, plans: Sequence[PlanRef]) -> Say:
    """What who sent the report is told where it has changed since."""
    return say(_TOLD_LAPSED, name=head, report=round_title(plans, request.of), number=request.number)


def tell_not_made(request: CertificateRequest, plans: Sequence[PlanRef]) -> Say:
    """What the head is told where the document could not be made."""
    return say(_NOT_MADE, report=round_title(plans, request.of), number=request.number)


def tell_admin_not_made(request: CertificateRequest, head: str, plans: Sequence[PlanRef]) -> Say:
    """What who sent the report is told where the document could not be made."""
    return say(_TOLD_NOT_MADE, name=head, report=round_title(plans, request.of), number=request.number)


def tell_sent_back(request: CertificateRequest, head: str, why: str, plans: Sequence[PlanRef]) -> Say:
    """What who sent the report is told of why it is not certified."""
    return say(_SAYS_WHY, name=head, report=round_title(plans, request.of), number=request.number, why=why)


def answer_as_head(state: State, event: Event, facts: Facts, argument: str) -> Turn:
    """What waits for the head; or the head's word on the report of the button."""
    says, _, rest = argument.partition(":")
    number, _, mark = rest.partition(":")
    if not says:
        return _show_waiting(state, facts)
    request = _find_asked(number, facts)
    if refused := _why_not(request, facts):
        return Turn(state, (say(refused),))
    assert request is not None and facts.person is not None  # noqa: S101
    match says:
        case "yes":
            return Turn(state, (_ask_if_sure(request, facts.person, facts),))
        case "sure" if mark == request.mark:
            kept = say(_KEPT, number=request.number, mark=shorten_mark(request.mark))
            return Turn(state, (kept,), (ConfirmCertificate(request.id, facts.person.id, mark, event.at),))
        case "web":
            return _offer_page(state, event, facts.person)
    return Turn(state, (say(_NOT_NOW),))


def _show_waiting(state: State, facts: Facts) -> Turn:
    """What waits for the person's word, with its buttons again."""
    who = facts.person
    if who is None or not may_certify(who):
        return Turn(state, (say(_NOT_A_HEAD),))
    shown = [_show_again(one, who, facts) for one in facts.certificates_to_me()]
    return Turn(state, tuple(shown[:_AT_ONCE]) or (say(_NONE_WAITS),))


_AT_ONCE: Final = 3  # rounds of which a report waits; LINE takes five messages


def _show_again(request: CertificateRequest, who: Person, facts: Facts) -> Choices:
    admin = facts.name_of(request.person_id)
    return build_request(request, who, admin, facts.agency, facts.plans(), facts.look_at_certificate(request))


def _find_asked(number: str, facts: Facts) -> CertificateRequest | None:
    """The request of the button, where it was sent to the person."""
    found = facts.certificate(int(number)) if number.isdecimal() and len(number) <= _LONGEST_ID else None
    return found if found and facts.person and found.to_id == facts.person.id else None


def _why_not(request: CertificateRequest | None, facts: Facts) -> str:
    """Why the request is not the person's to answer now; "" where it is."""
    if facts.person is None or not may_certify(facts.person):
        return _NOT_A_HEAD
    if request is None:
        return _GONE_ALL
    return _GONE_NOT_MADE if request.was_not_made else _GONE.get(request.state, "")


def _ask_if_sure(request: CertificateRequest, who: Person, facts: Facts) -> Choices:
    """The second look, which names the very contents; it is answered by its buttons alone."""
    told = join_sentences([_tell_version(request), _tell_counts(request), _tell_office(request, who)])
    choices = (
        Choice(say(N_("Yes, I certify this version")), f":head:sure:{request.id}:{request.mark}", side=True),
        Choice(say(N_("Not now")), f":head:wait:{request.id}", side=True),
    )
    return Choices(
        say(_SURE, report=round_title(facts.plans(), request.of), told=told), choices, buttons=True, tapped=True
    )


def _offer_page(state: State, event: Event, who: Person) -> Turn:
    """A one-time link to the page on which the head certifies."""
    link = SignInLink(say(_ON_PAGE), say(N_("Open the page")), who.id, event.id, "certify")
    return Turn(state, (link,), (OfferSignIn(who.id, event.id, event.at, event.at + PAGE_FOR, "certify"),))


def _tell_version(request: CertificateRequest) -> Say:
    return say(_VERSION, number=request.number, mark=shorten_mark(request.mark))


def _tell_counts(request: CertificateRequest) -> Say:
    return say(_COUNTED, measures=request.measures, answered=request.answered, done=request.done)


def _tell_office(request: CertificateRequest, who: Person) -> Say:
    """In which office the person certifies."""
    if request.acting_for:
        return say(_ACTING, name=who.name, position=who.position, office=request.acting_for)
    return say(_AS_HEAD, name=who.name, position=who.position)


def send_back_flow() -> Flow:
    """The flow that asks why the report is sent back."""
    step = Step("why", _ask_why, _read_why, DONE, text=True)
    return Flow(
        "send_back", lambda _state: {"why": step}, "why", _finish_send_back, stop=stop_saying(_STOPPED),
        gone=_tell_gone, to_a_colleague=True,
    )  # fmt: skip


def begin_send_back(state: State, event: Event, facts: Facts, argument: str) -> Turn:
    """The question why, for the report of the button."""
    request = _find_asked(argument, facts)
    if refused := _why_not(request, facts):
        return Turn(state, (say(refused),))
    assert request is not None  # noqa: S101
    return begin(send_back_flow(), state, event, facts, notes={REQUEST: request.id})


def _find_noted(state: State, facts: Facts) -> CertificateRequest | None:
    return _find_asked(str(state.notes.get(REQUEST, "")), facts)


def _tell_gone(state: State, facts: Facts) -> Say | None:
    refused = _why_not(_find_noted(state, facts), facts)
    return say(refused) if refused else None


def _ask_why(state: State, facts: Facts) -> Message:
    request = _find_noted(state, facts)
    assert request is not None  # noqa: S101
    report, admin = round_title(facts.plans(), request.of), facts.name_of(request.person_id)
    return Choices(say(_WHY, report=report, number=request.number, admin=admin))


def _read_why(event: Event, _state: State, _facts: Facts) -> Any:
    text = event.text.strip() if event.kind == "text" else ""
    if not text:
        raise BadAnswer(say(N_("Please type your answer as a message.")))
    if len(text) > LONGEST_REASON:
        raise BadAnswer(say(N_("That is too long: at most {most} letters."), most=LONGEST_REASON))
    return text


def _finish_send_back(state: State, event: Event, facts: Facts) -> Finish:
    request, why = _find_noted(state, facts), str(get_answer(state, "why"))
    if request is None or facts.person is None:
        return Finish((say(_GONE_ALL),))
    told = say(_SENT_BACK, admin=facts.name_of(request.person_id), why=trim(why, 200))
    return Finish((told,), (ReturnCertificate(request.id, facts.person.id, why, event.at),))


def list_certificate_messages(writes: Sequence[Write], facts: Facts) -> Iterator[tuple[int, Message]]:
    """Who sent a report that comes back in these writes, and what they are told."""
    for write in writes:
        request = facts.certificate(write.request_id) if isinstance(write, ReturnCertificate) else None
        if request and isinstance(write, ReturnCertificate) and facts.person:
            yield request.person_id, tell_sent_back(request, facts.person.name, write.why, facts.plans())
