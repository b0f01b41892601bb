"""The record of who did what, told in sentences."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from domain.audit import AuditEntry, Kind, Noted, Way
from domain.messages import N_, Say, say
from store.audit_names import Named
from thai.fiscal import RoundKind
from web.plans import name_of_round

KINDS: Final[Mapping[Kind, str]] = {
    "viewed": N_("Looked at"),
    "changed": N_("Changed"),
    "downloaded": N_("Downloaded or exported"),
    "asked": N_("Sent to be certified"),
    "confirmed": N_("Confirmed by the head"),
    "lapsed": N_("Lapsed"),
    "certified": N_("Certified"),
    "published": N_("Published"),
    "withdrawn": N_("Withdrawn"),
    "corrected": N_("Corrected"),
    "answered": N_("Reported in another's place"),
    "approved": N_("Approved"),
    "returned": N_("Sent back"),
    "taken_back": N_("Verdict taken back"),
    "signed_in": N_("Signed in"),
    "signed_out": N_("Signed out"),
    "sessions_ended": N_("Signed out other devices"),
    "data_exported": N_("Personal data given out"),
    "data_removed": N_("Person removed"),
}
WAYS: Final[Mapping[Way, str]] = {
    "page": N_("web page"),
    "chat": N_("LINE chat"),
    "command": N_("command line"),
    "worker": N_("by itself"),
}
# Who acted where no person did.
NOBODY: Final[Mapping[Way, str]] = {
    "page": N_("Who set up the system"),
    "chat": N_("Somebody not enrolled yet"),
    "command": N_("Who looks after the server"),
    "worker": N_("The system"),
}
# What was done on what; where a subject has several changes, by the part `what`.
SENTENCES: Final[Mapping[tuple[str, str], str | Mapping[str, str]]] = {
    ("viewed", "people"): N_("Looked at the list of people"),
    ("viewed", "person"): N_("Looked at the data of {name}"),
    ("viewed", "task"): N_("Looked at the task “{measure}”"),
    ("viewed", "report"): N_("Looked at the report {round}"),
    ("viewed", "reminder_log"): N_("Looked at who was reminded"),
    ("viewed", "records"): N_("Looked at this record"),
    ("downloaded", "report"): N_("Downloaded the report {round} ({suffix})"),
    ("downloaded", "plan"): N_("Downloaded the plan of {year}"),
    ("downloaded", "evidence"): N_("Downloaded evidence no. {number}"),
    ("downloaded", "agency"): N_("Exported all of the agency's records"),
    ("downloaded", "records"): N_("Exported this record ({suffix})"),
    ("asked", "report"): N_("Sent the report {round}, version {version}, to {head} to be certified"),
    ("confirmed", "certificate"): N_("Confirmed in LINE that the report {round}, version {version}, is certified"),
    ("returned", "certificate"): N_("Sent the report {round}, version {version}, back instead of certifying it"),
    ("taken_back", "certificate"): N_("Took the report {round}, version {version}, back from the head"),
    ("lapsed", "certificate"): N_("The report {round}, version {version}, had changed: it was not certified"),
    ("certified", "report"): {
        "paper": N_("Certified the report {round}, version {version}, as signed on paper"),
        "chat": N_("Certified the report {round}, version {version}, in LINE; prepared by {prepared}"),
        "page": N_("Certified the report {round}, version {version}, on the page; prepared by {prepared}"),
        "": N_("Certified the report {round}, version {version}"),
    },
    ("published", "report"): N_("Published the report {round}, version {version}"),
    ("withdrawn", "report"): N_("Withdrew the report {round}, version {version}"),
    ("corrected", "task"): N_("Corrected the reply of {behalf} on “{measure}”"),
    ("answered", "task"): N_("Reported in the place of {behalf} on “{measure}”"),
    ("approved", "reply"): N_("Approved the reply on “{measure}”"),
    ("returned", "reply"): N_("Sent the reply on “{measure}” back"),
    ("taken_back", "reply"): N_("Took the verdict on “{measure}” back"),
    ("signed_in", "sessions"): {
        "admin": N_("Signed in to the admin page"),
        "replies": N_("Opened the page of all reports"),
        "data": N_("Opened the file of own data"),
        "certify": N_("Opened the page on which reports are certified"),
    },
    ("signed_out", "sessions"): {
        "admin": N_("Signed out of the admin page"),
        "replies": N_("Left the page of all reports"),
        "certify": N_("Left the page on which reports are certified"),
    },
    ("sessions_ended", "sessions"): N_("Signed out {count} other devices"),
    ("data_exported", "person"): N_("Took the file of all data of {name}"),
    ("data_removed", "person"): N_("Removed {name} from the people"),
    ("changed", "people"): N_("Took in a list of {rows} people"),
    ("changed", "person"): {
        "edited": N_("Changed the data of {name}"),
        "invited": N_("Made an invite code for {name}"),
        "asks_removal": N_("{name} asked to be taken out"),
        "stays": N_("{name} withdrew the wish to be taken out"),
        "absence": N_("Changed the absence of {name}"),
        "deputy": N_("Changed who stands in for {name}"),
        "reminded": N_("Sent a reminder to {name} again"),
    },
    ("changed", "invite"): {
        "enrolled": N_("{name} enrolled in LINE"),
        "void": N_("The invite code of {name} was seen in a group and ended"),
    },
    ("changed", "unit"): {
        "called": N_("Changed what plans call a unit"),
        "": N_("Changed a unit: {unit}"),
    },
    ("changed", "plan"): N_("Changed the plan of {year}"),
    ("changed", "layout"): N_("Changed the report layout"),
    ("changed", "agency"): {
        "made": N_("Made the agency in the system"),
        "": N_("Changed the agency's name, place or emblem"),
    },
    ("changed", "signatories"): N_("Changed who signs the reports"),
    ("changed", "word_template"): N_("Changed the Word template"),
    ("changed", "ita"): N_("Changed an address for ITA {year}"),
    ("changed", "round"): {"open": N_("Set the round {round}, due {due}"), "close": N_("Closed the round {round}")},
    ("changed", "reminders"): N_("Changed reminders or days off, or asked for a reminder"),
    ("changed", "review"): {
        "on": N_("Switched the supervisors' check on"),
        "off": N_("Switched the supervisors' check off"),
    },
    ("changed", "channel"): N_("Changed the LINE account"),
    ("changed", "group"): N_("Changed which LINE groups are linked"),
}
# Whom a sentence names besides, by the part with their number.
_OTHERS: Final = {"head": "head", "prepared": "prepared_by"}
_UNKNOWN: Final = N_("no longer kept")


def describe_entry(entry: AuditEntry, named: Named) -> Say:
    """What was done, as a sentence with the names of today."""
    noted = entry.noted
    sentence = SENTENCES[noted.kind, noted.about]
    if not isinstance(sentence, str):
        which = _which(noted)
        sentence = sentence.get(which) or sentence.get("") or next(iter(sentence.values()))
    return say(sentence, **_fill_sentence(noted, named))


def _which(noted: Noted) -> str:
    """Which of the subject's sentences is meant."""
    parts = noted.parts
    match noted.about:
        case "sessions":
            return str(parts.get("opens"))
        case "round":
            return "open" if "due" in parts else "close"
        case "review":
            return "on" if parts.get("on") else "off"
    return str(parts.get("what", ""))


