"""Commands in other words, and with one slip of the fingers."""

import pytest

from dialogs.other_words import ALSO, nearly
from dialogs.table import COMMANDS


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("my tema", "my team"),
        ("my taem", "my team"),
        ("my actons", "my actions"),
        ("my moderatons", "my moderations"),
        ("my outcoms", "my outcomes"),
        # Two slips, a question, another beginning, and the command itself are none.
        ("my tams", None),
        ("my good rate", None),
        ("by team", None),
        ("mu team", None),
        ("my team", None),
        ("retrun it", None),
    ],
)
def test_one_slip_in_a_page_of_ones_own_is_that_page_and_nothing_else_is(typed: str, page: str | None) -> None:
    assert nearly(typed, COMMANDS) == page


def test_other_words_are_those_of_commands_that_there_are() -> None:
    assert "team page" in ALSO
    assert set(ALSO.values()) <= set(COMMANDS)
