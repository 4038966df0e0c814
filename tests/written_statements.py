"""Engines that know the statements that earlier ones of the process ran: writing them anew is half of a short life."""

from collections.abc import MutableMapping
from typing import Any

from sqlalchemy import Dialect, Engine
from sqlalchemy.util import LRUCache

from storage.store import make_engine

_STATEMENTS = 3000
# By the engine's name.
_WRITTEN: dict[str, tuple[Dialect, MutableMapping[Any, Any]]] = {}


def well_versed_engine(url: str) -> Engine:
    """An engine as `make_engine` has it, with what SQLAlchemy has written for those before it."""
    engine = make_engine(url)
    if engine.dialect.name not in _WRITTEN:
        engine.connect().close()  # the dialect learns what its server can do
        _WRITTEN[engine.dialect.name] = engine.dialect, LRUCache(_STATEMENTS)
    # A statement is known again by its dialect, so that both have to be those of before.
    engine.dialect, written = _WRITTEN[engine.dialect.name]
    engine.update_execution_options(compiled_cache=written)
    return engine
