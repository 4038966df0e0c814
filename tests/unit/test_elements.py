"""The elements that every card is made of: text as it stands, long texts, buttons, inputs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.elements import (
    LONGEST_TEXT,
    MOST_BLOCKS,
    Button,
    card,
    complaint,
    date_input,
    execute,
    facts,
    one_of,
    plain,
    room_each,
    said,
    shown,
    text_input,
    typed,
    typed_whole,
)
from cards.verbs import Verb

JOINER = "\N{ZERO WIDTH SPACE}"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Seen alone, and heard.", "Seen alone, and heard."),
        ("CS_12-3", "CS_12-3"),  # a reference stays as it is
        ("a_b_c", "a_b_c"),
        ("_thin_", r"\_thin\_"),
        ("**bold**", r"\*\*bold\*\*"),
        ("`code`", r"\`code\`"),
        ("[link](https://trap.example)", r"\[link\](https://trap.example)"),
        ("back\\slash", r"back\\slash"),
        ("# Big", r"\# Big"),
        ("#1 of 3", "#1 of 3"),
        ("- one\n- two", "\\- one\n\\- two"),
        ("+ more", r"\+ more"),
        ("> said", r"\> said"),
        ("well-known - and liked", "well-known - and liked"),
        ("1. one", f"1{JOINER}. one"),
        ("12) twelve", f"12{JOINER}) twelve"),
        ("1.5 visits", "1.5 visits"),
        ("at 8. Later", "at 8. Later"),
        ("<b>bold</b>", "<b>bold</b>"),  # a card reads no HTML: it is shown as it stands
        ("", ""),
    ],
)
def test_what_a_card_would_read_as_markdown_is_shown_as_it_stands(text: str, escaped: str) -> None:
    assert plain(text) == escaped


@given(st.text(st.sampled_from("ab1 \n#*_`[]()>-+.\\"), max_size=60))
def test_escaping_adds_signs_and_takes_none_away(text: str) -> None:
    escaped = iter(plain(text))
    assert all(char in escaped for char in text)  # in their order
    assert len(plain(text)) <= 2 * len(text)


@given(st.text(st.sampled_from("a *_["), min_size=1, max_size=4_000))
def test_no_sentence_is_longer_than_a_phone_shows(text: str) -> None:
    sentence, wrong = str(said(text).text), str(complaint(text).text)
    assert len(sentence) <= LONGEST_TEXT + 1
    assert wrong == f"⚠ {sentence}"
    assert sentence == plain(text) or sentence.endswith("…")


def test_a_complaint_says_by_a_sign_that_it_is_one() -> None:
    assert complaint("Choose a day.").text == "⚠ Choose a day."


def text_of(block: object) -> str:
    return "".join(run["text"] for run in block.model_dump()["inlines"])  # type: ignore[attr-defined]  # of any block


def test_what_was_typed_is_shown_without_reading_markdown_in_it() -> None:
    assert text_of(typed("**bold** [link](x)")) == "**bold** [link](x)"


def test_the_end_of_a_long_text_is_left_out_and_that_is_said() -> None:
    words = text_of(typed("a" * 8_000))
    assert words == "a" * LONGEST_TEXT + "… (all 8,000 characters are kept)"
    assert text_of(typed("a" * LONGEST_TEXT)) == "a" * LONGEST_TEXT


@given(st.text(min_size=1, max_size=400), st.integers(10, 300))
def test_a_text_takes_no_more_room_than_it_is_given(text: str, room: int) -> None:
    words = text_of(typed(text, room))
    if words == text:
        assert len(text.encode()) <= room
    else:
        start = words.removesuffix(f"… (all {len(text):,} characters are kept)")
        assert text.startswith(start)
        assert len(start.encode()) <= room


def test_the_room_of_a_card_is_shared() -> None:
    assert room_each(36_000, 18) == 2_000
    assert room_each(36_000, 0) == 36_000


@given(st.integers(0, LONGEST_TEXT * MOST_BLOCKS))
def test_a_text_shown_whole_is_shown_whole(length: int) -> None:
    blocks = typed_whole("a" * length)
    assert "".join(map(text_of, blocks)) == "a" * length
    assert len(blocks) <= MOST_BLOCKS
    assert all(blocks)


def test_even_a_text_shown_whole_has_an_end() -> None:
    blocks = typed_whole("a" * 100_000)
    assert len(blocks) == MOST_BLOCKS
    assert "characters are kept)" in text_of(blocks[-1])


def test_facts_are_shown_as_they_stand_and_no_longer_than_a_line_or_two() -> None:
    made = shown(card("Facts", [facts([("Team", "*North*"), ("Theme", "x" * 900)])], fallback="Facts."))
    values = [fact["value"] for fact in made["body"][1]["facts"]]
    assert values == [r"\*North\*", "x" * 200 + "…"]


def test_a_required_input_says_what_to_do_and_another_says_nothing() -> None:
    asked = text_input("what", "What?", required="Say what.")
    assert (asked.is_required, asked.error_message) == (True, "Say what.")
    free = text_input("what", "What?")
    assert (free.is_required, free.error_message) == (None, None)
    day = date_input("due", "By when?", "2026-12-04", required="Choose a day.")
    assert (day.value, day.error_message) == ("2026-12-04", "Choose a day.")


def test_a_choice_of_one_holds_the_stored_word_and_shows_another() -> None:
    made = one_of("rating", "Grade", [("Good", "Good: does well")], "Good", expanded=True)
    dumped = made.model_dump(by_alias=True, exclude_none=True)
    assert dumped["choices"] == [{"title": "Good: does well", "value": "Good"}]
    assert (dumped["id"], dumped["value"], dumped["style"]) == ("in_rating", "Good", "expanded")


def test_a_button_carries_its_verb_its_cards_id_and_what_it_is_about_as_text() -> None:
    made = execute(Button("Next", Verb.NEXT, {"audit": 7, "step": "overall"}), "abc")
    assert made.model_dump(exclude_none=True)["data"] == {
        "verb": "next",
        "once": "abc",
        "audit": "7",
        "step": "overall",
    }
    assert made.verb == "next"
    assert made.associated_inputs == "auto"


def test_a_way_out_sends_nothing_of_what_was_typed() -> None:
    made = execute(Button("Cancel", Verb.MY_AUDITS, sends_inputs=False), "abc")
    assert made.associated_inputs == "none"


def test_a_card_is_said_aloud_as_its_fallback_says() -> None:
    made = shown(card("My audits", [said("None.")], fallback="You have no audits to do."))
    assert (made["fallbackText"], made["speak"], made["lang"]) == (
        "You have no audits to do.",
        "You have no audits to do.",
        "en",
    )
    assert "actions" not in made
