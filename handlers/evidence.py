"""Evidence in a conversation: photos, files and links, sent at any step, several or none.

Each is kept in the notes under `files` and fetched at once; it belongs to an update when one is saved.
"""

import re
from typing import Any

from domain.conversation import State
from domain.events import Event, Media
from domain.evidence import Evidence
from domain.messages import N_, Choice, Choices, Message, Say, say
from domain.task import Update
from domain.writes import DropEvidence, WantEvidence
from handlers.facts import Facts
from handlers.flow import Again, BadAnswer, get_answer

WITHOUT_EARLIER = "without_earlier"  # the reply whose evidence was taken out on purpose: not what came after it
MOST_FILES = 20
LARGEST_BYTES = 20 * 1024 * 1024
LONGEST_LINK = 1000
# Thai may stand in an address, and people leave its beginning out: `facebook.com/…`, `….go.th/…`.
_ENDS = "go\\.th|ac\\.th|or\\.th|co\\.th|in\\.th|mi\\.th|th|com|net|org|info|me|ly|gl|gle|app|link|site|online"
_SHORT_ENDS = "be|ee|co|ms|io|ai|cc|gd|tv|watch|page|dev|asia|cloud|live"  # words too: with a path alone
_LABELS = r"(?<![A-Za-z0-9@._-])(?:(?<!\S)[ก-๛]+\.)?(?:[a-z0-9-]*[a-z][a-z0-9-]*\.)+"
_THAI_HOST = r"(?<!\S)(?:www\.)?[ก-๛0-9-]+(?:\.[ก-๛0-9-]+)*\.ไทย(?=/)"
_HOST = rf"(?:{_LABELS}(?:(?:{_ENDS})(?![\w-]|\.\w)|(?:{_SHORT_ENDS})(?=/))|{_THAI_HOST})"
_LINK = re.compile(rf"(?:https?://|www\.)[^\s<>\"“”]{{3,}}|{_HOST}(?:[/?#:][^\s<>\"“”]*)?", re.IGNORECASE)
# What files whose name ends so hold is kept by no agency: they are refused before they are fetched.
_NEVER_KEPT = frozenset(
    "7z apk avi bat bz2 csv dmg dwg exe gz htm html iso jar js mkv mp3 msg msi psd rar svg tar txt wav webm zip".split()
)

RECEIVING = N_(
    "Receiving {total} photos that were sent together. You will hear when all have come; "
    "you need not wait to answer the question above."
)
CHECKING = N_("Received: {name}. It is being checked; you will be told if it cannot be kept.")
TOO_LARGE = N_("The file {name} is larger than 20 MB, so it was not kept. Please send a smaller one, or a link to it.")
TOO_MANY = N_(
    "No more than {most} pieces of evidence can go with a report, so what comes beyond them is not kept. "
    "A link to an album holds as many as you like."
)
FETCH_FAILED = {
    "too_large": TOO_LARGE,
    "wrong_kind": N_("The file {name} is of a kind that cannot be kept. Please send a photo, PDF, Word or Excel file."),
    "locked": N_(
        "The file {name} is locked with a password, so nobody could read it and it was not kept. "
        "Please send it again without the password."
    ),
    "gone": N_("The photo or file {name} could not be had from LINE any more. Please send it again."),
    "unreachable": N_("The photo or file {name} could not be fetched from LINE. Please send it again."),
}


def list_files(state: State) -> list[dict[str, Any]]:
    """The evidence kept so far: each with `message` and `kind`, or a `link`."""
    return list(state.notes.get("files", ()))


def ask_evidence(state: State, facts: Facts) -> Message:
    """Asks for evidence, saying what stays from the reply before and what has come so far."""
    count, earlier = len(list_files(state)), _earlier(state, facts)
    if count or earlier:
        text = say(N_("{count} pieces of evidence received. Send more, or choose “No more”."), count=count)
        if earlier:
            told = N_("{earlier} pieces of evidence stay from before, {count} are new. Send more, or choose “No more”.")
            text = say(told, earlier=len(earlier), count=count)
        done: tuple[Choice, ...] = (Choice(say(N_("No more")), "done"),)
    else:
        text = say(N_("Is there any evidence? Send photos, files or links here, or choose “No evidence”."))
        done = (Choice(say(N_("No evidence")), "done"),)
    if count:
        done = (*done, Choice(say(N_("Take all back")), "clear"))
    if earlier:
        done = (*done, Choice(say(N_("Take the {count} earlier out"), count=len(earlier)), "drop"))
    camera = (
        Choice(say(N_("Take a photo")), widget="camera", side=True),
        Choice(say(N_("Choose photos")), widget="camera_roll", side=True),
    )
    return Choices(text, (*done, *camera))


