"""`tidtam evidence move`"""

from datetime import timedelta

import click

from bot.commands.books import json_option, opened_shell, print_json
from bot.move_evidence import Moved, copy_evidence, delete_moved
from bot.problem import Problem
from bot.shell import Shell
from store.evidence import stored_hashes
from store.files import EvidenceFiles, FilesUnavailable, open_files
from store.presence import place_key, places_in_use

_SHOWN = 10


@click.group()
def evidence() -> None:
    """Where the photos and files are kept."""


@evidence.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option("--delete", is_flag=True, help="Then delete from FROM what was read back whole at TO.")
@json_option
def move(source: str, target: str, delete: bool, as_json: bool) -> None:
    """Copy all files that the records name from one address to another and check each; again, it goes on.

    An address is what EVIDENCE_URL may hold: file:///path or s3://bucket/prefix. Run it, set EVIDENCE_URL to TO for
    every process, start them anew, and run it once more for what came meanwhile.
    """
    with opened_shell() as shell:
        old, new = _open_place(shell, source), _open_place(shell, target)
        _refuse_same_or_used(shell, old, new, delete)
        needed = shell.database.read(stored_hashes)
        moved = _copy(needed, old, new)
        hour_ago = shell.clock.machine() - timedelta(hours=1)
        deleted = delete_moved(moved, needed, old, hour_ago) if delete else 0
    if as_json:
        print_json({**{name: getattr(moved, name) for name in Moved.__dataclass_fields__}, "deleted": deleted})
    else:
        _print_moved(moved, old, new, deleted)
    if lost := (*moved.missing, *moved.damaged):
        raise Problem(f"{len(lost)} files are whole at neither address: {', '.join(lost[:_SHOWN])}")


def _open_place(shell: Shell, address: str) -> EvidenceFiles:
    try:
        return open_files(address, shell.settings.s3)
    except ValueError as error:
        raise click.BadParameter(str(error).removeprefix("EVIDENCE_URL ")) from error


def _refuse_same_or_used(shell: Shell, old: EvidenceFiles, new: EvidenceFiles, delete: bool) -> None:
    if old.place_id() == new.place_id():
        raise Problem("FROM and TO are the same place")
    used = {place_key(shell.files.place_id()), *shell.database.read(places_in_use)}
    if delete and place_key(old.place_id()) in used:
        raise Problem(
            f"{old.address} is still in use: set EVIDENCE_URL={new.address} here and for every process, "
            "start them anew, then delete"
        )


def _copy(needed: frozenset[str], old: EvidenceFiles, new: EvidenceFiles) -> Moved:
    try:
        return copy_evidence(needed, old, new)
    except FilesUnavailable as trouble:
        raise Problem(f"broken off: {trouble}; run the same again, and it goes on") from trouble


def _print_moved(moved: Moved, old: EvidenceFiles, new: EvidenceFiles, deleted: int) -> None:
    click.echo(f"{moved.copied} files were copied to {new.address} and checked; {moved.there} lay there whole already")
    if deleted:
        click.echo(f"{deleted} files were deleted from {old.address}")
    elif moved.copied:
        click.echo(f"now set EVIDENCE_URL={new.address} for every process, start them anew, and run the same once more")


COMMANDS = (evidence,)
