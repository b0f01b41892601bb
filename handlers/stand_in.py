"""Standing in for a colleague: who is asked, what they answer, and whom that is told."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.agency import Person, has_stand_in, overlap
from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Choice, Choices, Message, Say, say
from domain.writes import AnswerDeputy, AskDeputy, SetAway, SetDeputy, Write
from handlers.facts import Facts
from handlers.flow import Turn
from thai.absences import Span

_PENDING = N_("{name} is asked to stand in. Until that one accepts, nobody does.")
_PENDING_BESIDE = N_("{name} is asked to stand in. Until that one accepts, {before} does.")
_WILL_STAND_IN = N_("{name} will be away {days}, and you stand in: their tasks are among yours on these days.")
_NO_MORE = N_("{name} is not away any more ({days}). You need not stand in.")
_NOT_ASKED_ANY_MORE = N_("{name} does not ask you to stand in any more. There is nothing to be done.")
_ANOTHER_DOES = N_("{deputy} stands in for {name} now. You need not.")
_NEED_NOT = N_("{name} has chosen that nobody stands in. You need not.")
_AWAY_TOO = N_(
    "{name}, who stands in for you, will be away {days}, too. To ask somebody else, type “เลือกผู้แทน”; "
    "else nobody does on these days."
)
_ASKED = N_("{name} will be away {days} and asks you to stand in: to report, check and be reminded in their place.")
_WHOM = N_("Several colleagues wait for your word. For whom do you stand in?")
_WHOM_NOT = N_("Several colleagues wait for your word. For whom do you not stand in?")
_NOT_ASKED = N_("Nobody waits for your word on standing in.")
_ACCEPTED = N_("You stand in for {name}, {days}. Their tasks are among yours on these days: type “งาน”.")
_DECLINED = N_("{name} is told that you do not stand in.")
_HAS_ACCEPTED = N_("{name} has accepted to stand in for you.")
_HAS_DECLINED = N_("{name} cannot stand in for you. To ask somebody else, type “เลือกผู้แทน”.")


def format_days(span: Span) -> Say:
    """The days of an absence."""
    if span[0] == span[1]:
        return say("{day}", day=span[0])
    return say(N_("{first} to {last}"), first=span[0], last=span[1])


def find_noted_absence(facts: Facts) -> Span | None:
    """The person's absence, where it is not over."""
    away = facts.person.away if facts.person else None
    return away if away and away[1] >= facts.today else None


def answer_request(state: State, _event: Event, facts: Facts, argument: str) -> Turn:
    """The colleague's word on standing in: for the person of the button, else for the one who asked first."""
    accepts, _, wanted = argument.partition(":")
    asking = facts.asking()
    chosen = next((one for one in asking if wanted in ("", str(one.id))), None)
    if facts.person is None or chosen is None or accepts not in ("yes", "no"):
        return Turn(state, (say(_NOT_ASKED),))
    if not wanted and len(asking) > 1:
        names = tuple(Choice(say("{name}", name=one.name), f":deputy:{accepts}:{one.id}") for one in asking)
        return Turn(state, (Choices(say(_WHOM if accepts == "yes" else _WHOM_NOT), names, buttons=True),))
    told: Message = say(_DECLINED, name=chosen.name)
    if accepts == "yes":
        days = (
            format_days(chosen.away) if chosen.away and chosen.away[1] >= facts.today else say(N_("when they are away"))
        )
        told = say(_ACCEPTED, name=chosen.name, days=days)
    rest = tuple(build_request(one) for one in asking if one.id != chosen.id and one.away)
    return Turn(state, (told, *rest[:1]), (AnswerDeputy(chosen.id, facts.person.id, accepts == "yes"),))


def build_request(person: Person) -> Choices:
    """What a colleague is asked; its choices are typed by their words, so that no number is taken for another's."""
    assert person.away  # noqa: S101
    choices = (
        Choice(say(N_("Stand in")), f":deputy:yes:{person.id}", side=True),
        Choice(say(N_("I cannot")), f":deputy:no:{person.id}", side=True),
    )
    return Choices(say(_ASKED, name=person.name, days=format_days(person.away)), choices)


