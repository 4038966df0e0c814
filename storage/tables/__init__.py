"""The tables, one module a subject. Importing this package registers every one of them."""

from storage.tables import allocations, audits, chat_files, concerns, contacts, people, registers, service, wording

__all__ = ["allocations", "audits", "chat_files", "concerns", "contacts", "people", "registers", "service", "wording"]
