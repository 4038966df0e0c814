"""For whom a card of an audit was made: what takes its place once they are done differs."""

from enum import StrEnum


class Audience(StrEnum):
    """The auditor and whoever of QA acts for them, or the moderator."""

    AUDITOR = "auditor"
    MODERATOR = "moderator"
