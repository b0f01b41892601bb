"""What the archives of `tidtam backup` and `tidtam export` share: a zip that appears whole, with evidence in it."""

import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.files import DamagedFile, EvidenceFiles


@contextmanager
def new_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """A zip that takes its name once it is complete and on the disk; its owner alone may read it."""
    handle, name = tempfile.mkstemp(prefix=".new-", dir=path.resolve().parent)
    try:
        with os.fdopen(handle, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                yield archive
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def add_evidence(archive: zipfile.ZipFile, files: EvidenceFiles, sha256: str, name: str) -> bool:
    """Puts the bytes into the archive under the name; False where they are gone or damaged."""
    try:
        stream = files.open(sha256)
    except (FileNotFoundError, DamagedFile):
        return False
    # Stored as it is: photos do not get smaller.
    with stream, archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as kept:
        shutil.copyfileobj(stream, kept)
    return True