def _fill_sentence(noted: Noted, named: Named) -> dict[str, Any]:
    """What stands in the sentence's braces."""
    parts, number = noted.parts, noted.about_id or 0
    person = named.invites.get(number) if noted.about == "invite" else number
    titles = named.replies if noted.about == "reply" else named.tasks
    unknown = say(_UNKNOWN)
    values: dict[str, Any] = {
        **{"name": named.people.get(person or 0, unknown), "measure": titles.get(number, unknown)},
        **{"behalf": named.people.get(noted.behalf_of or 0, unknown), "unit": named.units.get(number, "-")},
        **{"year": parts.get("year") or named.plans.get(number, "-"), "number": number, "count": parts.get("count", 0)},
        **{
            "rows": parts.get("rows", 0),
            "due": date.fromisoformat(str(parts["due"])) if parts.get("due") else "-",
            "suffix": str(parts.get("suffix", "")).upper(),
        },
        **{"round": unknown, "version": parts.get("version", "-")},
        **{name: named.people.get(int(parts.get(part) or 0), unknown) for name, part in _OTHERS.items()},
    }
    if noted.about in ("report", "certificate", "round"):
        values |= _name_round(noted, named)
    return values


def _name_round(noted: Noted, named: Named) -> dict[str, Any]:
    """The round and, of a report, the version; by the version's number where that is all that is kept."""
    parts: dict[str, Any] = dict(noted.parts)
    if known := (named.requests if noted.about == "certificate" else named.versions).get(noted.about_id or 0):
        parts |= zip(("year", "kind", "plan", "version"), known, strict=True)
    if not parts.get("year") or not parts.get("kind"):
        return {}
    name = name_of_round(RoundKind(parts["kind"]), parts["year"], parts.get("plan") or 1)
    return {"round": name, "version": parts.get("version", "-")}
