"""The tables, one module a subject. Importing this package registers every one of them."""

from storage.tables import (
    allocations,
    audits,
    chasing,
    chat_files,
    concerns,
    contacts,
    people,
    questions,
    registers,
    service,
    wording,
)

__all__ = [
    "allocations",
    "audits",
    "chasing",
    "chat_files",
    "concerns",
    "contacts",
    "people",
    "questions",
    "registers",
    "service",
    "wording",
]
