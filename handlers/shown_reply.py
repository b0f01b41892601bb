"""A reply as it is shown to who checks it: all that it says, or its first line; and by what a later look knows it."""

from collections.abc import Sequence
from zlib import crc32

from domain.comments import Comment
from domain.evidence import Evidence
from domain.messages import N_, Choice, Say, join_sentences, say
from domain.status_words import STATUS_WORDS, say_status
from domain.task import REPLY_TEXTS, Task, Update
from handlers.authors import format_author
from handlers.earlier import earlier_replies
from handlers.facts import Facts
from handlers.layouts import layout_of
from handlers.own_answers import tell_own
from handlers.questions import find_label
from thai.clusters import trim
from thai.dates import day_in_bangkok

MOST_COMMENTS = 4
_WHO = N_("Reported by {name}, {unit}, on {day}")
_ADDS = N_("It adds to what was reported on {days}; the report prints both together:")
_TOGETHER = N_("{label}, printed together")
_NEW = N_("New in it")
_COMMENT = "{name}, {day}: {text}"


def mark_reply(update: Update, facts: Facts) -> str:
    """What the reply is known by, 8 letters: another text or another piece of evidence makes another one."""
    pieces = sorted(piece.id for piece in facts.evidence_of(update.id) if piece.state in ("wanted", "saved"))
    said = (update.status, update.texts, update.dates, sorted(update.own.items()), update.emptied, pieces)
    return f"{crc32(repr(said).encode()):08x}"


def tell_reply(task: Task, update: Update, facts: Facts) -> list[Say]:
    """Who said what, and what came with it."""
    who = say(_WHO, name=format_author(update, facts), unit=task.unit or "-", day=day_in_bangkok(update.at))
    lines = [who, _label_line(say(N_("Status")), say_status(STATUS_WORDS[update.status], task.plan))]
    before = [one for one in earlier_replies(task.id, facts) if one.id != update.id]
    if any(text.strip() for one in before for text in one.texts.values()):
        days = join_sentences([say("{day}", day=day_in_bangkok(one.at)) for one in before], ", ")
        lines.append(say(_ADDS, days=days))
    layout = layout_of(task, facts)
    for name in REPLY_TEXTS:
        lines += _text_rows(find_label(name, layout), [getattr(one, name).strip() for one in (*before, update)])
    lines += [_label_line(label, join_sentences(told, ", ")) for label, told in tell_own(update.own, layout)]
    lines += [_label_line(find_label(f"date_{step}", layout), say("{day}", day=day)) for step, day in update.dates]
    pieces = facts.evidence_of(update.id)
    lines.append(_label_line(say(N_("Evidence")), tell_evidence(pieces)))
    return [*lines, *tell_comments(facts.comments_of(task.id), facts)]


def tell_comments(said: Sequence[Comment], facts: Facts) -> list[Say]:
    """What was said of the task last, a line each."""
    last = said[-MOST_COMMENTS:]
    lines = [
        say(_COMMENT, name=facts.name_of(one.person_id), day=day_in_bangkok(one.at), text=trim(one.text, 300))
        for one in last
    ]
    return [say(N_("Comments:")), *lines] if lines else []


def find_first_line(update: Update) -> Say:
    """The first line of what the reply says."""
    texts = (line.strip() for text in update.texts.values() for line in text.splitlines() if line.strip())
    return say("{line}", line=trim(next(texts, "-"), 110))


def offer_look(update: Update, facts: Facts) -> tuple[Choice, ...]:
    """The button that shows what came with the reply; none where nothing came."""
    pieces = facts.evidence_of(update.id)
    if not pieces:
        return ()
    label = say(N_("Look at the evidence ({count})"), count=len(pieces))
    return (Choice(label, uri=facts.look_at(update.id), side=True),)


def _text_rows(label: Say, texts: Sequence[str]) -> list[Say]:
    """The text under its label; where it goes on with earlier ones, all as they are printed and then what is new."""
    earlier, new = [text for text in texts[:-1] if text], texts[-1]
    if not earlier:
        return [_label_line(label, _in_lines(new))] if new else []
    lines = dict.fromkeys(line.strip() for text in (*earlier, new) for line in text.splitlines() if line.strip())
    rows = [_label_line(say(_TOGETHER, label=label), say("\n{text}", text=trim("\n".join(lines), 800)))]
    return [*rows, _label_line(say(_NEW), _in_lines(new) if new else say(N_("none")))]


def _in_lines(text: str) -> Say:
    return say("\n{text}" if "\n" in text else "{text}", text=trim(text, 800))


def tell_evidence(pieces: Sequence[Evidence]) -> Say:
    """How many photos, files and links came."""
    photos, files, links = (sum(piece.kind == kind for piece in pieces) for kind in ("photo", "file", "link"))
    found = [say(N_("{count} pictures"), count=photos)] if photos else []
    found += [say(N_("{count} files"), count=files)] if files else []
    found += [say(N_("{count} links"), count=links)] if links else []
    return join_sentences(found, ", ") if found else say(N_("none"))


def _label_line(label: Say, text: Say) -> Say:
    return say("{label}: {text}", label=label, text=text)
