"""The errors a person may meet: each is one plain sentence that says what to do next."""


class AuditbotError(Exception):
    """Something a person can put right. Its text is shown to them as it stands."""


class NotAllowedError(AuditbotError):
    """The person may not do this, or the thing is no longer in a state in which it can be done."""


class BadInputError(AuditbotError):
    """What was given cannot be read as it was meant."""
