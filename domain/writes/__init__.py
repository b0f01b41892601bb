"""Every change to the records, as a value: conversations, pages and the command line make these alone.

`store/apply.py` carries them out inside one agency's books; none of them names the agency.
"""

from domain.writes.people import (
    AcceptNotice,
    AnswerDeputy,
    AskDeputy,
    ChangePerson,
    Enrol,
    ForgetUnitName,
    ImportPeople,
    IssueInvite,
    KeepUnitName,
    OfferSignIn,
    PeopleWrite,
    RemovePerson,
    RenameUnit,
    SetAway,
    SetDeputy,
    SetReachable,
    VoidInvite,
)
from domain.writes.plans import ChangeRound, CloseRound, ImportPlan, OpenRound, PlanWrite
from domain.writes.reminders import (
    AskReminders,
    PutOffReminders,
    Remind,
    ReminderWrite,
    SetHoliday,
    SetReminderRules,
    WorkOnHoliday,
)
from domain.writes.replies import (
    DropEvidence,
    ForgetMessage,
    ReplyWrite,
    ReviewUpdate,
    SaveComment,
    SaveUpdate,
    SetReview,
    SettleEvidence,
    TakeBackReview,
    WantEvidence,
)
from domain.writes.reports import CertifyReport, PublishReport, ReportWrite, SetBlocks, SetLayout, SetWordTemplate

Write = PeopleWrite | ReplyWrite | PlanWrite | ReportWrite | ReminderWrite

__all__ = [
    "AcceptNotice",
    "AnswerDeputy",
    "AskDeputy",
    "AskReminders",
    "CertifyReport",
    "ChangePerson",
    "ChangeRound",
    "CloseRound",
    "DropEvidence",
    "Enrol",
    "ForgetMessage",
    "ForgetUnitName",
    "ImportPeople",
    "ImportPlan",
    "IssueInvite",
    "KeepUnitName",
    "OfferSignIn",
    "OpenRound",
    "PublishReport",
    "PutOffReminders",
    "Remind",
    "RemovePerson",
    "RenameUnit",
    "ReviewUpdate",
    "SaveComment",
    "SaveUpdate",
    "SetAway",
    "SetBlocks",
    "SetDeputy",
    "SetHoliday",
    "SetLayout",
    "SetReachable",
    "SetReminderRules",
    "SetReview",
    "SetWordTemplate",
    "SettleEvidence",
    "TakeBackReview",
    "VoidInvite",
    "WantEvidence",
    "WorkOnHoliday",
    "Write",
]
