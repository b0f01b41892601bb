"""What reminders are called on the pages: their kinds."""

from typing import Final

from domain.messages import N_

KINDS: Final[dict[str, str]] = {
    "check_in": N_("Monthly follow-up"),
    "summary": N_("Supervisors' summary"),
    "deadline": N_("The due day draws near"),
    "not_yet": N_("List for the admin"),
    "late": N_("Late"),
    "unit_late": N_("Late: to supervisors"),
    "escalated": N_("Late: to the person named"),
    "publish": N_("Report to be published"),
    "returned": N_("A reply was sent back"),
    "to_check": N_("Replies to be checked"),
    "begun": N_("A round begins"),
    "still_open": N_("A round is still open"),
    "to_open": N_("A round is to be opened"),
    "put_off": N_("Put off until then"),
    "asked": N_("A supervisor asked for it"),
    "unreachable": N_("Somebody cannot be reached"),
    "nobody": N_("Tasks without anybody"),
    "inherited": N_("Tasks taken over"),
    "handed": N_("Tasks handed to colleagues"),
}
