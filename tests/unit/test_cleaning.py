"""What is left out of words as they come in, and what languages need and keep."""

import pytest

from bot.pressed import clean


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Seen alone.\r\nTwice.\rThen\u2028again.\x85Done.", "Seen alone.\nTwice.\nThen\nagain.\nDone."),
        ("a bell\x07, a null\x00, a C1\x9b sign", "a bell, a null, a C1 sign"),
        ("Ada \u202emlE\u202c of \u2066the\u2069 team", "Ada mlE of the team"),
        ("he\u200blp\ufeff", "help"),
        ("no\ufffe character\uffff", "no character"),
        ("half a \ud83d character", "half a \ufffd character"),
        ("tab\tand line\nstay", "tab\tand line\nstay"),
        # Persian parts letters by U+200C, Hindi joins them by U+200D, and so do families of emoji.
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("\u0915\u094d\u200d\u0937 \U0001f469\u200d\U0001f467", "\u0915\u094d\u200d\u0937 \U0001f469\u200d\U0001f467"),
        ("\u0641\u0627\u0637\u0645\u0629\u200f (Fatima)", "\u0641\u0627\u0637\u0645\u0629\u200f (Fatima)"),
    ],
)
def test_words_are_kept_without_what_is_not_to_be_seen(typed: str, kept: str) -> None:
    assert clean(typed) == kept
    assert clean(kept) == kept
