"""What goes wrong between us and LINE."""


class SendError(Exception):
    """A call that failed, with its reason.

    `permanent`: trying again cannot help. `unknown`: it may have worked all the same. `status` and `told` (the
    `message` of its error body): LINE's, if any.
    """

    def __init__(
        self, reason: str, permanent: bool, status: int | None = None, unknown: bool = False, told: str = ""
    ) -> None:
        super().__init__(reason)
        self.reason, self.permanent, self.status, self.unknown = reason, permanent, status, unknown
        self.told = told
