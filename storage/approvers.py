"""Who answers a request for an exemption: a director by the council's setting, their deputies, never its asker."""

from datetime import date

from domain.policy import Policy
from domain.words import Role
from storage.chasing import people_away
from storage.deputies import answering_for, deputies_on
from storage.exemptions import Request, waiting_with
from storage.people import people_with_role, person_by_email
from storage.store import Unit


def approvers(unit: Unit, policy: Policy, asker_id: int, today: date) -> list[int]:
    """Who may be asked to answer somebody's request on a London day: whom the setting names, then every director."""
    named = person_by_email(unit, policy.exemption_approver)
    first = [named.id] if named is not None and named.is_current(today) else []
    return [one for one in dict.fromkeys([*first, *people_with_role(unit, Role.DIRECTOR, today)]) if one != asker_id]


def approver_for(unit: Unit, policy: Policy, asker_id: int, today: date) -> int | None:
    """With whom a request of somebody's lies on a London day; None where there is nobody.

    Who is away and has nobody in their place is passed over for the next one, if there is one.
    """
    fit = approvers(unit, policy, asker_id, today)
    there = _those_there(unit, fit, asker_id, today)
    return next(iter(there or fit), None)


def is_there(unit: Unit, approver_id: int, asker_id: int, today: date) -> bool:
    """Whether an approver, or somebody in their place who is not the asker, can answer on a London day."""
    return bool(_those_there(unit, [approver_id], asker_id, today))


def _those_there(unit: Unit, people: list[int], asker_id: int, today: date) -> list[int]:
    away, deputies = people_away(unit, today), deputies_on(unit, today)
    return [one for one in people if one not in away or set(deputies.get(one, ())) - {asker_id}]


def who_answers(unit: Unit, request: Request, today: date) -> list[int]:
    """The approver with whom a request lies and those who stand in for them today, but not its asker."""
    if request.approver_id is None:
        return []
    return [one for one in answering_for(unit, [request.approver_id], today) if one != request.person_id]


def requests_to_answer(unit: Unit, viewer_id: int, today: date) -> list[Request]:
    """What waits for somebody's answer today: their own, and that of those whose deputy they are."""
    for_whom = {viewer_id, *(one for one, some in deputies_on(unit, today).items() if viewer_id in some)}
    return [one for one in waiting_with(unit, for_whom) if one.person_id != viewer_id]
