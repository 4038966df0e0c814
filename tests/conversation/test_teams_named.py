"""Teams with three or more Good or Inadequate audits, and teams not audited, named to their senior managers monthly."""

from datetime import UTC, date, datetime

from domain.words import Rating, Role
from storage.tables.allocations import allocation
from tests.conversation.audited_work import was_audited
from tests.conversation.council import Council, heading

DECEMBER = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


async def test_a_head_of_service_is_told_once_a_month_and_may_ask_for_it(council: Council) -> None:
    for number in range(3):
        was_audited(council, number, Rating.INADEQUATE)
    council.is_now(DECEMBER)
    for _ in range(3):
        await council.time_passes(hours=1)
    [notice] = [shown for shown in council.hal.messages if shown.summary.startswith("Teams whose")]
    for words in ("Up to the end of November 2026.", "Three or more Inadequate audits, in six months", "Alder Vale 1"):
        assert words in notice.words
    assert "Birch Way 2" not in notice.words, "it is another head's"
    assert "weak" not in notice.words.lower()
    assert not [one for who in (council.tom, council.mina) for one in who.messages if "Teams whose" in one.summary]
    asked = await council.dan.says("teams named")
    assert heading(asked) == "Teams to look at"
    assert "Birch Way 2" in asked.words, "QA sees all teams: this one was not audited for three months"
    assert "Teams are named to heads of service" in (await council.tom.says("teams named")).words


async def test_where_no_team_of_theirs_stands_out_nothing_is_sent(council: Council) -> None:
    was_audited(council, 1, Rating.GOOD)
    with council.unit() as unit:
        moved = allocation.update().values(month="2026-11", returned_on=date(2026, 11, 15))
        unit.connection.execute(moved)
    council.is_now(DECEMBER)
    await council.time_passes(hours=1)
    assert [shown for shown in council.hal.messages if shown.summary.startswith("Teams whose")] == []
    council.employs("Lea Brand", Role.LEADER)
    assert "No team stands out, and each was audited." in (await council.hal.says("teams named")).words
