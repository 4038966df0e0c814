"""What is refused at the door."""


class TurnedAwayError(Exception):
    """A request that is not let in.

    Attributes:
        status: the HTTP status it is answered with.
        reason: a short code for the log and the counters.
        sentence: what the caller is told; it never says why a token failed.
        retry_after: seconds until it may be tried again, where that is known.
    """

    def __init__(self, status: int, reason: str, sentence: str, retry_after: int | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.sentence = sentence
        self.retry_after = retry_after


def bad_token(reason: str) -> TurnedAwayError:
    """The caller has not shown that it is Teams."""
    return TurnedAwayError(401, reason, "This service answers Microsoft Teams only.")


def malformed(reason: str) -> TurnedAwayError:
    """The body is no activity of the Bot Framework."""
    return TurnedAwayError(400, reason, "The body is not a Bot Framework activity in JSON. Send one.")
