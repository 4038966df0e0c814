"""The pages that follow an audit, asked for in a sentence, and no question for a figure among them."""

import pytest

from dialogs.pages_in_words import page_in_words
from dialogs.table import COMMANDS, command
from dialogs.turn import Viewer
from domain.words import Role
from tests.unit.test_question_corpus import questions

MINA = Viewer(1, "Mina Ferris", "mina@council.example", frozenset({Role.DIRECTOR}))


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("The register of children of concern", "concerns"),
        ("show me the concerns register", "concerns"),
        ("register", "concerns"),
        ("Concerns waiting for me", "concerns"),
        ("which concerns are waiting for me?", "concerns"),
        ("childen of concern", "concerns"),
        ("show me the children of concern", "concerns"),
        ("watchlist", "watch list"),
        ("Can I see the watch list?", "watch list"),
        ("wacth list", "watch list"),
        ("what do I have to moderate?", "my moderations"),
        ("audits to moderate", "my moderations"),
        ("what is there to moderate", "my moderations"),
    ],
)
def test_a_page_is_opened_where_it_is_asked_for_in_a_sentence(text: str, page: str) -> None:
    assert command(text, MINA) is COMMANDS[page]


@pytest.mark.parametrize(
    "text",
    [
        "how many concerns are open?",
        "open concerns",
        "concerns raised",
        "how old are the concerns?",
        "moderated audits",
    ],
)
def test_a_question_for_a_figure_is_left_to_the_figures(text: str) -> None:
    assert command(text, MINA) is None


def test_no_question_of_the_corpus_is_taken_for_a_page() -> None:
    said = [text for question in questions() for text in question.get("turns") or [question["q"]]]
    assert said
    taken = [text for text in said if page_in_words(text)]
    assert taken == []
