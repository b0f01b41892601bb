"""What the check before certification can find, by name."""

KINDS = (
    *(
        "unanswered",
        "unapproved",
        "reason-missing",
        "no-answer",
        "evidence-missing",
        "evidence-unreadable",
        "date-future",
    ),
    *(
        "date-outside",
        "date-late",
        "text-pasted",
        "agency-name",
        "year",
        "script",
        "keyboard",
        "spelling",
        "title-twice",
    ),
    *("question-code", "question-missing", "timeframe-year", "row-torn", "score", "unprintable", "personal"),
    *("signatories-missing", "place-missing"),
)
