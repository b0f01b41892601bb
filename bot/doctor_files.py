"""Whether the files of evidence are where all processes find them, and are all there."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.settings import Settings
from bot.shell import Shell
from store.engine import Database
from store.evidence import stored_hashes
from store.files import DamagedFile, EvidenceFiles, FilesUnavailable, open_files
from store.presence import place_key, places_in_use

_PROBE = b"tidtam doctor"
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `mend` says what to do where it is wrong."""

    good: bool
    what: str
    mend: str = ""


def check_storage(settings: Settings) -> Finding:
    """Whether bytes can be kept, and come back as they were."""
    try:
        files = open_files(settings.evidence_url, settings.s3)
        files.open(files.save([_PROBE])[0]).close()
    except (FilesUnavailable, FileNotFoundError, DamagedFile, ValueError) as error:
        return Finding(False, "evidence", f"{error}: check {_settings_of(settings)}")
    return Finding(True, f"evidence ({files.address}{_describe_way(settings)})")


def _settings_of(settings: Settings) -> str:
    if settings.evidence_url.startswith("s3:"):
        return "EVIDENCE_URL, AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and that the storage runs"
    return "EVIDENCE_URL, its permissions and the space on its disk"


def _describe_way(settings: Settings) -> str:
    """A word where bytes go over a network in the clear."""
    way = urlsplit(settings.s3.endpoint)
    in_clear = settings.evidence_url.startswith("s3:") and way.scheme == "http" and way.hostname not in _LOOPBACK
    return "; not encrypted on its way: use https://" if in_clear else ""


def check_files(shell: Shell) -> list[Finding]:
    """Whether all processes keep files in one place, and whether that holds all that the records name."""
    try:
        return [check_places(shell.database, shell.files), _check_all_there(shell)]
    except FilesUnavailable:
        return []  # `check_storage` says so


def check_places(database: Database, files: EvidenceFiles) -> Finding:
    """Whether every living process keeps files where this one does; raises FilesUnavailable."""
    elsewhere = database.read(places_in_use) - {place_key(files.place_id())}
    if not elsewhere:
        return Finding(True, "evidence is kept in one place")
    mend = (
        "set the same EVIDENCE_URL for every web and worker process: s3://bucket/prefix, or a folder that all machines "
        "share; then bring the files together with `tidtam evidence move`"
    )
    return Finding(False, "evidence is kept in different places: what one process keeps the others do not find", mend)


def _check_all_there(shell: Shell) -> Finding:
    needed = shell.database.read(stored_hashes)
    missing = needed.difference(shell.files.names()) if needed else frozenset()
    if not missing:
        return Finding(True, f"evidence: all {len(needed)} files that the records name are there")
    mend = "bring them from where they were kept with `tidtam evidence move`, or from a backup"
    return Finding(False, f"evidence: {len(missing)} of {len(needed)} files that the records name are missing", mend)
