"""What people say and press about exemptions in these tests."""

from collections.abc import Mapping

from domain.words import AllocationStatus
from storage.tables.allocations import allocation
from tests.conversation.council import Council, heading
from tests.fakes_cards import Shown
from tests.fakes_people import FakePerson

LEAVE = {"in_kind": "Leave", "in_why": "Two weeks away, booked in spring."}
REQUEST, EXEMPT, NOT_EXEMPT = "A request for an exemption", "You are exempt for", "No exemption for"


def stands(council: Council) -> AllocationStatus:
    """Where the audit allocated last stands."""
    status: AllocationStatus = council.rows(allocation)[-1].status
    return status


async def asks(council: Council, given: Mapping[str, str]) -> Shown:
    """Rosa asks to be exempt, from the list of her audits."""
    form = await council.rosa.presses(await council.rosa.says("my audits"), "Ask for an exemption")
    return await council.rosa.presses(form, "Ask", given)


async def gets(council: Council, who: FakePerson, title: str = REQUEST) -> Shown:
    """The last card of a title that somebody is sent, once the timetable and the delivery have done what is due."""
    await council.time_passes(minutes=5)
    while True:
        found = [one for one in who.messages if title in heading(one)]
        if found:
            return found[-1]
        await who.next_message(len(who.messages))
