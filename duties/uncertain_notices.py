"""QA hears of each notice that may not have arrived: it is not repeated, and must not vanish (DOMAIN)."""

from domain.words import QaTaskKind
from storage.outbox_in_doubt import InDoubt, notices_in_doubt
from storage.qa_tasks import raise_task
from storage.store import Unit


def about(one: InDoubt) -> str:
    """What QA reads of a notice in doubt."""
    message = f"a message ({one.template.replace('_', ' ')})"
    return (
        f"Nobody knows whether {one.name} got {message}: Teams did not say, so it is not sent again. "
        "Ask them, and tell them yourself if they did not."
    )


def record(unit: Unit) -> int:
    """Put each notice in doubt before QA, once; how many there were."""
    found = notices_in_doubt(unit)
    for one in found:
        kind, matter = QaTaskKind.UNCERTAIN_DELIVERY, f"uncertain_delivery:{one.id}"
        raise_task(unit, kind, matter, about(one), person_id=one.person_id, outbox_id=one.id)
    return len(found)
