"""Which writes stand in the record of who did what, and as what; the rest is said with its reason."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from domain import writes as w
from domain.audit import Kind, Noted, Part, Subject
from domain.task import Review


def describe_write(write: w.Write) -> tuple[Noted, ...]:
    """What the record says of the write; () for what it says nothing of."""
    describe = DESCRIBED.get(type(write))
    return describe(write) if describe else ()


def _of(about: Subject, *names: str, number: str = "") -> Callable[[Any], tuple[Noted, ...]]:
    """A change of the subject; `number` is the field with its id, `names` are the fields that tell more."""

    def describe(write: Any) -> tuple[Noted, ...]:
        parts = {name: _to_part(getattr(write, name)) for name in names}
        return (Noted("changed", about, getattr(write, number) if number else None, None, parts),)

    return describe


def _to_part(value: Any) -> Any:
    """The value as the record keeps it: days in ISO, of a list how many."""
    if value is None or isinstance(value, bool | int | str):
        return value
    return len(value) if isinstance(value, tuple | frozenset) else value.isoformat()


def _change_of_person(what: str) -> Callable[[Any], tuple[Noted, ...]]:
    return lambda write: (Noted("changed", "person", write.person_id, None, {"what": what}),)


def _describe_roles(write: w.ChangePerson) -> tuple[Noted, ...]:
    roles = ",".join(sorted(write.roles))
    return (Noted("changed", "person", write.person_id, None, {"what": "edited", "roles": roles}),)


def _describe_layout(write: w.SetLayout) -> tuple[Noted, ...]:
    of_plan: Mapping[str, int] = {"plan": write.plan_id} if write.plan_id else {}
    found = list[Noted]()
    if write.layout is not None:
        found.append(Noted("changed", "layout", parts={"name": write.layout.name, **of_plan}))
    named = [name for name in ("name", "place", "emblem") if getattr(write, name) is not None]
    if named:
        found.append(Noted("changed", "agency", parts={"what": ",".join(named)}))
    if write.signatories is not None:
        found.append(Noted("changed", "signatories", parts={"count": len(write.signatories)}))
    return tuple(found)


def _describe_reply(write: w.SaveUpdate) -> tuple[Noted, ...]:
    """Replies are history of their own; what stands here is a correction, or an answer in another's place."""
    if write.correction is not None:
        return (Noted("corrected", "task", write.task_id, write.person_id, {"reply": write.correction.reply_id}),)
    if write.on_behalf_of is not None:
        return (Noted("answered", "task", write.task_id, write.on_behalf_of),)
    return ()


def _describe_verdict(write: w.ReviewUpdate) -> tuple[Noted, ...]:
    return (Noted("approved" if write.verdict == Review.APPROVED else "returned", "reply", write.update_id),)


def _describe_certified(write: w.CertifyReport) -> tuple[Noted, ...]:
    parts: Mapping[str, Part] = {
        **_parts_of_version(write),
        "acting": bool(write.acting_for),
        "what": write.way,
        **({"prepared_by": write.prepared_by} if write.prepared_by else {}),
    }
    return (Noted("certified", "report", parts=parts),)


def _describe_asked(write: w.AskCertificate) -> tuple[Noted, ...]:
    parts: Mapping[str, Part] = {**_parts_of_version(write), "acting": bool(write.acting_for), "head": write.to_id}
    return (Noted("asked", "report", parts=parts),)


def _parts_of_version(write: w.CertifyReport | w.AskCertificate) -> Mapping[str, Part]:
    return {"year": write.year, "kind": str(write.kind), "plan": write.plan, "version": write.number}


def _about_request(kind: Kind) -> Callable[[Any], tuple[Noted, ...]]:
    return lambda write: (Noted(kind, "certificate", write.request_id),)


def _describe_template(write: w.SetWordTemplate) -> tuple[Noted, ...]:
    return (Noted("changed", "word_template", parts={"what": "set" if write.sha256 else "removed"}),)


def _describe_deputy(write: w.AnswerDeputy) -> tuple[Noted, ...]:
    return _change_of_person("deputy")(write) if write.accepts else ()


