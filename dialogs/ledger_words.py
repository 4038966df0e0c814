"""A line of the ledger in words: why it was owed, and what became of it."""

from collections.abc import Mapping

from domain import chasing_recheck as codes
from domain.delivery_words import why_unreachable
from domain.ladder import ItemKind, Party, spoken_rung
from domain.sentences import first_capital
from storage.nudge_lines import DAY_OVER, DigestLine
from storage.tables.chasing import LineStatus

_REASONS: Mapping[str, str] = {
    codes.DONE: "it was done by then",
    codes.ANOTHER_DAY: "its due day had been changed",
    codes.SOMEBODY_ELSE: "it was with somebody else by then",
    codes.EXEMPT: "an exemption holds for that month",
    codes.LEFT: "the person had left",
    codes.STOPPED: "QA had stopped chasing",
    codes.ON_LEAVE: "it was a day of leave",
    codes.PAUSED: "it was put off",
    DAY_OVER: "the day was over before it could go, so the next list took it up",
}
_PARTIES: Mapping[Party, str] = {
    Party.OWNER: "the person who has it in hand",
    Party.UP_THE_LINE: "their manager",
    Party.HEAD_OF_SERVICE: "their head of service",
    Party.DIRECTORS: "a director",
}
_MINE: Mapping[Party, str] = {
    Party.OWNER: "you have it in hand",
    Party.UP_THE_LINE: "somebody you manage has it in hand",
    Party.HEAD_OF_SERVICE: "it is in your service",
    Party.DIRECTORS: "directors get the month's list",
}
_DAY_OF: Mapping[ItemKind, str] = {
    ItemKind.RETURN: "its due day",
    ItemKind.ACTION: "its due day",
    ItemKind.UPLOAD: "its outcome",
    ItemKind.APPROVAL: "the day of asking",
    ItemKind.SURVEY: "the day of asking",
    ItemKind.CONCERN: "the due day of its response",
    ItemKind.ROLL_UP: "the month",
}


def rung_words(line: DigestLine) -> str:
    """The rung that owed a line, and to whom: "3 working days after Friday 4 December 2026 (its due day)"."""
    said = spoken_rung(line.rung, line.due_on)
    counted = f" ({_DAY_OF[line.key[0]]})" if line.rung[:1] in {"+", "-"} else ""
    return f"{first_capital(said)}{counted}, to {_PARTIES[line.party]}."


def why_mine(line: DigestLine) -> str:
    """Why somebody was told: what they are to it, and the rung that owed it."""
    said = spoken_rung(line.rung, line.due_on)
    counted = f" ({_DAY_OF[line.key[0]]})" if line.rung[:1] in {"+", "-"} else ""
    return f"You were told because {_MINE[line.party]}. The reminder was due {said}{counted}."


def outcome_words(line: DigestLine) -> str:
    """What became of a line, with the reason where it did not simply go."""
    reason = _reason(line.reason or "")
    match line.status:
        case LineStatus.SENT:
            return "Sent."
        case LineStatus.ACTED:
            return "Sent, and answered since."
        case LineStatus.OWED:
            return "Waits to go."
        case LineStatus.UNCERTAIN:
            return "Teams did not say whether it arrived, so it was not repeated. The next list has it."
        case LineStatus.FAILED:
            return f"It did not go: {_why_failed(line.reason or '')}."
        case LineStatus.WITHHELD:
            return f"Held back: {reason}."
        case LineStatus.LAPSED:
            return f"Not sent: {reason}."


def _reason(code: str) -> str:
    if code.startswith("overtaken by "):
        return "a later reminder took its place"
    return _REASONS.get(code, "it was no longer owed")


def _why_failed(code: str) -> str:
    return f"Teams did not take it ({code})" if code.startswith("http_") else why_unreachable(code)
