"""What every refusal has in common: an answer in words for the user, not a fault of ours."""


class Refusal(Exception):
    """Something that was asked for is not done; the message says in Chinese what is wrong and what to do.

    Subclasses stand next to the function that raises them. `status` is the HTTP status of a page or API answer.
    """

    status: int = 422

    def __init__(self, message: str, *, status: int | None = None) -> None:
        super().__init__(message)
        if status is not None:
            self.status = status

    @property
    def message(self) -> str:
        return str(self.args[0])
