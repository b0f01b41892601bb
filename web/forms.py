"""What no form may bring."""

from flask import abort, request

# No text of a database holds it, and no keyboard types it.
_NUL = "\0"


def refuse_nul() -> None:
    """Refuses a form in which a text or a file's name holds the character NUL: 400."""
    texts = [text for _, text in request.form.items(multi=True)]
    names = [file.filename or "" for _, file in request.files.items(multi=True)]
    if any(_NUL in text for text in (*request.form, *texts, *names)):
        abort(400)