def list_messages_to_others(writes: Sequence[Write], facts: Facts) -> Iterator[tuple[int, Message]]:
    """Whom else what was written concerns, and what they are told: who is asked to stand in, and who had asked."""
    away = {write.person_id: write.away for write in writes if isinstance(write, SetAway)}
    if facts.person is not None and facts.person.id in away:
        yield from _told_to_deputy(facts.person, away[facts.person.id], writes, facts)
        yield from _told_to_principals(facts.person, away[facts.person.id], facts)
    yield from _told_to_former(writes, facts)
    for write in writes:
        if isinstance(write, AskDeputy) and facts.person is not None:
            yield (
                write.deputy_id,
                build_request(replace(facts.person, away=away.get(write.person_id) or facts.person.away)),
            )
        elif isinstance(write, AnswerDeputy) and facts.person is not None and write.deputy_id == facts.person.id:
            said = _HAS_ACCEPTED if write.accepts else _HAS_DECLINED
            yield write.person_id, say(said, name=facts.person.name)


def _told_to_deputy(
    person: Person, away: Span | None, writes: Sequence[Write], facts: Facts
) -> Iterator[tuple[int, Message]]:
    """Who stands in hears of the absence that is noted, and that one which was noted is off; not who is replaced."""
    replaced = any(isinstance(write, AskDeputy | SetDeputy) for write in writes)
    noted = find_noted_absence(facts)
    if person.deputy_id is None or replaced or away == noted:
        return
    if away is not None:
        yield person.deputy_id, say(_WILL_STAND_IN, name=person.name, days=format_days(away))
    elif noted is not None:
        yield person.deputy_id, say(_NO_MORE, name=person.name, days=format_days(noted))


def find_principals(deputy: Person, days: Span, facts: Facts) -> tuple[Person, ...]:
    """Those whom the person stands in for on some of these days that are still to come."""
    ahead = (max(days[0], facts.today), days[1])
    known = (one for one in facts.everybody() if one.deputy_id == deputy.id and one.id != deputy.id)
    return tuple(one for one in known if one.away and overlap(one.away, ahead))


def _told_to_principals(person: Person, away: Span | None, facts: Facts) -> Iterator[tuple[int, Message]]:
    """Whom the person stands in for hears that on these days nobody will, once for an absence."""
    if away is None or away == find_noted_absence(facts):
        return
    for principal in find_principals(person, away, facts):
        yield principal.id, say(_AWAY_TOO, name=person.name, days=format_days(away))


def _told_to_former(writes: Sequence[Write], facts: Facts) -> Iterator[tuple[int, Message]]:
    """Who is asked no more, and who need not stand in any more as another does, or nobody."""
    person, asking = facts.person, {one.id: one for one in facts.asking()}
    for write in writes:
        principal = asking.get(write.person_id) if isinstance(write, AnswerDeputy) and write.accepts else None
        if person and principal and principal.deputy_id not in (None, person.id):
            yield principal.deputy_id, say(_ANOTHER_DOES, deputy=person.name, name=principal.name)
        if (
            person is None
            or not isinstance(write, AskDeputy | SetDeputy | AnswerDeputy)
            or write.person_id != person.id
        ):
            continue
        asked = write.deputy_id if isinstance(write, AskDeputy) else None
        if person.deputy_asked_id and person.deputy_asked_id != asked:
            yield person.deputy_asked_id, say(_NOT_ASKED_ANY_MORE, name=person.name)
        if isinstance(write, SetDeputy) and person.deputy_id and write.deputy_id is None:
            yield person.deputy_id, say(_NEED_NOT, name=person.name)


def format_pending(facts: Facts, asked_id: int, span: Span) -> Say:
    """Whose word is waited for, and who stands in until then."""
    person, asked = facts.person, facts.name_of(asked_id)
    if person is None or person.deputy_id is None or not has_stand_in(person, facts.everybody(), span):
        return say(_PENDING, name=asked)
    return say(_PENDING_BESIDE, name=asked, before=facts.name_of(person.deputy_id))


def list_waiting(facts: Facts) -> Iterator[Message]:
    """Who waits for the person's word, and whose word the person waits for."""
    for one in facts.asking():
        if one.away and one.away[1] >= facts.today:
            yield build_request(one)
    noted = find_noted_absence(facts)
    if facts.person and facts.person.deputy_asked_id and noted:
        yield format_pending(facts, facts.person.deputy_asked_id, noted)
