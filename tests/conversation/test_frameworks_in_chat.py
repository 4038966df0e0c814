"""The QA team looks which frameworks hold from when."""

from datetime import date

import pytest

from storage.frameworks import shipped_frameworks
from storage.frameworks.versions import keep_version
from tests.conversation.council import Council, heading, helped, starts

SEVEN = next(content for content in shipped_frameworks() if content["name"] == "seven-domains")


async def test_qa_reads_which_framework_holds_from_when_and_how_many_audits_have_it(council_on_each: Council) -> None:
    council, dan = council_on_each, council_on_each.dan
    council.allocates(council.rosa)
    await starts(council.rosa)
    with council.unit() as unit:
        keep_version(unit, {**SEVEN, "effective_from": date(2027, 4, 1), "title": "Our seven"}, "qa-desk")
    card = await dan.says("frameworks")
    assert heading(card) == "Audit frameworks"
    for words in (
        "Seven domains",
        "Saturday 1 January 2000 to Wednesday 31 March 2027",
        "Used where a cycle names none.",
        "Our seven",
        "Thursday 1 April 2027",
        "Nine elements",
    ):
        assert words in card.words
    assert card.words.count("Holds today.") == 2
    assert len(council.events("saw_frameworks")) == 1


async def test_what_was_taken_over_from_is_counted_and_not_shown(council: Council) -> None:
    for title, day in (("First", date(2010, 1, 1)), ("Second", date(2020, 1, 1))):
        with council.unit() as unit:
            keep_version(unit, {**SEVEN, "effective_from": day, "title": title}, "qa-desk")
    card = await council.dan.says("frameworks")
    assert "Second" in card.words
    assert "First" not in card.words
    assert "Not shown here: 2." in card.words


async def test_the_button_of_the_help_shows_the_same(council: Council) -> None:
    help_ = await helped(council.dan, "Frameworks")
    assert heading(await council.dan.presses(help_, "Frameworks")) == "Audit frameworks"


@pytest.mark.parametrize("name", ["rosa", "hal", "mina"])
async def test_nobody_else_is_shown_them(council: Council, name: str) -> None:
    answer = await getattr(council, name).says("frameworks")
    assert "The frameworks are for the QA team." in (answer.text or answer.words)
