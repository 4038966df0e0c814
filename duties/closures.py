"""Each month's sample of completed actions for QA to check: drawn once, by risk, from a seed that is kept with it."""

from datetime import timedelta
from secrets import token_hex

from domain.calendar import london_day, month_of, spoken_month
from domain.closures import drawn
from domain.policy import Policy
from domain.words import QaTaskKind
from storage.closures import Draw, closures_of, draw_of, note_draw
from storage.qa_tasks import raise_task
from storage.store import Unit


def record(unit: Unit, policy: Policy, seed: str = "") -> int:
    """Draw last month's closures, unless they are drawn; how many wait for QA because of it.

    Args:
        unit: the unit of work.
        policy: its `verified_share` is how many of a hundred are drawn.
        seed: what the draw comes from; made by chance where it is empty.
    """
    month = month_of(london_day(unit.now).replace(day=1) - timedelta(days=1))
    if draw_of(unit, month) is not None:
        return 0
    closures, seed = closures_of(unit, month), seed or token_hex(8)
    sample = drawn(closures, policy.verified_share, seed)
    if not note_draw(unit, Draw(month, seed, len(closures), len(sample)), sample):
        return 0
    if sample:
        about = f"Of {len(closures):,} actions completed in {spoken_month(month)}, {len(sample):,} are drawn to check."
        raise_task(unit, QaTaskKind.CLOSURES_TO_CHECK, f"closures:{month}", about)
    return len(sample)
