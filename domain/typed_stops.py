"""QA's orders about chasing, taken apart: "stop chasing Aisha Bello until 4 December: bereavement"."""

import re
from dataclasses import dataclass

EVERYBODY = frozenset({"everybody", "everyone", "all", "anybody", "anyone", "the whole council", "all of them"})
_ORDER = re.compile(
    r"(?:please\s+)?(?P<what>stop|start|resume|pause)\s+chasing\s+(?P<rest>.+)", re.IGNORECASE | re.DOTALL
)
_REASON = re.compile(r"\s*(?::|;|,?\s+because\s+(?:of\s+)?|\s+[-\u2013\u2014]\s+)\s*", re.IGNORECASE)
_UNTIL = re.compile(r"(?P<whom>.+?),?\s+(?:until|till?|up to)\s+(?P<until>.+)", re.IGNORECASE | re.DOTALL)
_AGAIN = re.compile(r"\s+again$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StopTyped:
    """An order about chasing.

    Attributes:
        starts: whether chasing is to start again.
        whom: a person, a team or everybody, as typed.
        until: the last day as typed; empty where none was.
        reason: in the words that were typed; empty where none were.
    """

    starts: bool
    whom: str
    until: str = ""
    reason: str = ""


def stop_in(text: str) -> StopTyped | None:
    """The order that a text is; None where it is none."""
    match = _ORDER.fullmatch(text.strip().rstrip("."))
    if match is None:
        return None
    starts = match["what"].casefold() in {"start", "resume"}
    about, *reason = _REASON.split(match["rest"], maxsplit=1)
    until = _UNTIL.fullmatch(about)
    whom = (until["whom"] if until else about).strip()
    last = until["until"].strip() if until else ""
    return StopTyped(starts, _AGAIN.sub("", whom), last, reason[0].strip() if reason else "")
