"""How sentences are made of what is kept in the middle of others."""


def first_capital(text: str) -> str:
    """A text that begins a sentence. The rest stays: `capitalize` would spoil names and references."""
    return text[:1].upper() + text[1:]
