"""What families said by theme: suggested by words, confirmed by QA, counted for whoever sees figures."""

from datetime import date

import pytest

from domain.themes import DEFAULT_THEMES, read_themes, suggested
from domain.words import Role
from storage.tables.audits import engagement
from storage.tables.service import policy_setting
from storage.tables.themes import feedback_placing
from tests.conversation.council import ANSWERS, Council, heading, returns

WORDS = ANSWERS["What the family said"]["in_child_words"]


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("She listens but is often late.", ["Being listened to", "Being on time"]),
        ("We had a NEW SOCIAL WORKER every month.", ["The same worker"]),
        ("Nobody ever rang.", []),
        ("A new plan, explained well.", ["Knowing the plan"]),
    ],
)
def test_words_suggest_the_themes_whose_words_they_begin_with(words: str, titles: list[str]) -> None:
    assert suggested(words, read_themes(DEFAULT_THEMES)) == titles


@pytest.mark.parametrize("text", ["", "No colon here", "A, b: word", "Same: word\nsame: other", "Empty:"])
def test_themes_that_cannot_be_read_are_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match=r"write|title|twice"):
        read_themes(text)


async def test_qa_confirms_what_is_suggested_and_figures_count_it(council: Council) -> None:
    council.allocates(council.rosa)
    await returns(council.rosa)
    card = await council.dan.says("feedback to theme")
    assert WORDS in card.words
    assert "This is the last one." in card.words
    assert card.inputs["in_themes"] == "Being listened to,Being on time"
    done = await council.dan.presses(card, "Confirm", {"in_themes": "Being on time"})
    assert "Kept: Being on time." in done.words
    assert "Nothing waits." in done.words
    late = await council.dan.presses(card, "None of these")
    assert "Somebody has confirmed that one already." in late.words
    assert [row.themes for row in council.rows(feedback_placing)] == [["Being on time"]]

    figures = await council.mina.says("feedback themes in November 2026")
    assert heading(figures) == "Feedback themes: November 2026"
    assert "Being on time: 1 of 1" in figures.words
    assert "0 positive, 1 mixed, 0 negative" in figures.words
    assert "Being listened to: 0 of 1" in figures.words
    assert "under five" in figures.words
    assert WORDS not in figures.words
    assert heading(await council.mina.says("feedback themes")).startswith("Feedback themes: ")
    assert "I can't read that period." in (await council.mina.says("feedback themes in the rain")).words
    for part in ("by team", "for Alder Vale 1"):
        whole = (await council.mina.says(f"feedback themes {part}")).words
        assert "counted for the whole council, not for a part of it." in whole, part
    for somebody in (council.rosa, council.sue):
        assert "for those who lead teams" in (await somebody.says("feedback themes")).words
    for somebody in (council.rosa, council.sue, council.mina, council.tom):
        assert WORDS not in (await somebody.says("feedback to theme")).words
        assert WORDS not in (await somebody.presses(card, "None of these")).text


async def test_other_words_are_put_to_themes_anew_and_the_list_is_the_councils_own(council: Council) -> None:
    number = council.allocates(council.rosa)
    await returns(council.rosa)
    card = await council.dan.says("feedback to theme")
    await council.dan.presses(card, "None of these")
    with council.unit() as unit:
        mine = engagement.c.allocation_id == number
        unit.connection.execute(
            engagement.update().where(mine, engagement.c.party == "child").values(comment="Snacks!")
        )
        row = {"name": "feedback_themes", "value": "Food: snack, lunch", "effective_from": date(2026, 11, 1)}
        unit.connection.execute(policy_setting.insert().values(**row, set_at=council.clock.now()))
    card = await council.dan.says("feedback to theme")
    assert card.inputs["in_themes"] == "Food"
    none = await council.dan.presses(card, "Confirm", {"in_themes": ""})
    assert "Nothing was ticked" in none.words
    await council.dan.presses(card, "Confirm", {"in_themes": "Food"})
    assert [row.themes for row in council.rows(feedback_placing)] == [[], ["Food"]]
    leader = council.employs("Lea Brand", Role.LEADER)
    assert "Food: 1 of 1" in (await leader.says("feedback themes in November 2026")).words
