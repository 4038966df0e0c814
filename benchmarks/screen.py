"""What a benchmark shows on the screen while it runs."""

import sys


def say(words: str) -> None:
    """Tell a person at a terminal what goes on, on one line; say nothing into a pipe."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{words}")
        sys.stderr.flush()
