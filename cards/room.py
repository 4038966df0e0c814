"""How much of a text that is too long comes back in its input: nothing typed is lost that a card can hold."""

import json

# In bytes, for all texts of a card together that are too long: Teams takes a card of about 100 KB in all.
ROOM = 50_000
# What one of two such texts may take, where a card does not count them.
USUAL_ROOM = 24_000


def size(text: str) -> int:
    """How many bytes a text takes in a card."""
    return len(json.dumps(text, ensure_ascii=False).encode())


def least_shown(longest: int) -> int:
    """How much comes back whatever else a card holds: as much again as a half, so that it can be shortened.

    Args:
        longest: how many characters the text may have.
    """
    return longest + longest // 2


def refilled(text: str, longest: int, room: int = ROOM) -> str:
    """As much of a text as comes back in its input: all of it, unless it takes more than `room` bytes."""
    least = least_shown(longest)
    if len(text) <= least or size(text) <= room:
        return text
    start = text
    while len(start) > least and size(start) > room:
        start = start[: max(least, len(start) * room // size(start))]
    return start


def left_out(text: str, longest: int, room: int = ROOM) -> str:
    """What is said above an input that could not hold all that was typed; "" where it does."""
    shown = len(refilled(text, longest, room))
    return f"Only its first {shown:,} characters fit below." if shown < len(text) else ""
