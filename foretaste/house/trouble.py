"""What can keep an instance from starting, in words that say what to do."""


class CannotStart(Exception):
    """The instance can't start; the message says why and what to do. The command ends with `code`."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code