def _earlier(state: State, facts: Facts) -> tuple[Evidence, ...]:
    """What came with the task's newest reply and goes with this one too, until it is taken out."""
    newest = _find_newest(state, facts)
    if newest is None or state.notes.get(WITHOUT_EARLIER) == newest.id:
        return ()
    return tuple(piece for piece in facts.evidence_of(newest.id) if piece.state == "saved")


def _find_newest(state: State, facts: Facts) -> Update | None:
    task_id = get_answer(state, "task")
    return facts.newest_update(task_id) if task_id is not None else None


def list_files_with_earlier(state: State, facts: Facts) -> list[dict[str, Any]]:
    """The evidence of the report: what stays from the reply before, and what was sent for this one."""
    return [_kept(piece) for piece in _earlier(state, facts)] + list_files(state)


def read_evidence(event: Event, state: State, facts: Facts) -> Any:
    """True when there is no more; a link, or what came earlier, is kept and the question asked again."""
    if event.kind == "tap" and event.data == "done":
        return True
    if event.kind == "tap" and event.data == "clear":
        return Again(notes={"files": None}, text=say(N_("All evidence was taken back.")), writes=(drop_files(state),))
    if event.kind == "tap" and event.data == "drop":
        told, newest = N_("The {count} earlier pieces are taken out of this report."), _find_newest(state, facts)
        notes = {WITHOUT_EARLIER: newest.id} if newest else {}
        return Again(notes=notes, text=say(told, count=len(_earlier(state, facts))))
    links = find_links(event.text)
    if any(len(link) > LONGEST_LINK for link in links):
        raise BadAnswer(say(N_("That link is too long to be kept. Please send a shorter one.")), leads=False)
    if not links:
        raise BadAnswer(say(N_("That is neither a photo, a file nor a link.")))
    return _with_room(
        state, [{"link": link, "kind": "link", "message": event.message_id} for link in dict.fromkeys(links)]
    )


def find_links(text: str) -> list[str]:
    """The web addresses in the text, each with its scheme."""
    links = [found.rstrip(".,;:!?)'’") for found in _LINK.findall(text)]
    return [link if "://" in link else f"https://{link}" for link in links]


def _with_room(state: State, more: list[dict[str, Any]]) -> Again:
    files = list_files(state) + more
    if len(files) > MOST_FILES:
        raise BadAnswer(say(TOO_MANY, most=MOST_FILES), leads=False)
    return Again(notes={"files": files})


def _kept(piece: Evidence) -> dict[str, Any]:
    """What stands in the answers of a piece that came with the reply before."""
    return {"earlier": piece.id, "message": None, "kind": piece.kind, "name": piece.name, "link": piece.link}


def keep_media(media: Media, event: Event, state: State, facts: Facts) -> Again:
    """The answers with this photo or file, and the write that has it fetched.

    Of photos sent together the first that comes is answered, for not all may come, and the last.
    """
    assert facts.person is not None  # noqa: S101
    files = list_files(state)
    if any(file.get("message") == media.message_id for file in files):
        return Again()
    if media.size is not None and media.size > LARGEST_BYTES:
        raise BadAnswer(say(TOO_LARGE, name=media.name or format_kind(media.kind)), leads=False)
    if is_never_kept(media):
        raise BadAnswer(say(FETCH_FAILED["wrong_kind"], name=media.name), leads=False)
    if len(files) >= MOST_FILES:
        raise BadAnswer(say(TOO_MANY, most=MOST_FILES), leads=False)
    kind = guess_kind(media)
    entry = {"message": media.message_id, "kind": kind, "name": media.name, "set": media.set_id}
    files = sort_by_set([*files, {**entry, "index": media.set_index, "total": media.set_total}])
    want = WantEvidence(media.message_id, kind, media.name, facts.person.id, event.at, *get_set(media))
    came = sum(1 for file in files if media.set_id and file.get("set") == media.set_id)
    if media.set_total is None or came >= media.set_total:
        received = (
            say(N_("Received.")) if media.kind == "photo" else say(CHECKING, name=media.name or format_kind(kind))
        )
        return Again(notes={"files": files}, text=received, writes=(want,))
    first = say(RECEIVING, total=media.set_total) if came == 1 else None
    return Again(notes={"files": files}, text=first, writes=(want,), quiet=True)


