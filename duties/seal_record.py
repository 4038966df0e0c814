"""Sealing the record, so that nobody can change it unseen (docs/record.md)."""

from storage.record_seals import seal_batch, waits_for_another_batch
from storage.store import Unit


def record_part(unit: Unit) -> bool:
    """Seal a batch in a transaction of its own where more than one waits; whether it did."""
    return waits_for_another_batch(unit) and seal_batch(unit) > 0


def record(unit: Unit) -> int:
    """Seal what is left, a batch at most; how many lines."""
    return seal_batch(unit)