_ROUND: Final = ("year", "kind", "plan")
DESCRIBED: Final[Mapping[type[w.Write], Callable[[Any], tuple[Noted, ...]]]] = {
    w.Enrol: lambda write: (Noted("changed", "invite", write.invite_id, None, {"what": "enrolled"}),),
    w.VoidInvite: lambda write: (Noted("changed", "invite", write.invite_id, None, {"what": "void"}),),
    w.IssueInvite: _change_of_person("invited"),
    w.ImportPeople: lambda write: (Noted("changed", "people", parts={"rows": len(write.rows)}),),
    w.ChangePerson: _describe_roles,
    w.RemovePerson: lambda write: (Noted("data_removed", "person", write.person_id),),
    w.AskRemoval: lambda write: _change_of_person("asks_removal" if write.at else "stays")(write),
    w.SetAway: _change_of_person("absence"),
    w.SetDeputy: _change_of_person("deputy"),
    w.AnswerDeputy: _describe_deputy,
    w.RenameUnit: _of("unit", number="unit_id"),
    w.MergeUnits: _of("unit", "into_id", number="unit_id"),
    w.KeepUnitName: lambda _write: (Noted("changed", "unit", parts={"what": "called"}),),
    w.ForgetUnitName: lambda _write: (Noted("changed", "unit", parts={"what": "called"}),),
    w.ImportPlan: _of("plan", "year", "number"),
    w.NamePlan: _of("plan", number="plan_id"),
    w.EditPlan: lambda write: (Noted("changed", "plan", write.plan.id, None, {"year": write.plan.year}),),
    w.OpenRound: _of("round", *_ROUND, "due"),
    w.ChangeRound: _of("round", *_ROUND, "due"),
    w.CloseRound: _of("round", *_ROUND),
    w.SetLayout: _describe_layout,
    w.SetBlocks: _of("layout", "kinds"),
    w.SetWordTemplate: _describe_template,
    w.AskCertificate: _describe_asked,
    w.ConfirmCertificate: _about_request("confirmed"),
    w.ReturnCertificate: _about_request("returned"),
    w.TakeBackCertificate: _about_request("taken_back"),
    w.LapseCertificate: _about_request("lapsed"),
    w.CertifyReport: _describe_certified,
    w.PublishReport: lambda write: (Noted("published", "report", write.version_id),),
    w.WithdrawReport: lambda write: (Noted("withdrawn", "report", write.version_id),),
    w.SetReminderRules: _of("reminders"),
    w.SetHoliday: _of("reminders", "day"),
    w.WorkOnHoliday: _of("reminders", "day", "works"),
    w.AskReminders: _of("reminders", "unit_ids"),
    w.SaveUpdate: _describe_reply,
    w.ReviewUpdate: _describe_verdict,
    w.TakeBackReview: lambda write: (Noted("taken_back", "reply", write.update_id),),
    w.SetReview: lambda write: (Noted("changed", "review", parts={"on": write.since is not None}),),
    w.IssueGroupCode: _of("group", "unit_id"),
    w.LinkGroup: _of("group"),
    w.UnlinkGroup: _of("group", number="group_id"),
    w.SetItaAddress: _of("ita", "year", "item"),
}

# What the record says nothing of, and where it stands instead.
NOT_DESCRIBED: Final[Mapping[type[w.Write], str]] = {
    w.AcceptNotice: "kept by itself: `notices` is only added to",
    w.SetReachable: "LINE's word, nobody's deed",
    w.OfferSignIn: "the link opens nothing before it is used, and its use is recorded",
    w.EndSession: "recorded where it ends one: `end_one_session`",
    w.AskBrowser: "a question; the sign-in is recorded",
    w.AnswerBrowser: "opens nothing by itself; the sign-in is recorded",
    w.AskDeputy: "a question; the answer is recorded",
    w.KeepPlanDraft: "nothing holds yet",
    w.KeepLayoutDraft: "nothing holds yet",
    w.ForgetLayoutDraft: "nothing held",
    w.ForgetPlanDraft: "nothing held",
    w.Remind: "kept by itself: `reminders`",
    w.PutOffReminders: "the person's own reminders",
    w.AddEvidence: "goes with a reply, which is history of its own",
    w.WantEvidence: "goes with a reply",
    w.DropEvidence: "taken back before anything was saved",
    w.SettleEvidence: "what came of a fetch",
    w.SaveComment: "kept by itself: `comments`",
    w.ForgetMessage: "kept by itself: `tombstones`",
    w.FollowEdit: "kept by itself: `edits`",
    w.KeepEdit: "kept by itself: `edits`",
    w.OfferTask: "kept by itself: `task_offers`",
    w.AnswerOffer: "kept by itself: `task_offers`",
    w.NoteGroup: "LINE's word",
    w.LeaveGroup: "LINE's word",
    w.KeepLinkChecks: "what came of looking at links",
    w.VoidGroupCode: "a code that opens nothing any more",
}
