"""The response to a child of concern rides on the chasing that is there: in the digest, and up the line when late."""

from datetime import timedelta

from domain.calendar import london_day
from storage.tables.chasing import nudge_line
from storage.tables.people import deputy
from tests.conversation.council import Council, heading
from tests.conversation.test_children_of_concern import judges
from tests.fakes_cards import Shown
from tests.fakes_people import FakePerson


def digests(somebody: FakePerson) -> list[Shown]:
    """The digests that a person has had."""
    return [shown for shown in somebody.messages if heading(shown).startswith("For ")]


async def test_a_late_response_to_a_child_of_concern_is_chased_up_the_line_and_answered_in_place(
    council: Council,
) -> None:
    number = council.allocates(council.rosa, due_in=90)
    judges(council, number, 2)
    tom, hal = council.tom, council.hal
    await council.time_passes(days=13)
    day_before = digests(tom)[-1]
    assert "Children of concern (1)" in day_before.words
    assert "Its response is due by Friday 4 December 2026." in day_before.words
    assert not digests(hal), "before it is late nobody up the line hears of it"
    await council.time_passes(days=4)
    assert "Its response was due by Friday 4 December 2026." in digests(tom)[-1].words
    assert not digests(hal)
    await council.time_passes(days=2)
    assert "with people you manage (1)" in digests(hal)[-1].words
    form = await hal.presses(digests(hal)[-1], "Respond")
    await hal.presses(form, "Send the response", {"in_words": "Visited twice a week since."})
    assert "has its response" in (await tom.says("digest")).words
    assert {row.status for row in council.rows(nudge_line, kind="concern")} == {"acted"}
    had = len(digests(tom))
    await council.time_passes(days=14)
    assert len(digests(tom)) == had, "what was answered is chased no more"


async def test_a_deputy_hears_of_a_category_1_on_the_day_after_and_the_ladder_says_it_in_words(
    council: Council,
) -> None:
    number = council.allocates(council.rosa, due_in=90)
    judges(council, number, 1)
    sam = council.employs("Sam Okafor")
    today = london_day(council.clock.now())
    named = {"person_id": council.id_of(council.tom), "deputy_id": council.id_of(sam), "named_at": council.clock.now()}
    with council.unit() as unit:
        days = {"starts_on": today, "ends_on": today + timedelta(days=30)}
        unit.connection.execute(deputy.insert().values(**named, **days))
    await council.time_passes(days=3)
    assert "Respond" in digests(sam)[-1].buttons
    assert "category 1" in digests(council.tom)[-1].words
    ladder = await council.dan.says("ladder")
    assert "1 working day after the due day of the response: the team manager." in ladder.words
