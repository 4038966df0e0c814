"""The tables, one module a subject. Importing this package registers every one of them."""

from storage.tables import allocations, audits, concerns, people, service

__all__ = ["allocations", "audits", "concerns", "people", "service"]
