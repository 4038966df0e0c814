"""Requests for an exemption: laid before whoever answers them, and ended once no answer is needed any more."""

from collections.abc import Iterator

from domain.calendar import WorkingCalendar, london_day
from domain.policy import Policy
from storage.absences import lock_person
from storage.exempted_audits import why_it_lapses
from storage.exemption_notices import lay_before_approver, tell_asker
from storage.exemption_requests import lapse
from storage.exemptions import Request, request_by_id, waiting_requests
from storage.store import Unit


def record(unit: Unit, policy: Policy, calendar: WorkingCalendar) -> int:
    """Go through what waits: how many people are newly told of something to answer."""
    today = london_day(unit.now)
    told = 0
    for request in _held(unit):
        why = why_it_lapses(unit, policy, request, today)
        if why is None:
            told += lay_before_approver(unit, policy, request, calendar, today)
        else:
            lapse(unit, request, why, today)
            tell_asker(unit, request_by_id(unit, request.id) or request, calendar)
    return told


def _held(unit: Unit) -> Iterator[Request]:
    """What waits, each held until the end of the unit: whoever answers it at the same time comes before or after."""
    for waiting in waiting_requests(unit):
        lock_person(unit, waiting.person_id)
        request = request_by_id(unit, waiting.id)
        if request is not None and request.is_waiting:
            yield request
