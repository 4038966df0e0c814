"""Signs that turn the order in which words are read: nothing that goes to Teams has any.

What people type in Teams loses them as it comes in (`bot.pressed.clean`). A workbook's cells keep them, so that it
comes back as it was; on a card such a name or sentence could read as another than is stored and searched.
"""

import re

# Unicode's embeddings, overrides and isolates (U+202A to U+202E, U+2066 to U+2069), as UTF-8 writes them.
_TURNS = re.compile(rb"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])")


def in_order(body: bytes) -> bytes:
    """A body of JSON in UTF-8 without the signs that turn the order of reading."""
    return _TURNS.sub(b"", body)
