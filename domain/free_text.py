"""What is checked of a text that a person typed, before it is stored."""

from domain.identifiers import refusal

LONG_TEXT = 8_000
SHORT_TEXT = 2_000


def complaint_about(text: str, *, when_empty: str = "", longest: int = LONG_TEXT) -> str | None:
    """What to say beside an input whose text can't be stored as it is, or None.

    Args:
        text: what was typed.
        when_empty: the complaint when there is none; empty where none is needed.
        longest: how many characters it may have.
    """
    if not text.strip():
        return when_empty or None
    if len(text) > longest:
        return f"This is {len(text):,} characters long. Please shorten it to {longest:,}."
    return refusal(text)
