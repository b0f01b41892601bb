"""The interpreter of writes: the one way by which anything becomes a record."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from domain import writes as w
from domain.audit import Act
from domain.audited_writes import describe_write
from store.agencies import set_blocks, set_layout
from store.audit import append_entries
from store.books import Books
from store.certificates import (
    ask_certificate,
    confirm_certificate,
    lapse_certificate,
    return_certificate,
    take_back_certificate,
)
from store.certified import certify_report, publish_report, withdraw_report
from store.comments import save_comment
from store.edits import follow_edit, keep_edit
from store.evidence import drop_evidence, settle_evidence, want_evidence
from store.expected import open_round
from store.forget import forget_message
from store.groups import issue_group_code, leave_group, link_group, note_group, unlink_group, void_group_code
from store.keys import Keys
from store.layout_drafts import forget_layout_draft, keep_layout_draft
from store.links import keep_link_checks, set_ita_address
from store.offers import answer_offer, offer_task
from store.people import (
    accept_notice,
    answer_deputy,
    ask_deputy,
    ask_removal,
    enrol,
    forget_unit_name,
    issue_invite,
    keep_unit_name,
    set_away,
    set_deputy,
    set_reachable,
    void_invite,
)
from store.people_import import change_person, import_people, remove_person
from store.plan_drafts import forget_draft, keep_draft
from store.plan_edit import edit_plan
from store.plan_refs import name_plan
from store.plans import import_plan
from store.reminder_rules import ask_reminders, put_off, set_holiday, set_rules, work_on_holiday
from store.reminders import record_reminder
from store.reviews import review_update, set_review, take_back_review
from store.rounds import change_round, close_round
from store.signins import end_one_session, offer_sign_in
from store.unit_merge import merge_units, rename_unit
from store.updates import add_evidence, save_update
from store.waiting_browsers import answer_browser, ask_about_browser
from store.word_templates import set_word_template

_CHANGES: Mapping[type[w.Write], Callable[[Books, Any], None]] = {
    w.AcceptNotice: accept_notice,
    w.AskBrowser: ask_about_browser,
    w.AnswerBrowser: answer_browser,
    w.Enrol: enrol,
    w.VoidInvite: void_invite,
    w.SaveUpdate: save_update,
    w.ReviewUpdate: review_update,
    w.TakeBackReview: take_back_review,
    w.SaveComment: save_comment,
    w.SetReview: set_review,
    w.WantEvidence: want_evidence,
    w.AddEvidence: add_evidence,
    w.DropEvidence: drop_evidence,
    w.SettleEvidence: settle_evidence,
    w.ForgetMessage: forget_message,
    w.FollowEdit: follow_edit,
    w.KeepEdit: keep_edit,
    w.OfferTask: offer_task,
    w.AnswerOffer: answer_offer,
    w.SetReachable: set_reachable,
    w.IssueInvite: issue_invite,
    w.ImportPeople: import_people,
    w.KeepUnitName: keep_unit_name,
    w.ForgetUnitName: forget_unit_name,
    w.ChangePerson: change_person,
    w.RemovePerson: remove_person,
    w.RenameUnit: rename_unit,
    w.MergeUnits: merge_units,
    w.ImportPlan: import_plan,
    w.EditPlan: edit_plan,
    w.NamePlan: name_plan,
    w.KeepPlanDraft: keep_draft,
    w.ForgetPlanDraft: forget_draft,
    w.OpenRound: open_round,
    w.ChangeRound: change_round,
    w.CloseRound: close_round,
    w.SetLayout: set_layout,
    w.SetBlocks: set_blocks,
    w.KeepLayoutDraft: keep_layout_draft,
    w.ForgetLayoutDraft: forget_layout_draft,
    w.SetWordTemplate: set_word_template,
    w.AskCertificate: ask_certificate,
    w.ConfirmCertificate: confirm_certificate,
    w.ReturnCertificate: return_certificate,
    w.TakeBackCertificate: take_back_certificate,
    w.LapseCertificate: lapse_certificate,
    w.CertifyReport: certify_report,
    w.PublishReport: publish_report,
    w.WithdrawReport: withdraw_report,
    w.Remind: record_reminder,
    w.PutOffReminders: put_off,
    w.AskReminders: ask_reminders,
    w.SetReminderRules: set_rules,
    w.SetHoliday: set_holiday,
    w.WorkOnHoliday: work_on_holiday,
    w.AskRemoval: ask_removal,
    w.SetAway: set_away,
    w.SetDeputy: set_deputy,
    w.AskDeputy: ask_deputy,
    w.AnswerDeputy: answer_deputy,
    w.IssueGroupCode: issue_group_code,
    w.NoteGroup: note_group,
    w.LinkGroup: link_group,
    w.VoidGroupCode: void_group_code,
    w.UnlinkGroup: unlink_group,
    w.LeaveGroup: leave_group,
    w.SetItaAddress: set_ita_address,
    w.KeepLinkChecks: keep_link_checks,
}


def apply(books: Books, writes: Sequence[w.Write], keys: Keys, by: Act | None = None) -> None:
    """Carries out the writes in order; raises Conflict where one comes too late (a spent code, a second reminder).

    Then the transaction, or the savepoint around this call, is to be undone as a whole. What was done stands in the
    record as `by` its doer; without one, for what is only tried out, nothing does.
    """
    for write in writes:
        if isinstance(write, w.OfferSignIn):
            offer_sign_in(books, write, keys)
        elif isinstance(write, w.EndSession):
            end_one_session(books, write, by)
        else:
            _CHANGES[type(write)](books, write)
    if by is not None:
        append_entries(books, by, [noted for write in writes for noted in describe_write(write)])
