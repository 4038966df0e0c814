"""What was typed and could not be stored goes along with the cards of an alarm, and comes back."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.kept import carry, kept_inputs
from dialogs.turn import Press
from tests.unit.every_card import FILLINGS

MOST = 15_000 + 1_000  # beside the texts there are their keys


def came_back(carried: str) -> dict[str, str]:
    return kept_inputs(Press("continue_audit", {"kept": carried}))


@given(st.dictionaries(st.sampled_from(["rating", "evidence", "strengths"]), st.text(max_size=300)))
def test_what_was_typed_comes_back_as_it_was(typed: dict[str, str]) -> None:
    assert came_back(carry(typed)) == typed


def test_a_long_text_that_is_refused_comes_back_whole() -> None:
    typed = {"rating": "Good", "evidence": "a" * 7_990 + " B33 8TH."}
    assert came_back(carry(typed)) == typed


@pytest.mark.parametrize("filling", FILLINGS)
def test_no_text_is_too_long_to_be_carried(filling: str) -> None:
    typed = dict.fromkeys("abcde", FILLINGS[filling] * 5)
    carried = carry(typed)
    assert len(json.dumps(carried, ensure_ascii=False).encode()) < MOST
    for key, start in came_back(carried).items():
        assert typed[key].startswith(start)
        assert bool(start) is bool(typed[key])


def test_a_short_text_stays_whole_beside_one_that_is_far_too_long() -> None:
    back = came_back(carry({"evidence": "long " * 20_000, "rating": "Good"}))
    assert back["rating"] == "Good"
    assert len(back["evidence"]) > 10_000


@pytest.mark.parametrize("carried", ["", "{}", "no JSON", "[1]", "7", '{"a": 1}', "null", "[" * 100_000])
def test_what_is_not_ours_brings_nothing_in(carried: str) -> None:
    assert came_back(carried) == {}
