"""*Not today*: what is on one's own list comes back on the next working day, twice; then the ladder goes on."""

from datetime import UTC, date, datetime

from storage.tables.chasing import chase_hold
from tests.conversation.council import Council, heading
from tests.conversation.test_digest import MONDAY, agrees, digests, lines, morning

TUESDAY = datetime(2026, 12, 8, 8, 1, tzinfo=UTC)
THURSDAY = datetime(2026, 12, 10, 8, 1, tzinfo=UTC)


async def test_what_is_put_off_comes_back_the_next_working_day_and_twice_is_enough(council: Council) -> None:
    council.allocates(council.rosa)
    await morning(council, MONDAY)
    first = await council.rosa.presses(digests(council.rosa)[0], "Not today")
    assert heading(first) == "Put off"
    assert "You hear of it again on Tuesday 8 December 2026." in first.words
    # The same press on another device puts nothing off twice.
    await council.rosa.presses(digests(council.rosa)[0], "Not today")
    assert len(council.rows(chase_hold)) == 1
    await morning(council, TUESDAY)
    assert len(digests(council.rosa)) == 2
    assert ("snooze 2026-12-07", "owed", None) in lines(council)
    later = await council.rosa.says("remind me on Thursday")
    assert "You hear of it again on Thursday 10 December 2026." in later.words
    await morning(council, THURSDAY)
    assert len(digests(council.rosa)) == 3
    enough = await council.rosa.says("not today")
    assert "It has been put off as often as may be, so it stays." in enough.words
    undone = await council.rosa.presses(later, "Leave it as it was")
    assert "It stands as before." in undone.text
    assert "You hear of it again on Friday 11 December 2026." in (await council.rosa.says("not today")).words


async def test_nobody_elses_list_is_touched_and_a_day_too_far_is_refused(council: Council) -> None:
    audit = council.allocates(council.rosa)
    agrees(council, council.tom, audit, "Visit weekly.", date(2026, 12, 4))
    await morning(council, MONDAY)
    await council.tom.presses(digests(council.rosa)[0], "Not today")
    assert {row.person_id for row in council.rows(chase_hold)} == {council.id_of(council.tom)}
    assert "Nothing is put off yet." in (await council.rosa.says("remind me on 3 March")).text
    assert "nothing to put off" in (await council.mina.says("not today")).words