def is_never_kept(media: Media) -> bool:
    """True for a file that is of no kind that is kept, by its name: by its bytes it is known once fetched."""
    return media.kind == "file" and media.name.rpartition(".")[2].casefold() in _NEVER_KEPT


def close_set(state: State, set_id: str | None) -> list[dict[str, Any]]:
    """The files; of the photos sent together no more are waited for than came, as the rest is refused."""
    files = list_files(state)
    came = sum(1 for file in files if set_id and file.get("set") == set_id)
    return [{**file, "total": came} if set_id and file.get("set") == set_id else file for file in files]


def sort_by_set(files: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The files as they came, photos chosen together side by side in the order in which they were chosen."""
    first: dict[str, int] = {}
    for number, file in enumerate(files):
        if file.get("set"):
            first.setdefault(file["set"], number)

    def sort_key(numbered: tuple[int, dict[str, Any]]) -> tuple[int, int, int]:
        number, file = numbered
        return first.get(file.get("set") or "", number), file.get("index") or 0, number

    return [file for _, file in sorted(enumerate(files), key=sort_key)]


def remove_file(files: list[dict[str, Any]], message_id: str | None) -> list[dict[str, Any]]:
    """The files without the one that this message brought; it is not waited for among those sent with it."""
    gone = next((file for file in files if file.get("message") == message_id), None)
    if gone is None or message_id is None:
        return files
    kept = [file for file in files if file.get("message") != message_id]
    fewer = gone.get("total") and gone["total"] - 1
    return [{**file, "total": fewer} if gone.get("set") and file.get("set") == gone["set"] else file for file in kept]


def count_missing_photos(state: State) -> int:
    """How many photos are still to come of those that were sent together."""
    files = [file for file in list_files(state) if file.get("set") and file.get("total")]
    totals = {file["set"]: file["total"] for file in files}
    return sum(max(0, total - sum(file["set"] == name for file in files)) for name, total in totals.items())


def drop_files(state: State) -> DropEvidence:
    """The write that takes back the photos and files sent so far."""
    return DropEvidence(list_sent_messages(state))


def list_sent_messages(state: State) -> tuple[str, ...]:
    """The messages of the photos and files that were sent for this report."""
    return tuple(file["message"] for file in list_files(state) if file["kind"] != "link" and file["message"])


def guess_kind(media: Media) -> str:
    """What it is taken for until its bytes are known."""
    return "photo" if media.kind == "photo" else "file"


def get_set(media: Media) -> tuple[str | None, int | None, int | None]:
    """The set that a photo was chosen in, its place there, and how many they are."""
    return media.set_id, media.set_index, media.set_total


def format_kind(kind: str) -> Say:
    """The word for a photo or a file without a name."""
    return say(N_("photo")) if kind == "photo" else say(N_("file"))


def format_evidence(state: State, facts: Facts) -> tuple[Say, ...]:
    """What goes with the report as evidence, in words for the summary."""
    files = list_files_with_earlier(state, facts)
    photos = sum(file["kind"] == "photo" for file in files)
    named = [say("{name}", name=file["name"] or say(N_("file"))) for file in files if file["kind"] == "file"]
    links = [say("{link}", link=file["link"]) for file in files if file["kind"] == "link"]
    counted = [say(N_("{count} pictures"), count=photos)] if photos else []
    return (*counted, *named, *links) or (say(N_("none")),)
