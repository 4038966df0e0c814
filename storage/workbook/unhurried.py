"""Python's search for unreachable objects, told to look rarely while a workbook is read or written.

A large workbook is a million objects that all stay until it is done. By default Python goes through them again
and again without finding anything, which takes a third of an import's time.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# How many new objects there may be before the young ones are looked through; Python's own number is 700.
_RARELY = 100_000
_LOCK = threading.Lock()
_usual: list[tuple[int, int, int]] = []  # what was set before, once for each that is under way


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Look rarely until the end of this; several threads may be in it at once."""
    with _LOCK:
        _usual.append(_usual[0] if _usual else gc.get_threshold())
        gc.set_threshold(_RARELY, *_usual[0][1:])
    try:
        yield
    finally:
        with _LOCK:
            before = _usual.pop()
            if not _usual:
                gc.set_threshold(*before)
