"""A final audit on the child's record: one tap, typed, taken back within a day; never before its outcome."""

from datetime import date

from domain.words import AllocationStatus
from storage.tables.allocations import allocation
from storage.tables.service import policy_setting
from tests.conversation.council import Council, heading, returns

TITLE, REF = "The child's record", "AUD-CS_5000037"
PLACE = "On the child's record"


def stands(council: Council) -> tuple[AllocationStatus, date | None]:
    (row,) = council.rows(allocation)
    return row.status, row.uploaded_on


def moderates(council: Council, which: str) -> None:
    row = {"name": "moderated", "value": which, "effective_from": date(2026, 11, 1), "set_at": council.clock.now()}
    with council.unit() as unit:
        unit.connection.execute(policy_setting.insert().values(row))


async def not_uploaded(council: Council) -> str:
    """The figure, as QA has it: the line below the card's title."""
    return (await council.dan.says("not uploaded in November 2026")).words.split("\n")[2]


async def returned(council: Council, moderated: str = "none") -> int:
    moderates(council, moderated)
    number = council.allocates(council.rosa)
    await returns(council.rosa)
    await council.time_passes(minutes=1)
    return number


async def test_in_one_tap_and_taken_back_within_a_day_and_counted(council: Council) -> None:
    await returned(council)
    before = (AllocationStatus.RETURNED, None)
    shown = await council.rosa.presses(await council.rosa.says("my audits"), PLACE)
    assert heading(shown) == TITLE
    assert "Since Friday 20 November 2026" in shown.words
    assert stands(council) == (AllocationStatus.UPLOADED, date(2026, 11, 20))
    again = await council.rosa.says(f"uploaded {REF}")
    assert "It is down as on the child's record already." in again.words
    assert await not_uploaded(council) == "0"
    undone = await council.rosa.presses(again, "Undo")
    assert "It is not down as on the child's record any more." in undone.words
    assert stands(council) == before
    assert await not_uploaded(council) == "1"
    assert heading(await council.rosa.presses(again, "Undo")) == TITLE, "twice, and nothing more happens"
    await council.rosa.says("uploaded cs_5000037")
    assert stands(council)[0] is AllocationStatus.UPLOADED
    await council.time_passes(hours=25)
    listed = await council.rosa.says("my audits")
    assert "Undo" not in listed.buttons
    assert "On the child's record." in listed.words
    late = await council.rosa.presses(undone, PLACE)
    assert "already" in late.words


async def test_never_before_the_outcome(council: Council) -> None:
    await returned(council, "all")
    assert PLACE not in (await council.rosa.says("my audits")).buttons
    refused = await council.rosa.says(f"uploaded {REF}")
    assert "This audit has no outcome yet: a moderator still has to judge it." in refused.words
    assert PLACE not in (await council.dan.says(f"audit {REF}")).buttons
    assert stands(council) == (AllocationStatus.RETURNED, None)


async def test_qa_may_say_it_for_the_auditor_and_nobody_else_may(council: Council) -> None:
    await returned(council)
    for somebody in (council.tom, council.hal, council.sue):
        assert "not one of yours" in (await somebody.says(f"uploaded {REF}")).words
    shown = await council.dan.presses(await council.dan.says(f"audit {REF}"), PLACE)
    assert heading(shown) == f"Audit {REF}"
    assert stands(council)[0] is AllocationStatus.UPLOADED
    await council.time_passes(days=9)
    shown = await council.dan.presses(await council.dan.says(f"audit {REF}"), "Not on the record")
    assert "not on the child's record after all; returned. By Dan Iqbal." in shown.words
    assert stands(council) == (AllocationStatus.RETURNED, None)


async def test_chasing_is_silent_at_once(council: Council) -> None:
    await returned(council)
    for _ in range(8):
        await council.time_passes(days=1)
    digests = [shown for shown in council.rosa.messages if "It's on the record" in shown.buttons]
    assert digests, "it is chased from the fifth working day"
    shown = await council.rosa.presses(digests[-1], "It's on the record")
    assert "This audit is on the child's record." in shown.words
    before = len(council.rosa.messages)
    for _ in range(10):
        await council.time_passes(days=1)
    assert len(council.rosa.messages) == before
